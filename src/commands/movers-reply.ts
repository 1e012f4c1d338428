import { type Block, type Button, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { compactMoney, money, percent } from "../core/format.ts";
import type { MoversFacts } from "./movers-facts.ts";
import { sourceLine } from "./source-line.ts";
import { WHOLE_MARKET } from "../market/universe.ts";

const PERIOD = { "24h": "24 h", "7d": "7 days" } as const;
const AI = "AI";
const WHOLE = `top ${WHOLE_MARKET}`;

/** What rose and what fell in one table, how the rest did, what was left out, and a picture. */
export function moversReply(facts: MoversFacts, { locale, now }: Call): Reply {
  const { up, down, rankedCount } = facts;
  const { line } = sourceLine([facts], now);
  const moved = [...up, ...down];
  return {
    title: `${titleOf(facts)}, ${PERIOD[facts.period]}`,
    blocks: [
      ...(moved.length === 0 ? [] : [table(facts, locale)]),
      text([breadth(facts, locale), leftOut(facts, locale)].join("\n")),
      ...(moved.length === 0 || rankedCount < 2 ? [] : [bars(facts, locale)]),
    ],
    ...(line === undefined ? {} : { footer: line }),
    buttons: buttons(facts),
  };
}

const titleOf = ({ universe, kind }: MoversFacts): string =>
  kind === "market" ? `Movers of the ${universe}` : `Movers: ${universe}`;

const table = ({ up, down, period }: MoversFacts, locale: string): Block => ({
  kind: "table",
  columns: [
    { label: "Name", align: "left" },
    { label: "Price", align: "right" },
    { label: period === "24h" ? "24 h" : "7 d", align: "right" },
  ],
  // Best to worst, so that the signs turn once.
  rows: [...up, ...down.toReversed()].map(({ name, price, changeFraction }) => [
    name,
    money(price, "USD", locale),
    percent(changeFraction, locale),
  ]),
});

function breadth(
  { rankedCount, risingCount, fallingCount, medianChangeFraction: median }: MoversFacts,
  locale: string,
): string {
  if (rankedCount === 0) return "None of these coins has a change to be ranked by right now.";
  const middle = median === undefined ? "" : `, median ${percent(median, locale)}`;
  return `${risingCount} up, ${fallingCount} down of ${rankedCount}${middle}.`;
}

function leftOut(facts: MoversFacts, locale: string): string {
  const floor = compactMoney(facts.floorVolume24hUsd, "USD", locale);
  const each = [
    [facts.belowFloorCount, `under the floor of ${floor} 24 h volume`],
    [facts.stableOrWrappedCount, "stable or wrapped"],
    [facts.withoutFigureCount, "without a figure"],
  ] as const;
  const out = each.flatMap(([count, why]) => (count === 0 ? [] : [`${count} ${why}`])).join(", ");
  const rule = facts.belowFloorCount > 0 ? "" : ` Floor: ${floor} 24 h volume.`;
  return `Looked at ${facts.lookedAtCount}; left out: ${out === "" ? "none" : out}.${rule}`;
}

function bars(facts: MoversFacts, locale: string): Block {
  const { up, down, source, asOf } = facts;
  const title = `${titleOf(facts)}, ${PERIOD[facts.period]}`;
  const shown = [...up, ...down.toReversed()];
  const said = shown.map(({ symbol, changeFraction }) => `${symbol} ${percent(changeFraction, locale)}`);
  return {
    kind: "chart",
    alt: `${title}: ${said.join(", ")}.`,
    chart: {
      kind: "bars",
      title,
      unit: "%",
      bars: shown.map(({ symbol, name, changeFraction }) => ({ name: symbol || name, value: changeFraction })),
      source,
      asOf,
    },
  };
}

/** The other period, the other market; what is shown now is marked, and pressing it asks again. */
function buttons({ universe, kind, period }: MoversFacts): Button[] {
  const button = (label: string, isShown: boolean, input: { of: string; over: MoversFacts["period"] }): Button => ({
    label: isShown ? `· ${label} ·` : label,
    command: "movers",
    input: { of: [input.of], over: input.over },
  });
  return [
    button("24 h", period === "24h", { of: universe, over: "24h" }),
    button("7 d", period === "7d", { of: universe, over: "7d" }),
    button(AI, universe === AI, { of: AI, over: period }),
    button("Whole market", kind === "market", { of: kind === "market" ? universe : WHOLE, over: period }),
    ...(kind === "list" && universe !== AI ? [button(universe, true, { of: universe, over: period })] : []),
  ];
}
