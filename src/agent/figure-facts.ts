import { daysOfKey } from "./periods.ts";
import { type Supply, supplyOfKey } from "./supplies.ts";
import { isChangeKey, isInstant, isTimeKey } from "./tool-text.ts";

/** What a figure in a text may be compared with. */
export interface FigureFact {
  readonly value: number;
  /**
   * `fraction` 0.0123 is said as 1.23 %; `points` 1.23 is said as 1.23 %; `order` is a rank or a count; `amount` is money or a
   * quantity; `ratio` is no money, but a multiple, a percentage or so many of its subject; `other` may be any of them.
   */
  readonly role: "fraction" | "points" | "order" | "amount" | "ratio" | "other";
  /** Its sign says a direction. */
  readonly isChange: boolean;
  /** Upper case, where the facts say it. */
  readonly currency: string | undefined;
  /** Symbols and names of what it is about, lower case; empty where the facts do not say. */
  readonly subjects: readonly string[];
  /** Of a change, over how many days; of a supply, which. Absent where the key does not say. */
  readonly days?: number;
  readonly supply?: Supply;
  /** Which of the facts it is from. */
  readonly origin: number;
  /** Who says it, and as of when (UTC epoch milliseconds), where the facts say so. */
  readonly source?: string;
  readonly asOf?: number;
}

export interface FigureFacts {
  readonly figures: readonly FigureFact[];
  /** UTC epoch milliseconds. */
  readonly instants: readonly number[];
  /** Upper-case words that can be the unit of an amount: "TAO", "EUR". */
  readonly units: ReadonlySet<string>;
  /** Every subject that there is, lower case. */
  readonly subjects: ReadonlySet<string>;
}

const AMOUNT =
  /price|cap|volume|amount|supply|value|cost|total|balance|quantity|fee|proceeds|gain|loss|profit|pnl|usd|eur|btc|low|high|result|points/i;
const POINTS = /percent|pct/i;
const ORDER = /rank|index|count|page|position|size|number/i;
const CHANGE = /change|gain|loss|profit|pnl|return|performance/i;
const RATIO = /ratio|multiple|share|dominance|apr|apy|yield|weight|volatility|drawdown|breadth/i;
/** Of funding, of an exchange, or of anything else. */
const ANY = /rate/i;
/** So many of a thing: not of the currency that stands around. */
const QUANTITY = /quantity|supply/i;

/** Keys whose string may be an amount as decimal text. Any other string is words, whatever it looks like: a token can be named "65000". */
const isDecimalKey = (key: string): boolean =>
  (AMOUNT.test(key) || POINTS.test(key) || /rate|Fraction$/.test(key)) && !/id$|name|label|text/i.test(key);

const SUBJECT_KEYS = ["symbol", "name", "ticker"] as const;
const CURRENCY_KEYS = ["currency", "quoteCurrency", "unit", "in"] as const;

function roleOf(key: string): FigureFact["role"] {
  if (isChangeKey(key)) return "fraction";
  if (POINTS.test(key)) return "points";
  if (ORDER.test(key)) return "order";
  if (ANY.test(key)) return "other";
  if (RATIO.test(key)) return "ratio";
  return AMOUNT.test(key) ? "amount" : "other";
}

const word = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;

/** Its own symbol and name, or those of the asset it holds; what is calculated says its subjects in a list. */
function subjectsOf(object: Readonly<Record<string, unknown>>): string[] {
  const { subjects } = object;
  if (Array.isArray(subjects)) return subjects.flatMap((each) => word(each)?.toLowerCase() ?? []);
  const asset = object["asset"];
  const holders = [object, ...(typeof asset === "object" && asset !== null ? [asset as Record<string, unknown>] : [])];
  return holders.flatMap((holder) => SUBJECT_KEYS.flatMap((key) => word(holder[key])?.toLowerCase() ?? []));
}

/** "EUR", or what an object calls its unit; upper case. */
function unitOf(value: unknown): string | undefined {
  if (typeof value === "string") return word(value)?.toUpperCase();
  if (typeof value !== "object" || value === null) return undefined;
  const { code, symbol } = value as Readonly<Record<string, unknown>>;
  return (word(code) ?? word(symbol))?.toUpperCase();
}

/** Keys that name their subject. */
const NAMED_BY_KEY: readonly (readonly [key: RegExp, subjects: readonly string[]])[] = [
  [/^btc(?=[A-Z])/, ["btc", "bitcoin"]],
  [/^eth(?=[A-Z])/, ["eth", "ethereum"]],
  [/^aiSector$/, ["ai sector"]],
];
/** What facts about all there is are about: no name, so it is looked for in a sentence by `MARKET`. */
export const MARKET_SUBJECT = " market";

interface Around {
  readonly origin: number;
  readonly source?: string;
  readonly asOf?: number;
  readonly key: string;
  readonly currency: string | undefined;
  /** Of the asset that quantities are of, upper case. */
  readonly symbol: string | undefined;
  readonly subjects: readonly string[];
}

type Stated = Pick<FigureFact, "days" | "supply" | "source" | "asOf">;

/** What is said of a figure, without what is not. */
const stated = (all: { readonly [Key in keyof Stated]: Stated[Key] | undefined }): Stated =>
  Object.fromEntries(Object.entries(all).filter(([, each]) => each !== undefined));

/**
 * Everything in the facts of a turn that a figure may rest on. Only values count: numbers, decimal text under the keys of
 * amounts, instants. A number inside a name, a title or a description is somebody's words.
 */
export function figureFacts(facts: readonly unknown[], now: number): FigureFacts {
  const figures: FigureFact[] = [];
  const instants: number[] = [now];
  const unitWords = new Set<string>();
  const subjects = new Set<string>();

  const number = (value: number, { key, currency, symbol, subjects: about, origin, source, asOf }: Around): void => {
    if (!Number.isFinite(value)) return;
    if (isTimeKey(key)) return void (isInstant(value) && instants.push(value));
    const role = roleOf(key);
    const own = /(Usd|Eur|Gbp|Btc|Eth)$/.exec(key)?.[1]?.toUpperCase();
    figures.push({
      value,
      role,
      isChange: role === "fraction" || role === "points" || CHANGE.test(key),
      currency: own ?? (QUANTITY.test(key) ? symbol : currency),
      subjects: NAMED_BY_KEY.find(([pattern]) => pattern.test(key))?.[1] ?? about,
      origin,
      ...stated({ days: daysOfKey(key), supply: supplyOfKey(key), source, asOf }),
    });
  };

  const walk = (value: unknown, around: Around, depth: number): void => {
    if (depth > 12) return;
    if (typeof value === "number") return number(value, around);
    if (typeof value === "string") {
      if (isDecimalKey(around.key) && /^[+-]?\d+(?:\.\d+)?$/.test(value)) number(Number(value), around);
      else if (isTimeKey(around.key) && /^\d{4}-\d\d-\d\d(?:T|$)/.test(value) && !Number.isNaN(Date.parse(value)))
        instants.push(Date.parse(value));
      if (/^[A-Z][A-Z0-9]{1,9}$/.test(value)) unitWords.add(value);
      return;
    }
    if (Array.isArray(value)) {
      // A point of a series: when, and how much.
      const [at, ...rest]: unknown[] = value;
      const isPoint = typeof at === "number" && isInstant(at) && rest.length === 1 && typeof rest[0] === "number";
      if (isPoint) instants.push(at);
      return (isPoint ? rest : value).forEach((each) => walk(each, around, depth + 1));
    }
    if (typeof value !== "object" || value === null) return;
    const object = value as Record<string, unknown>;
    const own = [...subjectsOf(object), ...(NAMED_BY_KEY.find(([pattern]) => pattern.test(around.key))?.[1] ?? [])];
    for (const each of own) subjects.add(each);
    const currency = CURRENCY_KEYS.map((key) => word(object[key])).find(
      (each) => each !== undefined && /^[A-Za-z]{2,6}$/.test(each),
    );
    const { source = around.source, asOf = around.asOf } = object;
    const inside = {
      origin: around.origin,
      ...(typeof source === "string" ? { source } : {}),
      ...(typeof asOf === "number" ? { asOf } : {}),
      currency: currency?.toUpperCase() ?? around.currency,
      symbol: own.length > 0 ? unitOf(object["symbol"] ?? object["asset"]) : around.symbol,
      subjects: own.length > 0 ? own : around.key === "global" ? [MARKET_SUBJECT] : around.subjects,
    };
    // A conversion says the units of its amounts beside them.
    const units = { amount: unitOf(object["from"]), result: unitOf(object["to"]), rate: unitOf(object["to"]) };
    for (const [key, each] of Object.entries(object)) {
      const unit = key === "amount" || key === "result" || key === "rate" ? units[key] : undefined;
      walk(each, { ...inside, ...(unit === undefined ? {} : { currency: unit }), key }, depth + 1);
    }
  };

  facts.forEach((each, origin) =>
    walk(each, { origin, key: "", currency: undefined, symbol: undefined, subjects: [] }, 0),
  );
  return { figures, instants, units: unitWords, subjects };
}
