/** What can happen in a portfolio, as it is typed and offered. */
export const KINDS = [
  "buy",
  "sell",
  "swap",
  "transfer",
  "transfer in",
  "transfer out",
  "staking",
  "airdrop",
  "mining",
  "interest",
  "income",
  "gift in",
  "gift out",
  "fee",
  "migrate",
  "lost",
] as const;

export type TypedKind = (typeof KINDS)[number];

const OTHER_WORDS: Readonly<Record<string, TypedKind>> = {
  bought: "buy",
  sold: "sell",
  swapped: "swap",
  trade: "swap",
  move: "transfer",
  deposit: "transfer in",
  withdraw: "transfer out",
  withdrawal: "transfer out",
  reward: "staking",
  rewards: "staking",
  mined: "mining",
  migration: "migrate",
  lose: "lost",
  loss: "lost",
  stolen: "lost",
};

const INCOME: readonly string[] = ["staking", "airdrop", "mining", "interest"] satisfies readonly TypedKind[];

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
  worth: "worth",
  total: "worth",
  on: "date",
  date: "date",
  fee: "fee",
  from: "from",
  to: "to",
  into: "to",
  "->": "to",
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

const isNumber = (word: string): boolean => /^[^\p{L}\d\s.,+-]?[+-]?(\d|\.\d)[\d.,_]*(e[+-]?\d+)?[kmb]?$/iu.test(word);

const DAY = String.raw`(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|today|yesterday)`;
const CLOCK = String.raw`(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:z|utc))?)`;
const AGO = String.raw`(?:\d{1,5}|an?) ?(?:m|min|mins|minutes?|h|hours?|d|days?|w|weeks?|months?|y|years?) ago`;
/** A time at the end of a clause, which needs no "on". */
const TIME_AT_END = new RegExp(String.raw`(?:^|\s)(${DAY}${CLOCK}?|now|${AGO})$`, "i");
const MONTH = /^(?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;

/**
 * Reads "buy 2.5 TAO at 310 usd on 2026-03-01 fee 1 usd" and its like into fields. Words say what follows them; the kind comes
 * first, then how much of which coin. `name:value` names a field. What is quoted is never such a word.
 */
export function readPortfolioLine(line: string): PortfolioLine {
  return readWords(line, kindIn);
}

/** The same where nothing of it has to be there: "at 320 usd on 2026-03-02". */
export function readDetails(line: string): PortfolioLine {
  return readWords(line, (rest) => ({ kind: undefined, rest }));
}

function readWords(line: string, readKind: typeof kindIn): PortfolioLine {
  const named: Partial<Record<string, string>> = {};
  const words = wordsOf(line).filter(({ text, isQuoted }) => {
    const [, name = "", value = ""] = isQuoted ? [] : (/^([a-z_]+):(.+)$/i.exec(text) ?? []);
    if (value === "" || !FIELDS.some((field) => field === name.toLowerCase())) return true;
    named[name.toLowerCase()] = value;
    return false;
  });
  const { kind, rest } = readKind(words);
  const clauses = clausesOf(rest, kind);
  const dates: string[] = [];
  const texts = new Map(
    [...clauses].map(([clause, text]) => {
      if (clause === "note" || clause === "date" || clause === "acquired") return [clause, text] as const;
      const time = TIME_AT_END.exec(text);
      if (time?.[1] === undefined) return [clause, text] as const;
      dates.push(time[1]);
      return [clause, text.slice(0, time.index).trim()] as const;
    }),
  );
  const told: PortfolioLine = { kind, ...headOf(texts.get("head") ?? "", kind), ...tailOf(texts, kind) };
  const date = texts.get("date");
  const isDate = date !== undefined && (/^\d|^(today|yesterday|now|an? )/i.test(date) || MONTH.test(date));
  return filled({
    ...told,
    // "on Kraken" is where, not when.
    ...(date === undefined || isDate ? {} : { account: told.account ?? date }),
    date: isDate ? date : dates[0],
    ...named,
  });
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

function kindIn(words: readonly Word[]): { readonly kind: string | undefined; readonly rest: readonly Word[] } {
  const two = words
    .slice(0, 2)
    .map(({ text }) => text.toLowerCase())
    .join(" ");
  const [first = ""] = two.split(" ");
  if (two !== first && isKind(two)) return { kind: two, rest: words.slice(2) };
  const word = first.replaceAll(/[_-]/g, " ");
  if (first === "") return { kind: undefined, rest: [] };
  return { kind: OTHER_WORDS[word] ?? word, rest: words.slice(1) };
}

const isKind = (word: string): boolean => KINDS.some((kind) => kind === word);

function clausesOf(words: readonly Word[], kind: string | undefined): ReadonlyMap<Clause, string> {
  const clauses = new Map<Clause, string[]>();
  let clause: Clause = "head";
  for (const { text, isQuoted } of words) {
    const starts: Clause | undefined = isQuoted || clauses.has("note") ? undefined : STARTS[text.toLowerCase()];
    const before = clauses.get(clause) ?? [];
    // "for 775 usd total" says it twice, "at 775 usd total" once.
    if (text.toLowerCase() === "total" && clause === "exchange") continue;
    if (text.toLowerCase() === "total" && clause === "price") {
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

function headOf(text: string, kind: string | undefined): PortfolioLine {
  const words = text.split(" ").filter((word) => word !== "");
  const last = words.at(-1)?.toLowerCase() ?? "";
  const isIncome = kind === "income" && words.length > 2 && INCOME.includes(last);
  const [first = "", ...others] = isIncome ? words.slice(0, -1) : words;
  const told = isIncome ? { kind: last } : {};
  const behind = others.at(-1);
  if (isNumber(first) || behind === undefined || !isNumber(behind)) {
    const [, quantity, coin] = others.length > 0 ? [] : (/^([\d.,_]+)(\p{L}[\p{L}\d]+)$/u.exec(first) ?? []);
    return { ...told, quantity: quantity ?? first, coin: coin ?? others.join(" ") };
  }
  return { ...told, quantity: behind, coin: [first, ...others.slice(0, -1)].join(" ") };
}

function tailOf(texts: ReadonlyMap<Clause, string>, kind: string | undefined): PortfolioLine {
  const exchange = texts.get("exchange");
  const to = texts.get("to");
  const isInto = kind === "swap" || kind === "migrate";
  return {
    price: texts.get("price")?.replace(/\s+(each|per coin)$/i, ""),
    fee: texts.get("fee"),
    from: texts.get("from"),
    account: texts.get("account"),
    acquired: texts.get("acquired"),
    note: texts.get("note"),
    ...(isInto ? intoOf(exchange ?? to) : { total: exchange, to }),
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
