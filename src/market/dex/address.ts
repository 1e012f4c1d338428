const EVM = /^0x[0-9a-f]{40}$/i;
/** Solana and Tron. A word of letters alone is a word. */
const BASE58 = /^(?=.*\d)[1-9A-HJ-NP-Za-km-z]{32,44}$/;
/** Types of Sui and Aptos. */
const MOVE = /^0x[0-9a-f]{1,64}::\w{1,60}::\w{1,60}$/i;
/** User-friendly form, base64url (TEP-2). */
const TON = /^[EU]Q[\w-]{46}$/;
const NEAR = /^(?=.{6,64}$)[a-z0-9]+(?:[._-][a-z0-9]+)*\.near$/;
const FORMS = [EVM, BASE58, MOVE, TON, NEAR];

/** Whether a text has the form of an address of a token or pool. */
export const isAddress = (word: string): boolean => FORMS.some((form) => form.test(word));

/** As it is sent and shown: the case of an EVM address is only its checksum, elsewhere case counts. */
export const normal = (address: string): string => (EVM.test(address) ? address.toLowerCase() : address);

/** Leading zeros of a Move address may be left out. */
const key = (address: string): string =>
  /^0x/i.test(address) ? address.toLowerCase().replace(/^0x0+/, "0x") : address;

/**
 * Whether an address is the one that was asked for. DexScreener's links are in lower case throughout, so one without capitals
 * is compared without regard to case.
 */
export const isSame = (address: string, asked: string): boolean =>
  key(address) === key(asked) || (asked === asked.toLowerCase() && address.toLowerCase() === asked);
