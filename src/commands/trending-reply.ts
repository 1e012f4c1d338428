import { type CommandButton, type Reply, type TableBlock, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { money, percent } from "../core/format.ts";
import { type Origin, sourceLine } from "./source-line.ts";

/** What people search for. Prices are in US dollars; what is not known is absent. */
export interface TrendingFacts extends Origin {
  readonly currency: "USD";
  /** The most searched for first. */
  readonly coins: readonly TrendingFigures[];
  /** Whether all coins are shown rather than the first five. */
  readonly isWhole: boolean;
}

interface TrendingFigures {
  readonly position: number;
  readonly assetId: string;
  readonly symbol: string;
  readonly name: string;
  /** Whether our own list counts it to the crypto-AI sector. */
  readonly isAi: boolean;
  readonly price?: number;
  readonly change24hFraction?: number;
  readonly marketCapRank?: number;
}

/** What a phone shows at a glance, with title, head and source. */
const FIRST = 5;

/** A table of the first coins, or of all. */
export function trendingReply(facts: TrendingFacts, { locale, now }: Call): Reply {
  const { coins, isWhole } = facts;
  const shown = coins.slice(0, isWhole ? coins.length : FIRST);
  const { line = "" } = sourceLine([facts], now);
  const isMarked = shown.some(({ isAi }) => isAi);
  return {
    title: "Searched for on CoinGecko",
    blocks: [shown.length === 0 ? text("It names no coin right now.") : table(shown, locale)],
    footer: isMarked ? `${line} · AI: our list` : line,
    buttons: [{ label: "Refresh", command: "trending", input: { all: isWhole } }, ...sizeButton(facts)],
  };
}

/** The mark has a column of its own, away from the name: there a coin could give it to itself. */
const table = (coins: readonly TrendingFigures[], locale: string): TableBlock => ({
  kind: "table",
  columns: [
    { label: "Name", align: "left" },
    { label: "Price", align: "right" },
    { label: "24 h", align: "right" },
    { label: "AI", align: "left" },
  ],
  rows: coins.map(({ name, isAi, price, change24hFraction }) => [
    name,
    price === undefined ? "no price" : money(price, "USD", locale),
    change24hFraction === undefined ? "" : percent(change24hFraction, locale),
    isAi ? "AI" : "",
  ]),
});

const sizeButton = ({ coins, isWhole }: TrendingFacts): readonly CommandButton[] =>
  coins.length <= FIRST
    ? []
    : [{ label: isWhole ? "Fewer" : `All ${coins.length}`, command: "trending", input: { all: !isWhole } }];
