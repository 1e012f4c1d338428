import type { AssetHistory, ChartFacts } from "./chart-facts.ts";
import { type Block, type Button, type Chart, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { absence, course, rangeName, shortfall, youth } from "./chart-words.ts";
import { duration, money, percent, utcMinute } from "../core/format.ts";
import { RANGES } from "./chart-input.ts";
import { sourceLine } from "./source-line.ts";
import { studiesDrawn, studyAsides, studyInput, studyWords } from "./chart-studies.ts";
import { whichCoin } from "./which-coin.ts";

/** Beyond it a title has no room for how far back it goes. */
const LONGEST_NAME = 22;

/** The picture, what it shows in words, and buttons for other ranges. */
export function chartReply(facts: ChartFacts, call: Call): Reply {
  const { assets, range, limitedToDays, currency, unclear } = facts;
  const drawn = assets.filter((asset) => hasCourse(asset));
  const shown = rangeName(range, limitedToDays);
  const [only] = assets;
  const title = assets.length === 1 && only ? `${only.name} (${only.symbol})` : "Side by side";
  const chart = drawn.length > 0 ? pictureOf(facts, drawn, shown) : undefined;
  const studies = studyWords(only?.studies ?? [], currency, call.locale);
  const alt = `${[...drawn.map((each) => course(each, currency, call.locale)), ...studies].join("; ")}.`;
  const origins = assets.flatMap(({ prices }) => prices ?? []);
  const { line } = sourceLine(origins, call.now);
  return {
    title: `${title}, ${shown}`,
    blocks: [
      ...lines(summary(facts, drawn, call)),
      ...(chart ? [{ kind: "chart" as const, alt: `${shown}: ${alt}`, chart }] : []),
      ...lines(asides(facts, drawn, call)),
    ],
    ...(line === undefined ? {} : { footer: line }),
    buttons: buttons(facts),
    ...whichCoin(
      "chart",
      { range, kind: facts.kind, currency, ...studyInput(only?.studies ?? []) },
      assets.map(({ assetId }) => assetId),
      unclear,
    ),
  };
}

/** One price is no course. */
const hasCourse = ({ prices, candles }: AssetHistory): boolean =>
  prices !== undefined && (prices.toAt > prices.fromAt || candles !== undefined);

function pictureOf(facts: ChartFacts, drawn: readonly AssetHistory[], shown: string): Chart {
  const [first] = drawn;
  const origins = drawn.flatMap(({ prices }) => prices ?? []);
  const source = [...new Set(origins.map((each) => each.source))].join(", ");
  const asOf = Math.min(...origins.map((each) => each.asOf));
  const base = { source, asOf };
  if (facts.assets.length > 1 || !first) {
    const symbols = drawn.map(({ symbol }) => symbol).join(", ");
    // What has no data is named in the picture too, so its colours are those of the order asked.
    const series = facts.assets.map((each) => ({
      name: each.name,
      points: hasCourse(each) ? (each.rebased ?? []) : [],
    }));
    return { kind: "performance", title: symbols.length > 30 ? shown : `${symbols}, ${shown}`, series, ...base };
  }
  const name = first.name.length > LONGEST_NAME ? first.symbol : `${first.name} (${first.symbol})`;
  const head = { title: `${name}, ${shown}`, unit: facts.currency, ...base };
  const studies = studiesDrawn(first.studies ?? []);
  if (first.candles)
    return { kind: "candles", ...head, candles: first.candles, intervalMs: facts.intervalMs ?? 0, ...studies };
  return { kind: "price", ...head, ...studies, points: first.points ?? [], volumes: first.volume24h ?? [] };
}

function summary(
  { assets, currency, intervalMs = 0 }: ChartFacts,
  drawn: readonly AssetHistory[],
  call: Call,
): string[] {
  const { locale } = call;
  const [only] = drawn;
  if (assets.length > 1)
    return drawn.map(({ name, prices }) => `${name} ${percent(prices?.changeFraction ?? 0, locale)}`);
  if (!only?.prices) return [];
  const { lastPrice, changeFraction } = only.prices;
  const each = intervalMs > 0 ? ` · candles of ${duration(intervalMs)}` : "";
  const studies = studyWords(only.studies ?? [], currency, locale);
  return [
    `${money(lastPrice, currency, locale)} · ${percent(changeFraction, locale)}${each}`,
    ...(studies.length === 0 ? [] : [studies.join(" · ")]),
  ];
}

/** Sentences about what is not as it was asked for. */
function asides(facts: ChartFacts, drawn: readonly AssetHistory[], { locale }: Call): string[] {
  const { assets, range, limitedToDays, currency, rebasedAt } = facts;
  const source = assets.find(({ prices }) => prices)?.prices?.source;
  const missing = assets.filter((each) => !drawn.includes(each)).map((each) => absence(each, currency, locale));
  const young = drawn.flatMap((each) => youth(each, range, limitedToDays));
  const isLate = rebasedAt !== undefined && young.length > 0 && drawn.length > 1;
  return [
    ...assets.flatMap(({ note }) => note ?? []),
    ...[shortfall(range, limitedToDays, source) ?? []].flat(),
    ...(isLate ? [`Compared since ${utcMinute(rebasedAt)}, the first instant that all have a price.`] : young),
    ...missing,
    ...assets.flatMap((each) => studyAsides(each.studies ?? [])),
    ...(facts.studiesLeftOut ? ["Averages and strength are drawn for one coin alone."] : []),
    ...facts.notFound.map(({ why }) => why),
    ...facts.unclear.slice(1).map(({ why }) => why),
  ];
}

/** Each range, the shown one marked, and the other kind. They are stored, so they work after a restart too. */
function buttons({ assets, range, kind, currency }: ChartFacts): Button[] {
  const input = {
    assets: assets.map(({ assetId }) => `=${assetId}`),
    currency,
    ...studyInput(assets[0]?.studies ?? []),
  };
  const ranges = RANGES.map((each) => ({
    label: each === range ? `· ${each} ·` : each,
    command: "chart",
    input: { ...input, range: each, kind },
  }));
  const other = kind === "line" ? "candles" : "line";
  const toggle = {
    label: kind === "line" ? "Candles" : "Line",
    command: "chart",
    input: { ...input, range, kind: other },
  };
  return assets.length === 1 ? [...ranges, toggle] : ranges;
}

const lines = (said: readonly string[]): Block[] => (said.length === 0 ? [] : [text(said.join("\n"))]);
