import { type Block, type Button, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import type { ComparedAsset, CompareFacts } from "./compare-facts.ts";
import { compactMoney, money, percent } from "../core/format.ts";
import { absence, course, rangeName, shortfall, youth } from "./chart-words.ts";
import { DAYS_NEEDED } from "../market/performance.ts";
import { RANGES } from "./chart-input.ts";
import { sourceLine } from "./source-line.ts";
import { whichCoin } from "./which-coin.ts";

const NONE = "–";

/** Figures side by side, what they come to, and how the assets did beside each other. */
export function compareReply(facts: CompareFacts, call: Call): Reply {
  const { assets, range, currency, unclear } = facts;
  const { line, markOf } = sourceLine(
    assets.flatMap(({ quote }) => quote ?? []),
    call.now,
  );
  return {
    title: `${listed(assets.map(({ symbol }) => symbol))} in ${currency}`,
    blocks: [
      ...tables(facts, (asset) => (asset.quote ? markOf(asset.quote) : ""), call),
      ...lines([...caps(facts, call), ...correlated(facts)]),
      ...picture(facts, call),
      ...lines(asides(facts, call)),
    ],
    ...(line === undefined ? {} : { footer: line }),
    buttons: buttons(facts),
    ...whichCoin(
      "compare",
      { range, currency },
      assets.map(({ assetId }) => assetId),
      unclear,
    ),
  };
}

/** One row an asset, in two tables: four figures and a name are wider than a phone. */
function tables({ assets, currency }: CompareFacts, mark: (asset: ComparedAsset) => string, { locale }: Call): Block[] {
  const change = (fraction: number | undefined): string => (fraction === undefined ? NONE : percent(fraction, locale));
  const table = (labels: readonly string[], cells: (asset: ComparedAsset) => readonly string[]): Block => ({
    kind: "table",
    columns: [{ label: "", align: "left" }, ...labels.map((label) => ({ label, align: "right" as const }))],
    rows: assets.map((asset) => [asset.symbol, ...cells(asset)]),
  });
  return [
    table(["Price", "24 h"], (asset) => [
      asset.quote ? money(asset.quote.price, currency, locale) + mark(asset) : "no price",
      change(asset.quote?.change24hFraction),
    ]),
    table(["7 d", "Cap"], ({ quote }) => [
      change(quote?.change7dFraction),
      quote?.marketCap === undefined ? NONE : compactMoney(quote.marketCap, currency, locale),
    ]),
  ];
}

/** What the first would cost with the cap of the second. */
function caps({ assets, currency }: CompareFacts, { locale }: Call): string[] {
  const [one, other] = assets;
  if (!one?.atOthersCap || !other) return [];
  const { price, multiple } = one.atOthersCap;
  const times = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 }).format(multiple);
  return [`${one.symbol} at ${other.symbol}'s cap would be ${money(price, currency, locale)} (${times} times).`];
}

function correlated({ assets, correlations, range, limitedToDays }: CompareFacts): string[] {
  const symbol = (id: string): string => assets.find(({ assetId }) => assetId === id)?.symbol ?? id;
  if (correlations.length === 0) return [];
  if (correlations.every(({ commonDaysCount }) => commonDaysCount < DAYS_NEEDED)) {
    const most = Math.max(...correlations.map(({ commonDaysCount }) => commonDaysCount));
    const days = `${most} common ${most === 1 ? "day" : "days"}`;
    return [`${days} in ${rangeName(range, limitedToDays)} are too few for a correlation; it takes ${DAYS_NEEDED}.`];
  }
  const each = correlations.map(({ correlation, commonDaysCount, between: [one, other] }) => {
    const pair = `${symbol(one)} and ${symbol(other)}`;
    if (correlation !== undefined) return `${pair} ${correlation.toFixed(2)} over ${commonDaysCount} days`;
    return `${pair} ${commonDaysCount < DAYS_NEEDED ? "too few common days" : "none, as one never moved"}`;
  });
  return each.length === 1
    ? [`Correlation of daily changes: ${each.join("")}.`]
    : ["Correlation of daily changes:", ...each.map((line) => `• ${line}`)];
}

function picture({ assets, range, limitedToDays }: CompareFacts, { locale }: Call): Block[] {
  const drawn = assets.filter(({ history }) => (history.rebased?.length ?? 0) > 1);
  const origins = drawn.flatMap(({ history }) => history.prices ?? []);
  if (drawn.length < 2) return [];
  const shown = rangeName(range, limitedToDays);
  const said = drawn.map((each) => course({ ...each, ...each.history }, each.history.currency ?? "USD", locale));
  return [
    {
      kind: "chart",
      alt: `${shown}: ${said.join("; ")}.`,
      chart: {
        kind: "performance",
        title: `${drawn.map(({ symbol }) => symbol).join(", ")}, ${shown}`,
        series: assets.map(({ name, history }) => ({ name, points: history.rebased ?? [] })),
        source: [...new Set(origins.map(({ source }) => source))].join(", "),
        asOf: Math.min(...origins.map(({ asOf }) => asOf)),
      },
    },
  ];
}

function asides(
  { assets, currency, range, limitedToDays, notFound, unclear }: CompareFacts,
  { locale }: Call,
): string[] {
  const source = assets.find(({ history }) => history.prices)?.history.prices?.source;
  const each = assets.map((asset) => ({ ...asset, ...asset.history }));
  const absent = assets.length < 2 ? [] : each.filter(({ rebased = [] }) => rebased.length < 2);
  return [
    ...assets.flatMap(({ note }) => note ?? []),
    ...[shortfall(range, limitedToDays, source) ?? []].flat(),
    // They begin together, so what holds for the youngest holds for all.
    ...each.flatMap((one) => youth(one, range, limitedToDays)).slice(0, 1),
    ...absent.map((one) => absence(one, one.currency ?? currency, locale)),
    ...notFound.map(({ why }) => why),
    ...unclear.slice(1).map(({ why }) => why),
  ];
}

/** "TAO, NEAR and FET". */
const listed = (names: readonly string[]): string =>
  new Intl.ListFormat("en", { style: "long", type: "conjunction" }).format(names).replace(", and ", " and ");

function buttons({ assets, range, currency }: CompareFacts): Button[] {
  const ids = assets.map(({ assetId }) => `=${assetId}`);
  if (ids.length < 2) return [];
  const ranges = RANGES.map((each) => ({
    label: each === range ? `· ${each} ·` : each,
    command: "compare",
    input: { assets: ids, currency, range: each },
  }));
  const swap = { label: "Swap", command: "compare", input: { assets: ids.toReversed(), currency, range } };
  return ids.length === 2 ? [...ranges, swap] : ranges;
}

const lines = (said: readonly string[]): Block[] => (said.length === 0 ? [] : [text(said.join("\n"))]);
