import { compactMoney, money, percent, share } from "../core/format.ts";
import type { Condition } from "./alert.ts";

const LOCALE = "en";

/** A condition's figure in words: "$412.30", "+5.20%", "rank 3". Of news, which has no figure, nothing to be read. */
export function valueText(condition: Condition, value: number): string {
  switch (condition.kind) {
    case "price":
    case "portfolio_value":
      return money(value, condition.currency, LOCALE);
    case "volume":
    case "cap":
      return compactMoney(value, "USD", LOCALE);
    case "ratio":
      return String(Number(value.toPrecision(6)));
    case "move":
    case "drawdown":
    case "layer_breadth":
      return share(value, LOCALE);
    case "portfolio_day":
    case "layer_change":
    case "crossing":
    case "range_break":
      return percent(value, LOCALE);
    case "layer_rank":
      return `rank ${value}`;
    case "rsi":
      return value.toFixed(1);
    case "news":
      return `item ${value}`;
  }
  return condition satisfies never;
}
