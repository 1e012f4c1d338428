import { type Block, type Button, type Chart, code, type Reply, rich, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import { compactMoney, duration, money, percent } from "../core/format.ts";
import { DAYS, RANGES } from "./chart-input.ts";
import { studiesDrawn, studyAsides, studyInput, studyWords } from "./chart-studies.ts";
import type { PoolChartFacts } from "./chart-pool.ts";
import { rangeName } from "./chart-words.ts";
import { sourceLine } from "./source-line.ts";
import { tokenReference } from "./token-facts.ts";

/** Beyond it a title has no room for how far back it goes. */
const LONGEST_PAIR = 22;
/** Beyond it a picture's last line has no room for what time its axis is in. */
const LONGEST_SOURCE = 32;
const DAY = 86_400_000;

/** The deepest pool of a token as a picture, with what it shows in words, and buttons for other ranges. */
export function poolChartReply(facts: PoolChartFacts, call: Call): Reply {
  const { nameGivenByMaker: name, symbolGivenByMaker: symbol, range, prices, pool, chainName, contract } = facts;
  const { line } = sourceLine(prices === undefined ? [] : [prices], call.now);
  const chart = pictureOf(facts);
  return {
    title: `${name} (${symbol}), ${rangeName(range, undefined)}`,
    blocks: [
      ...summary(facts, call),
      ...(chart && prices ? [{ kind: "chart" as const, alt: alt(facts, prices, call.locale), chart }] : []),
      rich(
        `Pool ${pool.pair} on ${pool.dex}, ${chainName} · `,
        code(contract),
        "\nName as given by whoever made the contract.",
      ),
      ...asides(facts, call.locale).map((each) => text(each)),
    ],
    ...(line === undefined ? {} : { footer: line }),
    buttons: buttons(facts),
  };
}

type Prices = NonNullable<PoolChartFacts["prices"]>;

function summary({ prices, intervalMs = 0, kind, studies = [] }: PoolChartFacts, { locale }: Call): Block[] {
  if (!prices) return [];
  const said = studyWords(studies, "USD", locale);
  const each = `${kind === "candles" ? "candles of" : "every"} ${duration(intervalMs)}`;
  const price = `${money(prices.lastPrice, "USD", locale)} · ${percent(prices.changeFraction, locale)} · ${each}`;
  return [text([price, ...(said.length === 0 ? [] : [said.join(" · ")])].join("\n"))];
}

function alt({ range, pool, studies = [] }: PoolChartFacts, prices: Prices, locale: string): string {
  const [first, last, low, high] = [prices.firstPrice, prices.lastPrice, prices.lowPrice, prices.highPrice].map(
    (each) => money(each, "USD", locale),
  );
  const change = percent(prices.changeFraction, locale);
  const course = `from ${first} to ${last} (${change}), lowest ${low}, highest ${high}`;
  const said = [course, ...studyWords(studies, "USD", locale)].join("; ");
  return `${rangeName(range, undefined)} of the pool ${pool.pair}: ${said}.`;
}

function pictureOf(facts: PoolChartFacts): Chart | undefined {
  const { symbolGivenByMaker: symbol, range, prices, pool, intervalMs = 0 } = facts;
  if (!prices || (prices.toAt <= prices.fromAt && !facts.candles)) return undefined;
  const head = {
    title: `${pool.pair.length > LONGEST_PAIR ? symbol : pool.pair}, ${rangeName(range, undefined)}`,
    unit: "USD",
    source: cleanLine(`${prices.source}, ${pool.dex}`, LONGEST_SOURCE),
    asOf: prices.asOf,
    ...studiesDrawn(facts.studies ?? []),
  };
  return facts.candles
    ? {
        kind: "candles",
        ...head,
        candles: facts.candles,
        intervalMs,
        ...(facts.volumes ? { volumes: facts.volumes } : {}),
      }
    : { kind: "price", ...head, points: facts.points ?? [], volumes: facts.volume24h ?? [] };
}

/** Sentences about what is not as one would think. */
function asides(facts: PoolChartFacts, locale: string): readonly string[] {
  const { prices, pool, range, emptyIntervalsCount: empty = 0, intervalsCount = 0, liquidityFloorUsd } = facts;
  const depth =
    pool.liquidityUsd === undefined
      ? "unknown liquidity"
      : `${compactMoney(pool.liquidityUsd, "USD", locale)} of liquidity`;
  const thin = pool.isThin
    ? [
        `Thin: the pool has ${depth}, less than ${compactMoney(liquidityFloorUsd, "USD", locale)}. Its prices are not ones that one can trade at.`,
      ]
    : [];
  const { currencyNotSaid } = facts;
  const money = currencyNotSaid === undefined ? [] : [`Pools are priced in US dollars, not in ${currencyNotSaid}.`];
  if (!prices) return [...thin, "Nobody has prices of this pool over time."];
  const days = DAYS[range];
  const had = (prices.toAt - prices.fromAt) / DAY;
  const isShort = days !== "max" && had < days * 0.9 - 0.5;
  return [
    ...thin,
    ...money,
    ...(empty > 0 ? [`In ${empty} of ${intervalsCount} intervals nobody traded; those are gaps.`] : []),
    ...(isShort ? [`The source has prices of this pool for ${duration(prices.toAt - prices.fromAt)} only.`] : []),
    ...studyAsides(facts.studies ?? []),
  ];
}

/** Each range, the shown one marked, the other kind, and the card. */
function buttons(facts: PoolChartFacts): readonly Button[] {
  const { range, kind, chainId, pool, isPoolAsked } = facts;
  const reference = tokenReference(facts);
  const input = {
    assets: [isPoolAsked ? tokenReference({ chainId, contract: pool.address }) : reference],
    ...studyInput(facts.studies ?? []),
  };
  const other = kind === "line" ? "candles" : "line";
  return [
    ...RANGES.map((each) => ({
      label: each === range ? `· ${each} ·` : each,
      command: "chart",
      input: { ...input, range: each, kind },
    })),
    { label: kind === "line" ? "Candles" : "Line", command: "chart", input: { ...input, range, kind: other } },
    { label: "Token", command: "token", input: { token: reference }, answer: "new" as const },
  ];
}
