import { alertButton } from "./alert-buttons.ts";
import type { AlertDetails } from "./alert-details.ts";
import type { Call } from "../core/call.ts";
import type { Choices } from "../core/reply.ts";
import type { Condition } from "../alerts/alert.ts";
import { thresholdWords } from "./alert-words.ts";
import { typedFraction } from "./alert-values.ts";

/** What people change of an alert, to be chosen. */
export function editOptions(
  { number, target, condition, repetition, expiresAt }: AlertDetails,
  { locale }: Call,
): Choices["options"] {
  const option = (label: string, change: Readonly<Record<string, unknown>>) =>
    alertButton({ number, target }, label, "edit", change);
  return [
    ...nearby(condition).map(({ value, becomes }) =>
      option(`To ${thresholdWords(becomes, locale) ?? value}`, { value }),
    ),
    repetition.kind === "once"
      ? option("Each time, at most every 24 h", { repeat: "24h" })
      : option("Once", { repeat: "once" }),
    ...(repetition.kind === "once" ? [option("Each time, at most every hour", { repeat: "1h" })] : []),
    option("For 30 days from now", { until: "30d" }),
    ...(expiresAt === undefined ? [] : [option("Without an end", { until: "never" })]),
  ];
}

/** Thresholds near the present one, as they are typed and as they then stand. */
function nearby(condition: Condition): readonly { readonly value: string; readonly becomes: Condition }[] {
  const times = (value: number): number[] =>
    [0.9, 0.95, 1.05, 1.1].map((part) => Number((value * part).toPrecision(4)));
  switch (condition.kind) {
    case "price":
    case "ratio":
    case "portfolio_value":
      return times(condition.threshold).map((threshold) => ({
        value: String(threshold),
        becomes: { ...condition, threshold },
      }));
    case "volume":
    case "cap":
      return times(condition.thresholdUsd).map((thresholdUsd) => ({
        value: String(thresholdUsd),
        becomes: { ...condition, thresholdUsd },
      }));
    case "move":
    case "portfolio_day":
    case "drawdown": {
      const { fraction } = condition;
      return [fraction / 2, fraction * 1.5]
        .filter((each) => each >= 0.001 && each <= 0.95)
        .map((each) => Number(each.toPrecision(3)))
        .map((each) => ({ value: typedFraction(each), becomes: { ...condition, fraction: each } }));
    }
    case "rsi":
      return [-5, 5]
        .map((points) => condition.threshold + points)
        .filter((each) => each > 0 && each < 100)
        .map((threshold) => ({ value: String(threshold), becomes: { ...condition, threshold } }));
    default:
      return [];
  }
}
