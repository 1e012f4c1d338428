import type { AlertAsset, Condition } from "../alerts/alert.ts";
import type { AlertFields, ConditionFields } from "./alert-fields.ts";
import { type Amount, readAmount, readCount, readFraction, readTime, shown, timeOf } from "./alert-values.ts";
import { isDeepStrictEqual } from "node:util";
import { UserError } from "../core/errors.ts";

/** Whom the words of an alert mean. Each throws UserError where it is nobody, or not clear. */
export interface Meanings {
  /** @param field  in which the word stands, for the question which one is meant */
  asset(word: string, field: "coin" | "against"): Promise<AlertAsset>;
  layerId(word: string): string;
  projectId(word: string): string;
  /** ISO 4217 code, BTC or ETH; US dollars where nothing is said. */
  currency(word: string | undefined): string;
  /** Whether a word after a slash is money, so that "tao/usd" is a price. */
  isMoney(word: string): boolean;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Within these a move is watched: shorter says nothing at the cadence of the slowest source, and quotes are kept for two days. */
const WINDOW = { from: 5 * MINUTE, to: 2 * DAY } as const;
const LONGEST_DAYS = 365;
const RSI_DAYS = 14;
/** What "drawdown" of a layer is from, where nothing is said: its levels do not go back to its beginning. */
const LAYER_HIGH_DAYS = 30;

/** What is needed of each kind, as it is typed. */
const EXAMPLES: Readonly<Record<AlertFields["kind"], string>> = {
  price: "tao above 400",
  change: "tao moves 5% in 1h",
  drawdown: "tao drawdown 30%",
  volume: "tao volume above 500m",
  cap: "tao cap below 2b",
  ratio: "tao/btc above 0.005",
  portfolio: "portfolio above 10000 usd",
  portfolio_change: "portfolio moves 5%",
  layer: "layer agents 7d above 10%",
  breadth: "layer agents breadth below 30%",
  rank: "layer agents rank better than 3",
  news: "news bittensor",
  rsi: "tao rsi above 70",
  cross: "tao sma 50 crosses 200",
  range: "tao breaks 20d range",
};

type Fields = ConditionFields & Pick<AlertFields, "kind">;

/**
 * What is to be watched, from the fields of an alert.
 * @throws UserError that names the word which cannot be so, or says what is missing
 */
export async function conditionOf(fields: Fields, names: Meanings): Promise<Condition> {
  const { kind } = fields;
  const need = (field: keyof ConditionFields, what: string): string => {
    const given = fields[field];
    if (given !== undefined) return given;
    throw new UserError(`An alert of this kind needs ${what}.`, { hint: `For example: /alert add ${EXAMPLES[kind]}` });
  };
  const coin = async (): Promise<AlertAsset> => await names.asset(need("coin", "a coin"), "coin");
  const value = (): string => need("value", "a value");

  switch (kind) {
    case "price": {
      const is = sideOf(fields);
      const { value: threshold, currency } = moneyOf(fields, value(), "A price", names);
      return { kind, asset: await coin(), is, threshold, currency };
    }
    case "ratio": {
      const against = need("against", "a second coin");
      if (names.isMoney(against)) return await conditionOf({ ...fields, kind: "price", currency: against }, names);
      const is = sideOf(fields);
      const { value: threshold } = readAmount(value(), "a ratio");
      const [asset, other] = [await coin(), await names.asset(against, "against")];
      if (isDeepStrictEqual(asset, other)) throw new UserError("A coin against itself is always 1.");
      return { kind, asset, against: other, is, threshold };
    }
    case "change": {
      const { direction, fraction } = changeOf(fields, value());
      const windowMs = readTime(fields.window ?? "24h", "The time of a move", WINDOW.from, WINDOW.to);
      return { kind: "move", asset: await coin(), direction, fraction, windowMs };
    }
    case "portfolio_change":
      return { kind: "portfolio_day", ...changeOf(fields, value()) };
    case "portfolio": {
      const { value: threshold, currency } = moneyOf(fields, value(), "A portfolio's value", names);
      return { kind: "portfolio_value", is: sideOf(fields), threshold, currency };
    }
    case "drawdown": {
      const fraction = readFraction(value().replace(/^[-\u2212]/, ""), "A drawdown", 0.001, 0.999);
      const { layer } = fields;
      const from = highOf(fields.window ?? (layer === undefined ? "ath" : `${LAYER_HIGH_DAYS}d`));
      const of = layer === undefined ? { asset: await coin() } : { layerId: names.layerId(layer) };
      return { kind, of, from, fraction };
    }
    case "volume":
    case "cap": {
      const { value: thresholdUsd, currency } = readAmount(value(), kind === "cap" ? "a market cap" : "a volume");
      if (currency !== undefined && names.currency(currency) !== "USD") throw inDollars(kind);
      if (fields.currency !== undefined && names.currency(fields.currency) !== "USD") throw inDollars(kind);
      return { kind, asset: await coin(), is: sideOf(fields), thresholdUsd };
    }
    case "layer":
      return {
        kind: "layer_change",
        layerId: names.layerId(need("layer", "a layer")),
        window: layerWindow(fields.window),
        is: sideOf(fields),
        fraction: readFraction(value(), "A layer's change", -0.99, 100),
      };
    case "breadth":
      return {
        kind: "layer_breadth",
        layerId: names.layerId(need("layer", "a layer")),
        window: layerWindow(fields.window),
        is: sideOf(fields),
        fraction: readFraction(value(), "Breadth", 0, 1),
      };
    case "rank": {
      const is = fields.is === "above" || fields.is === "better" ? "better" : "worse";
      if (fields.is === undefined) need("is", "better or worse");
      const rank = readCount(
        value()
          .replace(/^#/, "")
          .replace(/(?:st|nd|rd|th)$/i, ""),
        "A rank",
        1,
        50,
      );
      return { kind: "layer_rank", layerId: names.layerId(need("layer", "a layer")), is, rank };
    }
    case "news":
      return { kind, projectId: names.projectId(fields.project ?? need("coin", "a project")) };
    case "rsi": {
      const days = daysOf(fields.window ?? String(RSI_DAYS), "The days of an RSI", 2, 100);
      const threshold = Number(value().replace(/ ?%$/, ""));
      if (!(threshold > 0 && threshold < 100))
        throw new UserError(`An RSI lies between 0 and 100, so "${shown(value())}" is no value for it.`);
      return { kind, asset: await coin(), days, is: sideOf(fields), threshold };
    }
    case "cross":
      return {
        kind: "crossing",
        asset: await coin(),
        ...averagesOf(need("window", "two averages, such as sma 50/200")),
        direction: directionOf(fields),
      };
    case "range": {
      const days = daysOf(need("window", "a range, such as 20d"), "A range", 2, LONGEST_DAYS);
      return { kind: "range_break", asset: await coin(), days, direction: directionOf(fields) };
    }
  }
  return kind satisfies never;
}

const inDollars = (kind: "volume" | "cap"): UserError =>
  new UserError(`A ${kind === "cap" ? "market cap" : "volume"} is watched in US dollars alone.`, {
    hint: `For example: /alert add ${EXAMPLES[kind]}`,
  });

function sideOf({ kind, is }: Fields): "above" | "below" {
  if (is === "above" || is === "up") return "above";
  if (is === "below" || is === "down") return "below";
  throw new UserError("Above or below? I need to know which.", { hint: `For example: /alert add ${EXAMPLES[kind]}` });
}

const directionOf = ({ is }: Fields): "up" | "down" | "either" =>
  is === "above" || is === "up" ? "up" : is === "below" || is === "down" ? "down" : "either";

function moneyOf(fields: Fields, typed: string, what: string, names: Meanings): Required<Amount> {
  const { value, currency } = readAmount(typed, what.charAt(0).toLowerCase() + what.slice(1));
  // The sign beside the figure is of the figure; the field may be an older one that is being changed.
  return { value, currency: names.currency(currency ?? fields.currency) };
}

/** "-5%" says by its sign which way. */
function changeOf(fields: Fields, typed: string): { direction: "up" | "down" | "either"; fraction: number } {
  const [, sign, size = ""] = /^\s*([-+\u2212])?\s*(.*)$/s.exec(typed) ?? [];
  const said = directionOf(fields);
  const signed = sign === undefined ? undefined : sign === "+" ? "up" : "down";
  if (signed !== undefined && said !== "either" && signed !== said)
    throw new UserError(`"${shown(typed)}" and "${said}" contradict each other.`);
  const direction = signed ?? said;
  return { direction, fraction: readFraction(size, "A move", 0.001, direction === "down" ? 0.999 : 10) };
}

function highOf(typed: string): "ath" | { readonly days: number } {
  if (/^(?:ath|all[- ]time[- ]high)$/i.test(typed.trim())) return "ath";
  return { days: daysOf(typed, "The high of a drawdown", 2, LONGEST_DAYS) };
}

function daysOf(typed: string, what: string, from: number, to: number): number {
  const bare = /^\d+$/.test(typed.trim()) ? `${typed.trim()}d` : typed;
  const ms = timeOf(bare);
  if (ms === undefined || ms % DAY !== 0)
    throw new UserError(`${what} is a number of days, not "${shown(typed)}".`, { hint: "For example 20d." });
  return readCount(String(ms / DAY), what, from, to);
}

function layerWindow(typed: string | undefined): "24h" | "7d" | "30d" {
  const word = (typed ?? "24h").trim().toLowerCase();
  const named = {
    day: DAY,
    daily: DAY,
    week: 7 * DAY,
    weekly: 7 * DAY,
    month: 30 * DAY,
    monthly: 30 * DAY,
    "1m": 30 * DAY,
  }[word];
  const ms = named ?? timeOf(word);
  if (ms === DAY) return "24h";
  if (ms === 7 * DAY) return "7d";
  if (ms === 30 * DAY) return "30d";
  throw new UserError(`A layer is watched over 24h, 7d or 30d, not "${shown(typed ?? "")}".`);
}

function averagesOf(typed: string): { average: "sma" | "ema"; fastDays: number; slowDays: number } {
  const [, average = "sma", fast = "", slow = ""] =
    /^(?:(sma|ema|ma)[ _]*)?(\d+)d?\s*(?:\/|,|x|and|\s)\s*(\d+)d?$/i.exec(typed.trim()) ?? [];
  if (fast === "")
    throw new UserError(`"${shown(typed)}" are no two averages.`, { hint: "For example sma 50/200 or ema 12/26." });
  const fastDays = readCount(fast, "The days of an average", 2, LONGEST_DAYS);
  const slowDays = readCount(slow, "The days of an average", 2, LONGEST_DAYS);
  if (fastDays >= slowDays)
    throw new UserError(`The first average is the faster one: ${fastDays} days are not fewer than ${slowDays}.`);
  return { average: average.toLowerCase() === "ema" ? "ema" : "sma", fastDays, slowDays };
}
