import { fields, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { defineCommand } from "../core/command.ts";
import { doubts } from "./portfolio-words.ts";
import { EMPTY_PORTFOLIO } from "./portfolio-reply.ts";
import { layerNames, layerShares, type ShareFigures } from "./portfolio-facts.ts";
import { heldIn, type HoldingFigures, quotesNow, standingAt, valueFigures } from "./portfolio-value.ts";
import { cash, share } from "../core/format.ts";
import type { PortfolioViewParts } from "./portfolio-view.ts";
import { sourceLine } from "./source-line.ts";
import { z } from "zod";

/** What a portfolio is made of. */
interface AllocationFacts {
  readonly currency: string;
  readonly entryCount: number;
  readonly value: number;
  readonly by: "coin" | "layer";
  readonly holdings: readonly HoldingFigures[];
  readonly layers: readonly ShareFigures[];
  /** Sum of the squared shares of coins: 1 is all in one. */
  readonly concentration?: number;
  readonly unansweredBy?: string;
}

const SHOWN = 8;

/** `/portfolio allocation`: by coin or by layer, as a ring; for the caller alone. */
export const portfolioAllocation = (parts: Pick<PortfolioViewParts, "portfolio" | "assets" | "quotes" | "sector">) =>
  defineCommand({
    name: "portfolio allocation",
    summary: "What your portfolio is made of, by coin or by layer of the sector.",
    examples: ["portfolio allocation", "portfolio allocation layer"],
    input: z.object({
      by: z.enum(["coin", "layer"]).default("coin").describe("Parts by coin or by layer of the sector"),
    }),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat", "agent"],

    async run({ by }, call): Promise<AllocationFacts> {
      const { settings, entries, ledger } = await parts.portfolio.open(call);
      const { currency } = settings;
      const { quotes, ...asked } = await quotesNow(heldIn(ledger), currency, parts, "person");
      const figures = valueFigures(standingAt(ledger, quotes), quotes, { currency, assets: parts.assets });
      const shares = figures.holdings.flatMap(({ worth }) => worth?.shareFraction ?? []);
      return {
        currency,
        entryCount: entries.length,
        value: figures.value,
        by,
        holdings: figures.holdings,
        layers: layerShares(figures, layerNames(parts.sector.map)),
        ...(shares.length > 0 && { concentration: shares.reduce((sum, each) => sum + each * each, 0) }),
        ...asked,
      };
    },

    show: allocationReply,
  });

function allocationReply(facts: AllocationFacts, { locale, now }: Call): Reply {
  const { currency, entryCount, value, by, holdings, layers, concentration } = facts;
  if (entryCount === 0) return EMPTY_PORTFOLIO;
  const priced = holdings.flatMap(({ symbol, worth }) =>
    worth?.shareFraction === undefined
      ? []
      : [{ name: symbol, value: worth.value, shareFraction: worth.shareFraction, asOf: worth.asOf }],
  );
  const buttons = [
    by === "coin"
      ? { label: "By layer", command: "portfolio allocation", input: { by: "layer" } }
      : { label: "By coin", command: "portfolio allocation", input: { by: "coin" } },
    { label: "Holdings", command: "portfolio holdings", input: {} },
    { label: "Portfolio", command: "portfolio", input: {} },
  ];
  const notes = doubts(facts, locale).filter((line) => !line.startsWith("24 h"));
  const [largest] = priced;
  if (!largest)
    return {
      title: "Allocation",
      blocks: [text([holdings.length === 0 ? "Nothing is held now." : "", ...notes].join("\n").trim())],
      buttons,
    };
  const parts = by === "coin" ? priced : layers;
  const { line } = sourceLine(
    holdings.flatMap(({ worth }) => worth ?? []),
    now,
  );
  const title = by === "coin" ? "Allocation by coin" : "Allocation by layer";
  const listed = parts.slice(0, SHOWN).map(({ name, shareFraction }) => `${name} ${share(shareFraction, locale)}`);
  const rest = parts.length > SHOWN ? ` and ${parts.length - SHOWN} more` : "";
  const sources = [...new Set(holdings.flatMap(({ worth }) => worth?.source ?? []))].join(", ");
  return {
    title,
    blocks: [
      fields({
        Value: cash(value, currency, locale),
        Largest: `${largest.name}, ${share(largest.shareFraction, locale)}`,
        Spread: concentration === undefined ? undefined : concentrationWords(concentration, priced.length),
      }),
      text(`${listed.join(", ")}${rest}.`),
      ...(notes.length === 0 ? [] : [text(notes.join("\n"))]),
      {
        kind: "chart",
        alt: `${title}: ${listed.join(", ")}${rest}`,
        chart: {
          kind: "donut",
          title,
          unit: currency,
          parts: parts.map((part) => ({ name: part.name, value: part.value })),
          source: sources,
          asOf: Math.min(...priced.map(({ asOf }) => asOf)),
        },
      },
    ],
    ...(line === undefined ? {} : { footer: line }),
    buttons,
  };
}

/** The squared shares' sum turned over: so many coins of one size would be spread alike. */
function concentrationWords(concentration: number, count: number): string {
  if (count === 1) return "all in one coin";
  const alike = 1 / concentration;
  const told = alike < 10 ? alike.toFixed(1) : Math.round(alike).toFixed(0);
  return `like ${told} coins of one size (${count} held)`;
}
