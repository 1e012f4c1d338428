import { closesNeeded, gapsIn, tellableSpan } from "../portfolio/closes-needed.ts";
import type { Call } from "../core/call.ts";
import { type CloseParts, readCloses } from "./portfolio-history-closes.ts";
import { DAY_MS, dayOf } from "../portfolio/day-track.ts";
import { defineCommand } from "../core/command.ts";
import type { FlowDay } from "../portfolio/holding-flows.ts";
import {
  gainFigures,
  type GainFigures,
  layerNames,
  layerShares,
  returnFigures,
  type ReturnFigures,
  type ShareFigures,
  unknownFigures,
  type UnknownFigures,
} from "./portfolio-facts.ts";
import { heldIn, quotesNow, standingAt, valueFigures, type ValueFigures, type ValueParts } from "./portfolio-value.ts";
import type { Ledger } from "../portfolio/ledger.ts";
import type { Money } from "../portfolio/amount.ts";
import type { OpenPortfolio, PortfolioBook } from "./portfolio-book.ts";
import { flowsOf, performanceOfFlows } from "../portfolio/performance.ts";
import { portfolioReply } from "./portfolio-reply.ts";
import type { Quote } from "../market/quote.ts";
import type { SectorMap } from "../sector/map.ts";
import { spanOf } from "../portfolio/periods.ts";
import { z } from "zod";

export interface PortfolioViewParts extends CloseParts, ValueParts {
  readonly portfolio: Pick<PortfolioBook, "open">;
  readonly sector: { readonly map: Pick<SectorMap, "projectOf" | "layer"> };
}

/** A portfolio at a glance. */
export interface PortfolioFacts {
  readonly currency: string;
  readonly entryCount: number;
  /** Absent where there is no entry yet. */
  readonly now?: {
    readonly value: ValueFigures;
    readonly gains: GainFigures;
    /** By layer of the sector, the most first. */
    readonly layers: readonly ShareFigures[];
    /** Over the last year, or since the first entry; absent where the closes that are kept do not tell it. */
    readonly returns?: ReturnFigures;
    readonly unknown: UnknownFigures;
  };
}

/** `/portfolio`: what the caller's portfolio is worth and has done; for the caller alone. */
export function portfolio(parts: PortfolioViewParts) {
  const returnsOf = createReturns(parts);
  return defineCommand({
    name: "portfolio",
    aliases: ["pf"],
    summary: "What your portfolio is worth, what it gained, and what is in it.",
    examples: ["portfolio"],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat", "agent"],

    async run(_input, call: Call): Promise<PortfolioFacts> {
      const open = await parts.portfolio.open(call);
      const { currency } = open.settings;
      const entryCount = open.entries.length;
      if (entryCount === 0) return { currency, entryCount };
      const { quotes, ...asked } = await quotesNow(heldIn(open.ledger), currency, parts, "person");
      const facts = portfolioFacts(open, quotes, parts);
      const returns = await returnsOf(open, quotes, call.now);
      const value = { ...facts.value, ...asked };
      return { currency, entryCount, now: { ...facts, value, ...(returns && { returns }) } };
    },

    show: portfolioReply,
  });
}

/** What follows from the entries and the prices of now. Pure. */
function portfolioFacts(
  open: OpenPortfolio,
  quotes: ReadonlyMap<string, Quote>,
  { assets, sector }: Pick<PortfolioViewParts, "assets" | "sector">,
): NonNullable<PortfolioFacts["now"]> {
  const { currency } = open.settings;
  const value = valueFigures(standingAt(open.ledger, quotes), quotes, { currency, assets });
  return {
    value,
    gains: gainFigures(open, value.unrealisedGain),
    layers: layerShares(value, layerNames(sector.map)),
    unknown: unknownFigures(open, assets),
  };
}

/** The days of a portfolio that are over, as far as a year. */
interface Past {
  readonly today: number;
  readonly fromDay: number;
  readonly startValue: Money;
  readonly days: readonly FlowDay[];
}

/**
 * The returns of the last year from closes that are kept: nobody is asked, so that the card is there at once. Days that are
 * over are gone through once for each state of a portfolio; today's prices are put behind them.
 */
function createReturns(parts: CloseParts) {
  const pasts = new WeakMap<Ledger, Past>();

  async function pastOf({ entries, ledger, settings }: OpenPortfolio, today: number): Promise<Past | undefined> {
    const known = pasts.get(ledger);
    if (known?.today === today) return known;
    const firstDay = dayOf(entries[0]?.at ?? 0);
    const asked = { ...spanOf("1Y", today, firstDay), toDay: today - 1 };
    if (asked.fromDay > asked.toDay) return { today, fromDay: today, startValue: 0n, days: [] };
    const needs = closesNeeded(ledger, asked);
    const { closes, daysWithoutRate } = await readCloses(
      { needs, currency: settings.currency, quotes: new Map(), askAtMost: 0, now: today * DAY_MS },
      parts,
    );
    const span = tellableSpan(needs, closes, asked);
    const { whole, leftOut } = flowsOf(ledger, closes, span);
    // Too little is kept of some: whatever is told without them is not told of the portfolio.
    if (leftOut.length > 0 || gapsIn(closesNeeded(ledger, span), closes, today).length > 0) return undefined;
    const past = { today, fromDay: span.fromDay, ...whole };
    if (daysWithoutRate === 0) pasts.set(ledger, past);
    return past;
  }

  return async (
    open: OpenPortfolio,
    quotes: ReadonlyMap<string, Quote>,
    now: number,
  ): Promise<ReturnFigures | undefined> => {
    const today = dayOf(now);
    const past = await pastOf(open, today);
    if (!past) return undefined;
    const { currency } = open.settings;
    const day = { fromDay: today, toDay: today };
    const needs = closesNeeded(open.ledger, day).map((need) => ({
      ...need,
      fromDay: Math.max(need.fromDay, today - 1),
    }));
    const { closes } = await readCloses({ needs, currency, quotes, askAtMost: 0, now }, parts);
    const { whole, leftOut } = flowsOf(open.ledger, closes, day);
    if (
      leftOut.length > 0 ||
      gapsIn(
        needs.map((need) => ({ ...need, fromDay: need.toDay })),
        closes,
        today,
      ).length > 0
    )
      return undefined;
    const span = { fromDay: past.fromDay, toDay: today };
    return returnFigures(performanceOfFlows({ ...past, days: [...past.days, ...whole.days] }, span), span);
  };
}
