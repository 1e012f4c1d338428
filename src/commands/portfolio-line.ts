import { headOf, isNumber, LACKING, moneyFor } from "./portfolio-line-head.ts";
import { incomeWordIn, kindIn } from "./portfolio-kind-words.ts";
import { startsDate, timeAtEnd, timeAtStart } from "./portfolio-date.ts";

type Clause =
  | "head"
  | "price"
  | "exchange"
  | "worth"
  | "date"
  | "fee"
  | "from"
  | "to"
  | "account"
  | "acquired"
  | "note";

const STARTS: Readonly<Record<string, Clause>> = {
  at: "price",
  "@": "price",
  price: "price",
  for: "exchange",
  with: "exchange",
  using: "exchange",
  worth: "worth",
  total: "worth",
  on: "date",
  date: "date",
  fee: "fee",
  fees: "fee",
  commission: "fee",
  from: "from",
  to: "to",
  into: "to",
  "->": "to",
  "=>": "to",
  "→": "to",
  account: "account",
  via: "account",
  acquired: "acquired",
  note: "note",
};

/** What a line can say, as fields are called. */
export const FIELDS = [
  "kind",
  "quantity",
  "coin",
  "price",
  "total",
  "currency",
  "date",
  "fee",
  "to_quantity",
  "to_coin",
  "account",
  "from",
  "to",
  "acquired",
  "note",
] as const;

/** The fields that a line tells, as they were typed. */
export type PortfolioLine = { readonly [Field in (typeof FIELDS)[number]]?: string | undefined };

/** The price of the day, which is taken where none is told. */
const MARKET = /^(?:the )?(?:market|spot|current)(?: price)?$/i;
const EACH = /\s*(?:\/|\bper\s+)?\s*(?:\beach|\b(?:per\s+|(?<=\/\s*))(?:coin|token|unit))$/i;

/**
 * Reads "buy 2.5 TAO at 310 usd on 2026-03-01 fee 1 usd" and its like into fields. Words say what follows them; the kind comes
 * first, then how much of which coin: a number of them, money ("500 usd of TAO") or a part of what is held ("half my TAO").
 * `name:value` names a field. What is quoted is never such a word.
 */
export function readPortfolioLine(line: string): PortfolioLine {
  return readWords(line, (words) => {
    const texts = words.map(({ text }) => text);
    // "yesterday I bought 2 TAO": when, before what.
    const time = timeAtStart(texts.join(" "));
    const timed = time === undefined ? 0 : time.split(" ").length;
    const { kind, taken } = kindIn(texts.slice(timed));
    return { kind: isSeveral(texts) ? line : kind, rest: words.slice(timed + taken), time };
  });
}

/** "buy 2 TAO at 300 and 1 ETH at 2000" would be two entries. */
const isSeveral = (texts: readonly string[]): boolean =>
  untilNote(texts).some(
    (text, index, all) =>
      /^(?:and|&)$/i.test(text) && isNumber(all[index + 1] ?? "") && /^\p{L}/u.test(all[index + 2] ?? ""),
  );

function untilNote(texts: readonly string[]): readonly string[] {
  const note = texts.findIndex((text) => /^note(?::|$)/i.test(text));
  return note < 0 ? texts : texts.slice(0, note);
}

/** The same where nothing of it has to be there: "at 320 usd on 2026-03-02". */
export function readDetails(line: string): PortfolioLine {
  return readWords(line, (rest) => ({ kind: undefined, rest }));
}

interface Told {
  readonly kind: string | undefined;
  readonly rest: readonly Word[];
  /** When, where the line began with it. */
  readonly time?: string | undefined;
}

function readWords(line: string, readKind: (words: readonly Word[]) => Told): PortfolioLine {
  const named: Partial<Record<string, string>> = {};
  const words = wordsOf(line).filter(({ text, isQuoted }) => {
    const [, name = "", value = ""] = isQuoted ? [] : (/^([a-z_]+):(.+)$/i.exec(text) ?? []);
    if (value === "" || !FIELDS.some((field) => field === name.toLowerCase())) return true;
    named[name.toLowerCase()] = value;
    return false;
  });
  const { kind, rest, time: begun } = readKind(words);
  const dates: string[] = begun === undefined ? [] : [begun.replace(/^on |,$/gi, "")];
  const texts = new Map(
    [...clausesOf(rest, kind)].map(([clause, text]) => {
      if (clause === "note" || clause === "date" || clause === "acquired") return [clause, text] as const;
      const time = timeAtEnd(text);
      if (time === undefined) return [clause, text] as const;
      dates.push(time);
      return [clause, text.slice(0, -time.length).trim()] as const;
    }),
  );
  const { from, ...tail } = tailOf(texts, kind);
  // "earned 0.1 TAO from staking" is what it was, not where.
  const income = kind === "income" || kind === "transfer in" ? incomeWordIn(from ?? "") : undefined;
  const told: PortfolioLine = {
    kind,
    ...headOf(texts.get("head") ?? "", kind),
    ...filled(tail),
    ...(income === undefined ? { from } : { kind: income }),
  };
  return filled({ ...told, ...moneyFor(told), date: texts.get("date") ?? dates[0], ...named });
}

interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

const wordsOf = (line: string): readonly Word[] =>
  [...line.matchAll(/["“”]([^"“”]*)["“”]|(\S+)/g)].map(([, quoted, bare]) => ({
    text: quoted ?? bare ?? "",
    isQuoted: quoted !== undefined,
  }));

/** Words without what only joins them, up to a note: "2.5TAO@310," is "2.5TAO @ 310", "with a fee of 1" is "fee 1". */
function plainWords(words: readonly Word[]): readonly Word[] {
  const noted = words.findIndex(({ text, isQuoted }) => !isQuoted && text.toLowerCase() === "note");
  const [said, note] = noted < 0 ? [words, []] : [words.slice(0, noted), words.slice(noted)];
  const parts = said.flatMap((word) => {
    if (word.isQuoted) return [word];
    const text = word.text.replace(/(?<=.)[,;]$/, "");
    return text.split(/(@)(?=\p{Sc}?[\d.])/u).flatMap((part) => (part === "" ? [] : [{ ...word, text: part }]));
  });
  const isWord = (index: number, like: RegExp): boolean => {
    const word = parts[index];
    return word !== undefined && !word.isQuoted && like.test(word.text);
  };
  const plain = parts.filter((_, index) => {
    if (isWord(index, /^(?:with|plus|and|a)$/i))
      return (
        !isWord(index + 1, /^(?:fees?|commission)$/i) && !(isWord(index + 1, /^a$/i) && isWord(index + 2, /^fee$/i))
      );
    if (isWord(index, /^worth$/i)) return !isWord(index + 1, /^of$/i);
    return !(isWord(index, /^of$/i) && isWord(index - 1, /^(?:fees?|commission)$/i));
  });
  return [...plain, ...note];
}

function clausesOf(words: readonly Word[], kind: string | undefined): ReadonlyMap<Clause, string> {
  const clauses = new Map<Clause, string[]>();
  let clause: Clause = "head";
  const plain = plainWords(words);
  for (const [index, { text, isQuoted }] of plain.entries()) {
    const word = isQuoted || clauses.has("note") ? undefined : STARTS[text.toLowerCase()];
    // "on Kraken" is where, not when; "on Kraken on 2026-03-01" is both.
    const isWhere = word === "date" && !startsDate(plain[index + 1]?.text ?? "");
    const starts: Clause | undefined = isWhere && text.toLowerCase() === "on" ? "account" : word;
    const before = clauses.get(clause) ?? [];
    // "for 775 usd total" says it twice, "at 775 usd total" once.
    if (!isQuoted && text.toLowerCase() === "total" && clause === "exchange") continue;
    if (!isQuoted && text.toLowerCase() === "total" && clause === "price") {
      clauses.delete("price");
      clauses.set("worth", before);
      continue;
    }
    if (starts !== undefined && !clauses.has(starts) && (clauses.size > 0 || kind === undefined)) {
      clause = starts;
      clauses.set(clause, []);
    } else clauses.set(clause, [...before, text]);
  }
  return new Map([...clauses].map(([each, of]) => [each, of.join(" ")]));
}

function tailOf(texts: ReadonlyMap<Clause, string>, kind: string | undefined): PortfolioLine {
  const to = texts.get("to");
  // Coins are sold into what they were sold for, and bought into an account.
  const exchange = texts.get("exchange") ?? (kind === "sell" ? to : undefined);
  const isInto = kind === "swap" || kind === "migrate";
  const isEach = exchange !== undefined && EACH.test(exchange);
  const price = isEach && !isInto ? exchange : texts.get("price");
  const isMarket = price !== undefined && MARKET.test(price);
  return {
    ...(price === undefined || isMarket ? {} : { price: price === "" ? LACKING : price.replace(EACH, "") }),
    fee: texts.get("fee") === "" ? LACKING : texts.get("fee"),
    from: texts.get("from"),
    account: texts.get("account"),
    acquired: texts.get("acquired"),
    note: texts.get("note"),
    ...(isInto
      ? intoOf(exchange ?? to)
      : { total: isEach ? undefined : exchange, to: kind === "sell" ? undefined : to }),
    ...(texts.has("worth") ? { total: texts.get("worth") } : {}),
  };
}

/** "1000 TAO", or the coin alone. */
function intoOf(text: string | undefined): PortfolioLine {
  const [first = "", ...others] = text?.split(" ") ?? [];
  if (isNumber(first)) return { to_quantity: first, to_coin: others.join(" ") };
  const [, quantity, coin] = /^([\d.,_]+)(\p{L}[\p{L}\d]+)$/u.exec(text ?? "") ?? [];
  return quantity === undefined ? { to_coin: text } : { to_quantity: quantity, to_coin: coin };
}

const filled = (line: PortfolioLine): PortfolioLine =>
  Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined && value !== ""));
