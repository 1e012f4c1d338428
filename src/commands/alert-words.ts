import type { Condition, Repetition } from "../alerts/alert.ts";
import { compactMoney, duration, money, percent, quantity, share } from "../core/format.ts";
import { ordinal } from "./layer-words.ts";
import type { AlertNames } from "../alerts/facts.ts";
import { typedTime } from "./alert-values.ts";

const WAY = { up: "rises", down: "falls", either: "moves" } as const;
const OVER = { "24h": "24 hours", "7d": "7 days", "30d": "30 days" } as const;

/** What is watched, in words that go on after "Tell when": "Bittensor (TAO) is above $400.00". */
export function conditionWords(condition: Condition, { subject, against }: AlertNames, locale: string): string {
  const { kind } = condition;
  switch (kind) {
    case "price":
      return `${subject} is ${condition.is} ${money(condition.threshold, condition.currency, locale)}`;
    case "move":
      return `${subject} ${WAY[condition.direction]} by ${share(condition.fraction, locale)} within ${typedTime(condition.windowMs)}`;
    case "drawdown": {
      const high = condition.from === "ath" ? "its all-time high" : `its highest close of ${condition.from.days} days`;
      return `${subject} is ${share(condition.fraction, locale)} below ${high}`;
    }
    case "volume":
      return `${subject} trades ${condition.is === "above" ? "more" : "less"} than ${compactMoney(condition.thresholdUsd, "USD", locale)} in 24 hours`;
    case "cap":
      return `${subject} has a market cap ${condition.is} ${compactMoney(condition.thresholdUsd, "USD", locale)}`;
    case "ratio":
      return `${subject} in ${against ?? "the other coin"} is ${condition.is} ${quantity(condition.threshold, "", locale, 8).trim()}`;
    case "portfolio_value":
      return `${subject} is worth ${condition.is === "above" ? "more" : "less"} than ${money(condition.threshold, condition.currency, locale)}`;
    case "portfolio_day":
      return `${subject} ${WAY[condition.direction]} by ${share(condition.fraction, locale)} within a day`;
    case "layer_change":
      return `${subject}: the median change over ${OVER[condition.window]} is ${condition.is} ${percent(condition.fraction, locale)}`;
    case "layer_breadth":
      return `${subject}: ${condition.is === "above" ? "more" : "less"} than ${share(condition.fraction, locale)} of its tokens are up over ${OVER[condition.window]}`;
    case "layer_rank":
      return `${subject} is ranked ${ordinal(condition.rank)} or ${condition.is}`;
    case "news":
      return `there is a new story about ${subject}`;
    case "rsi":
      return `${subject} has an RSI of ${condition.days} days ${condition.is} ${condition.threshold}, by daily closes`;
    case "crossing": {
      const { average, fastDays, slowDays, direction } = condition;
      const across = direction === "either" ? "crosses" : direction === "up" ? "crosses above" : "crosses below";
      return `${subject}: ${average.toUpperCase()} ${fastDays} ${across} ${average.toUpperCase()} ${slowDays}, by daily closes`;
    }
    case "range_break": {
      const { days, direction } = condition;
      const out = direction === "either" ? "out of its range" : direction === "up" ? "above its high" : "below its low";
      return `${subject} closes ${out} of ${days} days`;
    }
  }
  return kind satisfies never;
}

/** What is watched, as a name of it: for titles and lists, without verbs. */
export function conditionName(condition: Condition, { subject, against }: AlertNames, locale: string): string {
  const { kind } = condition;
  switch (kind) {
    case "price":
    case "cap":
    case "volume":
    case "ratio":
    case "portfolio_value": {
      const what = {
        price: "",
        ratio: against === undefined ? "" : ` / ${against}`,
        cap: " cap",
        volume: " volume",
        portfolio_value: "",
      }[kind];
      return `${subject}${what} ${condition.is} ${thresholdWords(condition, locale)}`;
    }
    default:
      return conditionWords(condition, { subject, ...(against === undefined ? {} : { against }) }, locale);
  }
}

/** The threshold alone, as it is read beside the value; absent where there is none. */
export function thresholdWords(condition: Condition, locale: string): string | undefined {
  switch (condition.kind) {
    case "price":
    case "portfolio_value":
      return money(condition.threshold, condition.currency, locale);
    case "volume":
    case "cap":
      return compactMoney(condition.thresholdUsd, "USD", locale);
    case "ratio":
      return quantity(condition.threshold, "", locale, 8).trim();
    case "move":
    case "portfolio_day":
    case "drawdown":
    case "layer_breadth":
      return share(condition.fraction, locale);
    case "layer_change":
      return percent(condition.fraction, locale);
    case "layer_rank":
      return ordinal(condition.rank);
    case "rsi":
      return String(condition.threshold);
    default:
      return undefined;
  }
}

/** What was seen of it. @param value  as the condition compares it */
export function valueWords(condition: Condition, value: number, locale: string): string | undefined {
  switch (condition.kind) {
    case "price":
    case "portfolio_value":
      return money(value, condition.currency, locale);
    case "volume":
    case "cap":
      return compactMoney(value, "USD", locale);
    case "ratio":
      return quantity(value, "", locale, 6).trim();
    case "drawdown":
      return `${share(Math.abs(value), locale)} below the high`;
    case "layer_breadth":
      return `${share(value, locale)} up`;
    case "move":
    case "portfolio_day":
      return moved(condition.direction, value, locale);
    case "layer_change":
      return percent(value, locale);
    case "layer_rank":
      return ordinal(value);
    case "rsi":
      return `RSI ${value.toFixed(1)}`;
    case "crossing":
      return `the fast average ${percent(value, locale)} from the slow one`;
    case "range_break":
      return `${percent(value, locale)} from the edge`;
    case "news":
      return undefined;
  }
  return condition satisfies never;
}

/** A move is told as its size in the direction that is waited for: one of the other direction is below zero. */
function moved(direction: "up" | "down" | "either", value: number, locale: string): string {
  const size = share(Math.abs(value), locale);
  if (direction === "either") return `moved ${size}`;
  return `${(direction === "up") === value >= 0 ? "up" : "down"} ${size}`;
}

/** "once", "again after 6 h at the earliest". */
export const repetitionWords = (repetition: Repetition): string =>
  repetition.kind === "once" ? "once" : `each time, at most every ${duration(repetition.coolDownMs)}`;
