/** Codes that a sign or a word for money may stand for. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  $: ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "USDT", "USDC"],
  "€": ["EUR"],
  "£": ["GBP"],
  "¥": ["JPY", "CNY"],
  "₹": ["INR"],
  "₩": ["KRW"],
  "₽": ["RUB"],
  "₺": ["TRY"],
  "₴": ["UAH"],
  "₿": ["BTC"],
  Ξ: ["ETH"],
  dollar: ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "USDT", "USDC"],
  buck: ["USD"],
  euro: ["EUR"],
  pound: ["GBP"],
  yen: ["JPY"],
  yuan: ["CNY"],
  rupee: ["INR"],
  franc: ["CHF"],
  cent: ["USD", "EUR"],
};

/** Of the dollars and their like, the sign in full. */
const LONG_SIGNS: Readonly<Record<string, string>> = {
  US$: "USD",
  A$: "AUD",
  C$: "CAD",
  R$: "BRL",
  HK$: "HKD",
  S$: "SGD",
  NZ$: "NZD",
};

/** Words for money in other languages, by their beginnings, and what they may be. */
const WORDS: readonly (readonly [beginning: RegExp, codes: readonly string[]])[] = [
  [/^(?:dólar|dolar|доллар|долар|dollaro|dollari|ドル|美元|美金|달러|डॉलर|دولار)/iu, SIGNS["dollar"] ?? []],
  [/^(?:евро|evro|ユーロ|欧元|歐元|유로|यूरो|يورو)/iu, ["EUR"]],
  [/^(?:livre|libra|фунт|sterlin|ポンド|英镑|파운드)/iu, ["GBP"]],
  [/^(?:円|日元|엔)/iu, ["JPY"]],
  [/^(?:人民币|人民幣|юан|元)/iu, ["CNY", "JPY"]],
  [/^(?:rupi|रुपय|रुपए|рупи)/iu, ["INR"]],
  [/^(?:рубл)/iu, ["RUB"]],
  [/^(?:lira)/iu, ["TRY"]],
  [/^(?:reais|real(?!\p{L}))/iu, ["BRL"]],
  [/^(?:원)/iu, ["KRW"]],
];

const CODES: ReadonlySet<string> = new Set([...Intl.supportedValuesOf("currency"), "BTC", "ETH", "USDT", "USDC"]);

/** Whether a word in capitals is a currency by itself. */
export const isCurrencyCode = (word: string): boolean => CODES.has(word);

/** The codes that a sign ("$", "US$"), a word ("euros") or a code stands for; undefined when it is none of them. */
export function currencyCodes(written: string): readonly string[] | undefined {
  if (isCurrencyCode(written)) return [written];
  const long = LONG_SIGNS[written.replace(/\s/g, "")];
  if (long !== undefined) return [long];
  const bare = written.replace(/^(?:US[\s-]+(?=\p{L})|de |d['’])/u, "");
  if (bare !== written) return currencyCodes(bare);
  const sign = /[$€£¥₹₩₽₺₴₿Ξ]$/.exec(written)?.[0];
  if (sign !== undefined) return SIGNS[sign];
  return SIGNS[written.toLowerCase().replace(/s$/, "")] ?? WORDS.find(([beginning]) => beginning.test(written))?.[1];
}

/** A word for money behind a number; one in a script without blanks touches it, and "de" may stand between. */
export const MONEY_BEHIND =
  /^[\s\u00A0](?:(?:US|US-)[\s-]?)?(?:de |d['’])?(?:dollars?|bucks?|euros?|pounds?|yen|yuan|rupees?|francs?|franken|cents?|dólar(?:es)?|dolar\p{L}*|dollar[io]|доллар\p{L}*|долар\p{L}*|евро|libras?|livres?|фунт\p{L}*|sterlin\p{L}*|юан\p{L}*|rupi\p{L}*|рубл\p{L}*|рупи\p{L}*|lira(?:s|sı)?|reais|real)(?!\p{L})|^[\s\u00A0]?(?:ドル|ユーロ|ポンド|円|美元|美金|欧元|歐元|英镑|人民币|人民幣|日元|元|달러|유로|엔|원|डॉलर|यूरो|रुपये|रुपए|دولار|يورو)/iu;
