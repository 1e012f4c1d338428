import { cleanLine } from "../core/clean.ts";
import type { EntryInput } from "./portfolio-entry-input.ts";
import { LACKING } from "./portfolio-line-head.ts";
import { KINDS } from "./portfolio-kind-words.ts";
import { nearest } from "../core/nearest.ts";
import { UserError } from "../core/errors.ts";

const BEGIN = "Begin with buy, sell, swap, transfer, staking, airdrop, gift, fee, migrate or lost.";

/** What is said to words that are no kind of entry. @param word  the first word of a line, or all of one that tells several entries */
export function unknownKind(word: string): string {
  const typed = word.trim().toLowerCase();
  if (/\s(?:and|&)\s/.test(typed)) return "That is more than one entry: send them one by one.";
  if (typed === "" || /^[+-]?[\d.,]/.test(typed)) return `What happened? ${BEGIN}`;
  if (/^(?:un)?stak(?:e|ed|ing)$/.test(typed))
    return "Coins that are staked stay yours, so that is no entry; what they earn is one: staking 0.1 TAO.";
  if (/^(?:short|long|leverage|borrow|lend|lent)/.test(typed))
    return "Only coins that are held are kept here: no futures and no loans.";
  if (/^(?:undo|delete|remove|edit|change|export|import)$/.test(typed))
    return "That is a command of its own: /portfolio undo, edit, remove, import or export.";
  const near = nearest(typed, KINDS);
  return `I do not know what "${cleanLine(word, 20)}" means here.${near === undefined ? "" : ` Did you mean ${near}?`} ${BEGIN}`;
}

const isCode = (coin: string): boolean => /^[a-z0-9]{2,6}$/i.test(coin);

/** @throws UserError that asks for what a typed line did not say, with an example in its own words */
export function refuseLacking(asked: EntryInput): void {
  const { kind, quantity, coin: typed, price, total, fee, to_quantity, to_coin } = asked;
  const coin = isCode(typed) ? cleanLine(typed, 12).toUpperCase() : cleanLine(typed, 40);
  const line = (words: string): { readonly hint: string } => ({ hint: `For example: /portfolio add ${kind} ${words}` });
  if (typed === LACKING)
    throw new UserError(quantity === LACKING ? "Which coin, and how many?" : "Which coin?", {
      ...line(`${quantity === LACKING ? "2.5" : cleanLine(quantity, 20)} TAO${kind === "swap" ? " for 0.5 ETH" : ""}`),
    });
  if (kind === "swap" && (to_coin === undefined || to_quantity === undefined)) {
    const into = to_coin === undefined ? "TAO" : cleanLine(to_coin, 20).toUpperCase();
    const many = quantity === LACKING ? "2" : cleanLine(quantity, 20);
    const [first = "", second] = typed.split(" ");
    if (to_coin === undefined && second !== undefined && isCode(first) && isCode(second))
      throw new UserError("What came in return, and how much of it?", line(`${many} ${first} for 10 ${second}`));
    throw new UserError(
      `${quantity === LACKING ? `How many ${coin} went, and what` : "What"} came in return${to_coin === undefined ? "" : `: how many ${into}`}?`,
      line(`${many} ${coin} for 10 ${into}`),
    );
  }
  if (quantity === LACKING) {
    const at = price === undefined || price.startsWith(LACKING) ? "" : ` at ${cleanLine(price, 30)}`;
    const into = to_coin === undefined ? "" : ` for ${to_quantity ?? "10"} ${cleanLine(to_coin, 20).toUpperCase()}`;
    const paid = total === undefined ? "" : ` for ${cleanLine(total, 30)}`;
    throw new UserError(`How many ${coin}?`, line(`2.5 ${coin}${at}${into}${paid}`));
  }
  if (fee === LACKING)
    throw new UserError("How much was the fee?", line(`${cleanLine(quantity, 20)} ${coin} fee 1 USD`));
  if (price === LACKING) throw new UserError("At what price?", line(`${cleanLine(quantity, 20)} ${coin} at 310`));
  if (price?.startsWith(LACKING)) {
    const said = cleanLine(price.slice(1), 30);
    throw new UserError(`Is ${said} the price of one ${coin}, or of all together?`, {
      hint: `Say "at ${said}" for one, "for ${said}" for all.`,
    });
  }
}
