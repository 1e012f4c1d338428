import type { AlertAsset, Condition } from "./alert.ts";

/** What is looked at, whatever the threshold: alerts of one subject share one look. */
export type Subject =
  | { readonly kind: "price"; readonly asset: AlertAsset; readonly currency: string }
  | { readonly kind: "move"; readonly asset: AlertAsset; readonly direction: Way; readonly windowMs: number }
  | {
      readonly kind: "drawdown";
      readonly of: Extract<Condition, { kind: "drawdown" }>["of"];
      readonly from: "ath" | { readonly days: number };
    }
  | { readonly kind: "volume" | "cap"; readonly asset: AlertAsset }
  | { readonly kind: "ratio"; readonly asset: AlertAsset; readonly against: AlertAsset }
  | { readonly kind: "portfolio_value"; readonly userId: string; readonly currency: string }
  | { readonly kind: "portfolio_day"; readonly userId: string; readonly direction: Way }
  | { readonly kind: "layer_change" | "layer_breadth"; readonly layerId: string; readonly window: "24h" | "7d" | "30d" }
  | { readonly kind: "layer_rank"; readonly layerId: string }
  | { readonly kind: "news"; readonly projectId: string }
  | { readonly kind: "rsi"; readonly asset: AlertAsset; readonly days: number }
  | {
      readonly kind: "crossing";
      readonly asset: AlertAsset;
      readonly average: "sma" | "ema";
      readonly fastDays: number;
      readonly slowDays: number;
    }
  | { readonly kind: "range_break"; readonly asset: AlertAsset; readonly days: number; readonly direction: Way };

/** Up, down, or whichever is more. */
export type Way = "up" | "down" | "either";

/** What a condition looks at. @param ownerId  whose portfolio, where it is about one */
export function subjectOf(condition: Condition, ownerId: string): Subject {
  const { kind } = condition;
  switch (kind) {
    case "price":
      return { kind, asset: assetOf(condition.asset), currency: condition.currency.toUpperCase() };
    case "move": {
      const { asset, direction, windowMs } = condition;
      return { kind, asset: assetOf(asset), direction, windowMs };
    }
    case "drawdown": {
      const of = "layerId" in condition.of ? { layerId: condition.of.layerId } : { asset: assetOf(condition.of.asset) };
      return { kind, of, from: condition.from === "ath" ? "ath" : { days: condition.from.days } };
    }
    case "volume":
    case "cap":
      return { kind, asset: assetOf(condition.asset) };
    case "ratio":
      return { kind, asset: assetOf(condition.asset), against: assetOf(condition.against) };
    case "portfolio_value":
      return { kind, userId: ownerId, currency: condition.currency.toUpperCase() };
    case "portfolio_day":
      return { kind, userId: ownerId, direction: condition.direction };
    case "layer_change":
    case "layer_breadth":
      return { kind, layerId: condition.layerId, window: condition.window };
    case "layer_rank":
      return { kind, layerId: condition.layerId };
    case "news":
      return { kind, projectId: condition.projectId };
    case "rsi":
      return { kind, asset: assetOf(condition.asset), days: condition.days };
    case "crossing": {
      const { asset, average, fastDays, slowDays } = condition;
      return { kind, asset: assetOf(asset), average, fastDays, slowDays };
    }
    case "range_break": {
      const { asset, days, direction } = condition;
      return { kind, asset: assetOf(asset), days, direction };
    }
  }
  return kind satisfies never;
}

/** The same subject has the same text: fields stand in one order. `JSON.parse` gives the subject back. */
export const subjectKey = (subject: Subject): string => JSON.stringify(subject);

/** The assets whose price of now a subject needs. */
export function pricedAssets(subject: Subject): readonly AlertAsset[] {
  switch (subject.kind) {
    case "price":
    case "move":
    case "volume":
    case "cap":
      return [subject.asset];
    case "ratio":
      return [subject.asset, subject.against];
    case "drawdown":
      return "asset" in subject.of ? [subject.of.asset] : [];
    default:
      return [];
  }
}

/** An asset as one word: "bittensor", "base:0x1234". Ids of CoinGecko have no colon. */
export const assetKey = (asset: AlertAsset): string =>
  asset.kind === "listed" ? asset.id : `${asset.chain}:${asset.address}`;

/** Fields in one order, and an address of an EVM chain in one spelling; other chains tell capitals apart. */
function assetOf(asset: AlertAsset): AlertAsset {
  if (asset.kind === "listed") return { kind: "listed", id: asset.id };
  const { chain, address } = asset;
  return { kind: "token", chain, address: /^0x[0-9a-f]+$/i.test(address) ? address.toLowerCase() : address };
}
