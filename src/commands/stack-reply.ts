import { type Block, type Choices, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { changeOver, type Medians } from "./layer-medians.ts";
import { indexLine } from "./index-facts.ts";
import { TOO_FEW, windowButtons, withoutSign } from "./layer-words.ts";
import { compact, compactMoney, percent } from "../core/format.ts";
import { sourceLine } from "./source-line.ts";
import type { StackFacts, StackLayer } from "./stack-facts.ts";
import { WINDOW_WORDS } from "./layer-window.ts";

/** What a column has for what nobody knows. */
const NONE = "–";

/** The sector in a line against bitcoin and ether, all layers in one table, and a picture. */
export function stackReply(facts: StackFacts, { locale, now }: Call): Reply {
  const { window, layers, sectorIndex } = facts;
  const { line } = sourceLine([facts], now);
  const picture = treemap(facts, locale);
  return {
    title: `Crypto-AI stack, ${WINDOW_WORDS[window]}`,
    blocks: [
      text(sectorLine(facts, locale)),
      table(facts, locale),
      text(
        [
          ...(layers.every(isRanked) ? [] : [`${NONE}: ${TOO_FEW}.`]),
          `Medians of tokens with at least ${compactMoney(facts.floorVolume24hUsd, "USD", locale)} 24 h volume, bottom of the stack first.`,
          ...(sectorIndex ? [indexLine("Sector", sectorIndex, locale)] : []),
        ].join("\n"),
      ),
      ...(picture ? [picture] : []),
    ],
    ...(line === undefined ? {} : { footer: line }),
    buttons: [
      ...windowButtons("stack", window, (over) => ({ over })),
      { label: "Rotation", command: "rotation", input: {}, answer: "new" },
    ],
    choices: choices(facts, locale),
  };
}

function sectorLine({ sector, bitcoin, ethereum, window }: StackFacts, locale: string): string {
  const median = changeOver(sector, window);
  const others = [
    ["BTC", bitcoin],
    ["ETH", ethereum],
  ] as const;
  const said = others.flatMap(([name, changes]) => {
    const change = changes && changeOver(changes, window);
    return change === undefined ? [] : [`${name} ${percent(change, locale)}`];
  });
  const own =
    median === undefined
      ? "Sector: too few tokens have a change"
      : `Sector median ${percent(median, locale)}, ${sector.risingCount ?? 0} of ${sector.countedCount ?? 0} up`;
  return `${[own, ...said].join(" · ")}.`;
}

const table = ({ layers }: StackFacts, locale: string): Block => ({
  kind: "table",
  columns: [
    { label: "Layer", align: "left" },
    { label: "24h%", align: "right" },
    { label: "7d%", align: "right" },
    { label: "30d%", align: "right" },
    { label: "Up%", align: "right" },
    { label: "Cap $", align: "right" },
  ],
  rows: layers.map((layer) => [layer.name, ...cells(layer, locale)]),
});

function cells({ capUsd, risingCount, countedCount, ...changes }: StackLayer, locale: string): readonly string[] {
  const rising =
    risingCount === undefined || countedCount === undefined
      ? NONE
      : withoutSign(percent(risingCount / countedCount, locale, 0)).replace(/^\+/, "");
  return [
    ...(["24h", "7d", "30d"] as const).map((window) => short(changeOver(changes, window), locale)),
    rising,
    capUsd === undefined ? NONE : compact(capUsd, locale),
  ];
}

/** Six columns have room for three digits. */
function short(change: number | undefined, locale: string): string {
  if (change === undefined) return NONE;
  return withoutSign(percent(change, locale, Math.abs(change) < 0.0995 ? 1 : 0));
}

const isRanked = ({ change24h, change7d, change30d }: Medians): boolean =>
  change24h !== undefined || change7d !== undefined || change30d !== undefined;

/** A picture of the layers, undefined of fewer than two. By the square root of the cap: one large layer would leave no room for the names of the others. */
export function treemap(
  facts: Pick<StackFacts, "layers" | "window" | "sector" | "source" | "asOf">,
  locale: string,
): Block | undefined {
  const { layers, window, sector, source, asOf } = facts;
  const sized = layers.flatMap(({ name, capUsd, ...changes }) =>
    capUsd === undefined ? [] : [{ name, capUsd, change: changeOver(changes, window) }],
  );
  if (sized.length < 2) return undefined;
  const title = `Crypto-AI stack, ${WINDOW_WORDS[window]}`;
  const said = sized.map(({ name, capUsd, change }) =>
    [name, ...(change === undefined ? [] : [percent(change, locale)]), compactMoney(capUsd, "USD", locale)].join(" "),
  );
  const change = changeOver(sector, window);
  return {
    kind: "chart",
    alt: `${title}: ${said.join(", ")}.`,
    chart: {
      kind: "treemap",
      title,
      sizeUnit: "square root of cap",
      changeUnit: `median, ${WINDOW_WORDS[window]}`,
      groups: [
        {
          name: "Sector",
          ...(change === undefined ? {} : { change }),
          items: sized.map(({ name, capUsd, change: own }) => ({
            name,
            size: Math.sqrt(capUsd),
            ...(own === undefined ? {} : { change: own }),
          })),
        },
      ],
      source,
      asOf,
    },
  };
}

const choices = ({ layers, window }: StackFacts, locale: string): Choices => ({
  prompt: "Look into a layer",
  options: layers.map(({ name, topContributor: top, topContributed24hUsd: byUsd }) => ({
    label: name,
    command: "layer",
    input: { layer: [name], over: window },
    answer: "new",
    ...(top === undefined || byUsd === undefined
      ? {}
      : {
          description: `${top} moved it most: ${byUsd > 0 ? "+" : ""}${compactMoney(byUsd, "USD", locale)} in 24 h`,
        }),
  })),
});
