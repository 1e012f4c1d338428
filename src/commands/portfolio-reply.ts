import { bold, type Block, type Button, code, fields, type Reply, rich, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { doubts, moneyWeightedWords, namesOf, rateWords, shareWords, signed, signedWith } from "./portfolio-words.ts";
import { cash, percent, share } from "../core/format.ts";
import type { PortfolioFacts } from "./portfolio-view.ts";
import { sourceLine } from "./source-line.ts";

/** Rows and names that a phone shows without scrolling. */
const ROWS = 6;
const LAYERS = 4;

/** How to begin, where nothing is there yet. */
export const EMPTY_PORTFOLIO: Reply = {
  title: "Your portfolio is empty",
  blocks: [
    rich(
      "Add what you have, one at a time:\n",
      code("/portfolio add buy 2.5 TAO at 310 usd on 2026-03-01"),
      "\n",
      code("/portfolio add swap 1 ETH to 900 NEAR on 2026-04-12"),
      "\n",
      code("/portfolio add income 0.02 TAO"),
    ),
    rich("Or all of it from an exchange's file: ", code("/portfolio import"), ". Only you see it, here and anywhere."),
  ],
  buttons: [{ label: "How to add", command: "help", input: { command: "portfolio add" }, answer: "new" }],
};

const PORTFOLIO_BUTTONS: readonly Button[] = [
  { label: "Holdings", command: "portfolio holdings", input: {} },
  { label: "History", command: "portfolio performance", input: {} },
  { label: "Allocation", command: "portfolio allocation", input: {} },
  { label: "Activities", command: "portfolio activities", input: {} },
  { label: "Add", command: "help", input: { command: "portfolio add" }, answer: "new" },
  { label: "Refresh", command: "portfolio", input: {} },
];

/** The card of a whole portfolio: the most asked first, and what is not known of it. */
export function portfolioReply({ currency, now: facts }: PortfolioFacts, { locale, now }: Call): Reply {
  if (!facts) return EMPTY_PORTFOLIO;
  const { value, gains, layers, returns, unknown } = facts;
  const amount = (figure: number): string => signed(figure, currency, locale);
  const isPriced = value.holdings.some(({ worth }) => worth !== undefined) || value.holdings.length === 0;
  const { line, markOf } = sourceLine(
    value.holdings.flatMap(({ worth }) => worth ?? []),
    now,
  );
  const named = [
    `realised ${amount(gains.realisedGain)}`,
    isPriced ? `unrealised ${amount(gains.unrealisedGain)}` : "unrealised not known",
    `income ${amount(gains.income)}`,
    ...(gains.separateFees === 0 ? [] : [`other fees ${amount(-gains.separateFees)}`]),
  ];
  const notes = [
    ...doubts({ ...value, unknown }, locale),
    ...(gains.costLeft === 0
      ? []
      : [
          `Left at cost, in no gain: ${cash(gains.costLeft, currency, locale)} (gifts, losses, coins paid as fees, transfers out).`,
        ]),
    ...(unknown.unvaluedEntries.length > 0 ? [`No price of that day: ${numbers(unknown.unvaluedEntries)}.`] : []),
  ];
  const blocks: Block[] = [
    fields({
      Value: isPriced ? cash(value.value, currency, locale) : "not known",
      "24 h":
        value.change24h === undefined
          ? undefined
          : signedWith(value.change24h, value.change24hFraction, currency, locale),
      [isPriced ? "Total gain" : "Gain"]: `${isPriced ? `${amount(gains.totalGain)}: ` : ""}${named.join(", ")}`,
      ...(returns && {
        [`Since ${returns.fromDay}`]: `time-weighted ${rateWords(returns.timeWeightedFraction, locale)}, money-weighted (XIRR) ${moneyWeightedWords(returns, locale)}, simple ${rateWords(returns.simpleFraction, locale)}`,
      }),
    }),
    ...(value.holdings.length === 0 ? [text("Nothing is held now.")] : [holdingsTable()]),
    ...layerLine(),
    ...dayLine(),
    ...(notes.length === 0 ? [] : [text(notes.join("\n"))]),
  ];
  return {
    title: "Your portfolio",
    blocks,
    ...(line === undefined ? {} : { footer: line }),
    buttons: PORTFOLIO_BUTTONS,
  };

  function holdingsTable(): Block {
    const rows = value.holdings.slice(0, ROWS).map((holding) => {
      const { worth, symbol } = holding;
      if (!worth) return [symbol, "no price", "", ""];
      const change = worth.change24hFraction === undefined ? "" : percent(worth.change24hFraction, locale);
      return [
        symbol,
        cash(worth.value, currency, locale) + markOf(worth),
        shareWords(worth.shareFraction, locale),
        change,
      ];
    });
    const columns = ["Coin", `Value, ${currency}`, "Share", "24 h"];
    return {
      kind: "table",
      columns: columns.map((label, index) => ({ label, align: index === 0 ? "left" : "right" })),
      rows,
    };
  }

  function layerLine(): Block[] {
    const rest = value.holdings.length - ROWS;
    const more = rest > 0 ? `${rest} more under Holdings. ` : "";
    if (layers.length === 0) return more === "" ? [] : [text(more.trim())];
    const shown = layers.slice(0, LAYERS).map(({ name, shareFraction }) => `${name} ${share(shareFraction, locale)}`);
    const others = layers.length > LAYERS ? `, ${layers.length - LAYERS} more` : "";
    return [rich(more, bold("By layer"), `: ${shown.join(", ")}${others}.`)];
  }

  function dayLine(): Block[] {
    const moved = value.holdings
      .flatMap(({ symbol, worth }) => (worth?.change24h ? [{ symbol, change: worth.change24h }] : []))
      .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
      .slice(0, 3);
    if (moved.length < 2) return [];
    return [
      rich(bold("The day's most"), `: ${moved.map(({ symbol, change }) => `${symbol} ${amount(change)}`).join(", ")}.`),
    ];
  }
}

const numbers = (all: readonly number[]): string => namesOf(all.map((number) => ({ symbol: `#${number}` })));
