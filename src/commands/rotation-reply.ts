import { type Block, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { ordinal, points, TOO_FEW, windowButtons } from "./layer-words.ts";
import { percent } from "../core/format.ts";
import type { RotationFacts } from "./rotation-facts.ts";
import { sourceLine } from "./source-line.ts";
import { ROTATIONS, WINDOW_WORDS } from "./layer-window.ts";

const COLUMN = { "7d": "7 d", "30d": "30 d" } as const;

/** How many moves of each direction are put into words, the longest first; the table has them all. */
const SAID = 3;

/** Who moved in the order, the order in a table, and the medians as bars. A change of rank is no flow of money, and is not called one. */
export function rotationReply(facts: RotationFacts, { locale, now }: Call): Reply {
  const { window, layers, unranked } = facts;
  const { line } = sourceLine([facts], now);
  return {
    title: `Rotation of the layers, ${WINDOW_WORDS[window]}`,
    blocks: [
      text([...moved(facts), ...(unranked.length === 0 ? [] : [`${unranked.join(", ")}: ${TOO_FEW}.`])].join("\n")),
      ...(layers.length === 0 ? [] : [table(facts, locale)]),
      ...(layers.length < 2 ? [] : [bars(facts, locale)]),
    ],
    ...(line === undefined ? {} : { footer: line }),
    buttons: [
      ...windowButtons("rotation", window, (over) => ({ over }), ROTATIONS),
      { label: "Stack", command: "stack", input: { over: window }, answer: "new" },
    ],
  };
}

function moved({ layers, beforeOnDay, keptSinceDay, window }: RotationFacts): string[] {
  if (layers.length === 0) return ["No layer has enough priced tokens to be ranked now."];
  if (beforeOnDay === undefined) {
    const since = keptSinceDay === undefined ? "none are kept" : `figures are kept since ${keptSinceDay}`;
    return [`No ranks of ${WINDOW_WORDS[window]} before to compare with: ${since}. These are the ranks of now.`];
  }
  const steps = layers.flatMap((each) =>
    each.rankBefore === undefined || each.rankBefore === each.rankNow
      ? []
      : [{ ...each, rankBefore: each.rankBefore, by: each.rankBefore - each.rankNow }],
  );
  const said = (direction: "up" | "down"): string[] =>
    steps
      .filter(({ by }) => (direction === "up" ? by > 0 : by < 0))
      .toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by) || a.rankNow - b.rankNow)
      .slice(0, SAID)
      .map(
        ({ name, rankBefore, rankNow }) =>
          `${name} moved ${direction} from ${ordinal(rankBefore)} to ${ordinal(rankNow)}.`,
      );
  return steps.length === 0 ? [`The order is that of ${beforeOnDay}.`] : [...said("up"), ...said("down")];
}

const table = ({ layers, window, beforeOnDay }: RotationFacts, locale: string): Block => ({
  kind: "table",
  columns: [
    { label: "Layer", align: "left" },
    { label: "Rank", align: "right" },
    ...(beforeOnDay === undefined ? [] : [{ label: beforeOnDay.slice(5), align: "right" as const }]),
    { label: COLUMN[window], align: "right" },
  ],
  rows: layers.map(({ name, rankNow, rankBefore, medianChangeFraction }) => [
    name,
    String(rankNow),
    ...(beforeOnDay === undefined ? [] : [rankBefore === undefined ? "–" : String(rankBefore)]),
    percent(medianChangeFraction, locale, 1),
  ]),
});

function bars({ layers, window, source, asOf }: RotationFacts, locale: string): Block {
  const title = `Layers against the sector's median, ${WINDOW_WORDS[window]}`;
  const shown = layers.flatMap(({ name, vsSectorPercentagePoints: apart }) =>
    apart === undefined ? [] : [{ name, apart }],
  );
  return {
    kind: "chart",
    alt: `${title}: ${shown.map(({ name, apart }) => `${name} ${points(apart, locale)}`).join(", ")}.`,
    chart: {
      kind: "bars",
      title,
      unit: "%",
      bars: shown.map(({ name, apart }) => ({ name, value: apart / 100 })),
      source,
      asOf,
    },
  };
}
