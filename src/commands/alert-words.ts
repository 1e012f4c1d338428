import type { Condition, Repetition } from "../alerts/alert.ts";
import { compactMoney, duration, money, percent, quantity, share } from "../core/format.ts";
import { ordinal } from "./layer-words.ts";
import type { AlertNames } from "../alerts/facts.ts";
import { typedTime } from "./alert-values.ts";

const WAY = { up: "rises", down: "falls", either: "moves" } as const;
const ACROSS = { up: "crosses above", down: "crosses below", either: "crosses" } as const;
const OUT = { up: "above its high", down: "below its low", either: "out of its range" } as const;
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
      const what = "layerId" in condition.of ? `the ${subject}` : subject;
      const top = "layerId" in condition.of ? high.replace("highest close", "highest level") : high;
      return `${what} is ${share(condition.fraction, locale)} below ${top}`;
    }
    case "volume":
      return `${subject} trades ${condition.is === "above" ? "more" : "less"} than ${compactMoney(condition.thresholdUsd, "USD", locale)} in 24 hours`;
    case "cap":
      return `${subject} has a market cap ${condition.is} ${compactMoney(condition.thresholdUsd, "USD", locale)}`;
    case "ratio":
      return `${subject} in ${against ?? "the other coin"} is ${condition.is} ${quantity(condition.threshold, "", locale, 8).trim()}`;
    case "portfolio_value":
      return `your portfolio is worth ${condition.is === "above" ? "more" : "less"} than ${money(condition.threshold, condition.currency, locale)}`;
    case "portfolio_day":
      return `your portfolio ${WAY[condition.direction]} by ${share(condition.fraction, locale)} within a day`;
    case "layer_change":
      return `the median change of the ${subject} over ${OVER[condition.window]} is ${condition.is} ${percent(condition.fraction, locale)}`;
    case "layer_breadth":
      return `${condition.is === "above" ? "more" : "less"} than ${share(condition.fraction, locale)} of the tokens in the ${subject} are up over ${OVER[condition.window]}`;
    case "layer_rank":
      return `the ${subject} is ranked ${ordinal(condition.rank)} or ${condition.is}`;
    case "news":
      return `there is a new story about ${subject}`;
    case "rsi":
      return `${subject} has an RSI of ${condition.days} days ${condition.is} ${condition.threshold}, by daily closes`;
    case "crossing": {
      const { average, fastDays, slowDays, direction } = condition;
      const across = ACROSS[direction];
      const name = average.toUpperCase();
      return `the ${name} ${fastDays} of ${subject} ${across} its ${name} ${slowDays}, by daily closes`;
    }
    case "range_break": {
      return `${subject} closes ${OUT[condition.direction]} of ${condition.days} days`;
    }
  }
  return kind satisfies never;
}

/** What is watched, as a name of it that begins with what it is about: for titles and lists. */
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
    case "drawdown": {
      const high = condition.from === "ath" ? "its all-time high" : `its high of ${condition.from.days} days`;
      return `${subject} ${share(condition.fraction, locale)} below ${high}`;
    }
    case "move":
      return `${subject} ${WAY[condition.direction]} ${share(condition.fraction, locale)} in ${typedTime(condition.windowMs)}`;
    case "portfolio_day":
      return `${subject} ${WAY[condition.direction]} ${share(condition.fraction, locale)} in a day`;
    case "layer_change":
      return `${subject}, ${OVER[condition.window]}: ${condition.is} ${percent(condition.fraction, locale)}`;
    case "layer_breadth":
      return `${subject}, tokens up over ${OVER[condition.window]}: ${condition.is} ${share(condition.fraction, locale)}`;
    case "layer_rank":
      return `${subject} ${ordinal(condition.rank)} or ${condition.is}`;
    case "news":
      return `News of ${subject}`;
    case "rsi":
      return `${subject} RSI of ${condition.days} days ${condition.is} ${condition.threshold}, daily closes`;
    case "crossing": {
      const { average, fastDays, slowDays, direction } = condition;
      const across = ACROSS[direction];
      return `${subject} ${average.toUpperCase()} ${fastDays} ${across} ${slowDays}, daily closes`;
    }
    case "range_break":
      return `${subject} ${OUT[condition.direction]} of ${condition.days} days, daily closes`;
  }
}

/** What is compared, without a threshold: "Bittensor (TAO) volume"; for a column beside `sideWords`. */
export function subjectWords(condition: Condition, names: AlertNames, locale: string): string {
  const { subject, against } = names;
  switch (condition.kind) {
    case "price":
    case "portfolio_value":
      return subject;
    case "volume":
    case "cap":
      return `${subject} ${condition.kind}`;
    case "ratio":
      return `${subject} / ${against ?? "?"}`;
    case "move":
      return `${subject}, ${typedTime(condition.windowMs)}`;
    case "portfolio_day":
      return `${subject}, a day`;
    case "drawdown":
      return `${subject}, from ${condition.from === "ath" ? "its all-time high" : `its high of ${condition.from.days} days`}`;
    case "layer_change":
      return `${subject}, ${OVER[condition.window]}`;
    case "layer_breadth":
      return `${subject} breadth, ${OVER[condition.window]}`;
    case "layer_rank":
      return `${subject} rank`;
    case "rsi":
      return `${subject} RSI of ${condition.days} days`;
    case "news":
    case "crossing":
    case "range_break":
      return conditionName(condition, names, locale);
  }
  return condition satisfies never;
}

/** The threshold with its side: "above $400.00"; absent where there is none. */
export function sideWords(condition: Condition, locale: string): string | undefined {
  const threshold = thresholdWords(condition, locale);
  if (threshold === undefined) return undefined;
  if (condition.kind === "layer_rank") return `${threshold} or ${condition.is}`;
  return "is" in condition ? `${condition.is} ${threshold}` : threshold;
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
