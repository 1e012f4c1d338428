import { type Block, type Choices, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { changeOver } from "./layer-medians.ts";
import { indexLine } from "./index-facts.ts";
import { ordinal, points, TOO_FEW, windowButtons } from "./layer-words.ts";
import { compactMoney, money, percent, share } from "../core/format.ts";
import type { LayerFacts, MemberFacts } from "./layer-facts.ts";
import { sourceLine } from "./source-line.ts";
import { WINDOW_WORDS } from "./layer-window.ts";

const NONE = "–";
const COLUMN = { "24h": "24 h", "7d": "7 d", "30d": "30 d" } as const;
/** Above this part of a layer's cap its largest is named: the layer's level is then mostly that one's. */
const CONCENTRATED = 0.5;
/** What a select holds on every platform. */
const OPTIONS = 25;

/** The layer's own figures, its members in a table, and what is not counted and why. */
export function layerReply(facts: LayerFacts, { locale, now }: Call): Reply {
  const { name, window, what, members, index, layerId } = facts;
  const { line } = sourceLine(members.some(({ price }) => price !== undefined) ? [facts] : [], now);
  const notes = [...besides(facts, locale), ...(index ? [indexLine(name, index, locale)] : [])];
  return {
    title: `${name}, ${WINDOW_WORDS[window]}`,
    blocks: [
      text([what, ...head(facts, locale)].join("\n")),
      ...(members.length === 0 ? [] : [table(facts, locale)]),
      ...(notes.length === 0 ? [] : [text(notes.join("\n"))]),
    ],
    ...(line === undefined ? {} : { footer: line }),
    buttons: [
      ...windowButtons("layer", window, (over) => ({ layer: [layerId], over })),
      { label: "Stack", command: "stack", input: { over: window }, answer: "new" },
    ],
    ...choices(facts),
  };
}

function head({ figures, window, members }: LayerFacts, locale: string): string[] {
  if (!figures) return members.length === 0 ? ["No member has a token."] : [`No figures of the layer: ${TOO_FEW}.`];
  const { median, risingCount = 0, countedCount = 0, largest, capUsd } = figures;
  const middle = changeOver(median, window);
  const against = [
    ["BTC", figures.vsBitcoinPercentagePoints],
    ["ETH", figures.vsEthereumPercentagePoints],
    ["sector", figures.vsSectorPercentagePoints],
  ] as const;
  const apart = against.flatMap(([name, each]) => (each === undefined ? [] : [`${name} ${points(each, locale)}`]));
  return [
    middle === undefined
      ? `No median over ${WINDOW_WORDS[window]}: too few tokens have a change.`
      : `Median ${percent(middle, locale)}, ${risingCount} of ${countedCount} up.${placeText(figures.rank)}`,
    ...(apart.length === 0 ? [] : [`Against ${apart.join(", ")}.`]),
    ...(capUsd === undefined
      ? []
      : [
          largest && largest.shareOfCapFraction > CONCENTRATED
            ? `Cap ${compactMoney(capUsd, "USD", locale)}, concentrated: ${share(largest.shareOfCapFraction, locale)} is ${largest.name}.`
            : `Cap ${compactMoney(capUsd, "USD", locale)}.`,
        ]),
  ];
}

function placeText(rank: NonNullable<LayerFacts["figures"]>["rank"]): string {
  if (!rank) return "";
  const { now, of, before, beforeOnDay } = rank;
  const place = ` ${ordinal(now)} of ${of} layers`;
  if (before === undefined || beforeOnDay === undefined) return `${place}.`;
  if (before === now) return `${place}, as on ${beforeOnDay}.`;
  return `${place}, moved ${now < before ? "up" : "down"} from ${ordinal(before)} on ${beforeOnDay}.`;
}

const table = ({ members, window }: LayerFacts, locale: string): Block => ({
  kind: "table",
  columns: [
    { label: "Name", align: "left" },
    { label: "Price", align: "right" },
    { label: COLUMN[window], align: "right" },
    { label: "Share", align: "right" },
  ],
  rows: members.map(({ name, price, changeFraction: change, shareFraction }) => [
    name,
    price === undefined ? NONE : money(price, "USD", locale),
    change === undefined ? NONE : percent(change, locale, Math.abs(change) >= 1 ? 0 : 1),
    shareFraction === undefined ? NONE : part(shareFraction, locale),
  ]),
});

/** "12%"; a part too small for that is not shown as none. */
const part = (fraction: number, locale: string): string =>
  fraction < 0.01 ? `<${share(0.01, locale)}` : share(Math.round(fraction * 100) / 100, locale);

/** What is to know beside the table, a line each. */
function besides(facts: LayerFacts, locale: string): string[] {
  const { members, withoutToken, benchmarks, floorVolume24hUsd } = facts;
  const names = (why: MemberFacts["leftOut"]): string =>
    members.flatMap(({ name, leftOut }) => (leftOut === why ? [name] : [])).join(", ");
  const inParents = members.flatMap(({ symbol, inParent }) =>
    inParent
      ? [
          inParent.changeFraction === undefined
            ? `${symbol} in ${inParent.symbol}`
            : `${symbol} in ${inParent.symbol} ${percent(inParent.changeFraction, locale, 1)}`,
        ]
      : [],
  );
  const lines = [
    [inParents.join(", "), "Priced inside another's economy, not added to the cap"],
    [
      names("below the volume floor"),
      `Not counted, under ${compactMoney(floorVolume24hUsd, "USD", locale)} 24 h volume`,
    ],
    [names("no figures"), "Not counted, nobody quotes it today"],
    [benchmarks.join(", "), "Benchmarks, not counted"],
    [withoutToken.map(({ name }) => name).join(", "), "Without a token"],
  ] as const;
  return lines.flatMap(([said, label]) => (said === "" ? [] : [`${label}: ${said}.`]));
}

function choices({ members, withoutToken }: LayerFacts): { readonly choices?: Choices } {
  const projects = [...members, ...withoutToken].slice(0, OPTIONS);
  if (projects.length === 0) return {};
  return {
    choices: {
      prompt: "Look at a project",
      options: projects.map(({ projectId, name }) => ({
        label: name,
        command: "project",
        input: { name: `=${projectId}` },
        answer: "new",
      })),
    },
  };
}
