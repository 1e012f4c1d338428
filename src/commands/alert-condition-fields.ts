import type { AlertAsset, Condition } from "../alerts/alert.ts";
import type { AlertFields, ConditionFields } from "./alert-fields.ts";
import { typedFraction, typedTime } from "./alert-values.ts";

/** The word for exactly this asset: "=bittensor", "base:0x12". */
const assetWord = (asset: AlertAsset): string =>
  asset.kind === "listed" ? `=${asset.id}` : `${asset.chain}:${asset.address}`;

/** The fields that mean exactly this condition; `conditionOf` makes it of them again. */
export function fieldsOfCondition(condition: Condition): ConditionFields & Pick<AlertFields, "kind"> {
  const { kind } = condition;
  switch (kind) {
    case "price": {
      const { asset, is, threshold, currency } = condition;
      return { kind, coin: assetWord(asset), is, value: String(threshold), currency };
    }
    case "ratio": {
      const { asset, against, is, threshold } = condition;
      return { kind, coin: assetWord(asset), against: assetWord(against), is, value: String(threshold) };
    }
    case "move": {
      const { asset, direction, fraction, windowMs } = condition;
      const window = typedTime(windowMs);
      return { kind: "change", coin: assetWord(asset), is: direction, value: typedFraction(fraction), window };
    }
    case "portfolio_day":
      return { kind: "portfolio_change", is: condition.direction, value: typedFraction(condition.fraction) };
    case "portfolio_value": {
      const { is, threshold, currency } = condition;
      return { kind: "portfolio", is, value: String(threshold), currency };
    }
    case "drawdown": {
      const { of, from, fraction } = condition;
      const whose = "layerId" in of ? { layer: of.layerId } : { coin: assetWord(of.asset) };
      return { kind, ...whose, value: typedFraction(fraction), window: from === "ath" ? "ath" : `${from.days}d` };
    }
    case "volume":
    case "cap":
      return { kind, coin: assetWord(condition.asset), is: condition.is, value: String(condition.thresholdUsd) };
    case "layer_change":
    case "layer_breadth": {
      const { layerId, window, is, fraction } = condition;
      return {
        kind: kind === "layer_change" ? "layer" : "breadth",
        layer: layerId,
        window,
        is,
        value: typedFraction(fraction),
      };
    }
    case "layer_rank":
      return { kind: "rank", layer: condition.layerId, is: condition.is, value: String(condition.rank) };
    case "news":
      return { kind, project: `=${condition.projectId}` };
    case "rsi": {
      const { asset, days, is, threshold } = condition;
      return { kind, coin: assetWord(asset), window: `${days}`, is, value: String(threshold) };
    }
    case "crossing": {
      const { asset, average, fastDays, slowDays, direction } = condition;
      return { kind: "cross", coin: assetWord(asset), window: `${average} ${fastDays}/${slowDays}`, is: direction };
    }
    case "range_break":
      return { kind: "range", coin: assetWord(condition.asset), window: `${condition.days}d`, is: condition.direction };
  }
  return kind satisfies never;
}
