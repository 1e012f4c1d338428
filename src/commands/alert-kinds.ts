/** What alerts can be of, as they are chosen from a list. */
export const ALERT_KINDS = [
  "price",
  "change",
  "drawdown",
  "volume",
  "cap",
  "ratio",
  "portfolio",
  "portfolio_change",
  "layer",
  "breadth",
  "rank",
  "news",
  "rsi",
  "cross",
  "range",
] as const;

export type AlertKind = (typeof ALERT_KINDS)[number];
