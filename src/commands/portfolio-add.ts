import { addedReply, type PortfolioAddFacts } from "./portfolio-add-reply.ts";
import { changeFacts } from "./portfolio-entry-facts.ts";
import { entryInput } from "./portfolio-entry-input.ts";
import { type EntryParts, readEntries } from "./portfolio-read-entry.ts";
import { namedCoin } from "./portfolio-coins.ts";
import { defineCommand } from "../core/command.ts";
import type { Assets } from "../market/assets.ts";
import type { PortfolioBook } from "./portfolio-book.ts";
import { readPortfolioLine } from "./portfolio-line.ts";
import { readTokenMigrations } from "../market/token-migrations.ts";
import { suggestEntry } from "./portfolio-suggest.ts";

export interface PortfolioAddParts extends Omit<EntryParts, "assets" | "migrations"> {
  readonly assets: Pick<Assets, "one" | "byId" | "suggest">;
  readonly portfolio: PortfolioBook;
}

/** `/portfolio add`: something that happened, in the caller's own portfolio. */
export function portfolioAdd(services: PortfolioAddParts) {
  const parts = { ...services, migrations: readTokenMigrations() };
  const { assets, portfolio, rates } = parts;
  return defineCommand({
    name: "portfolio add",
    summary: "Enters a purchase, sale, swap, transfer, income or fee in your portfolio.",
    examples: [
      "portfolio add buy 2.5 TAO at 310 usd on 2026-03-01 fee 1 usd",
      "portfolio add buy 500 usd of TAO",
      "portfolio add sell half my TAO at 400",
      "portfolio add swap 2 ETH for 1000 FET",
      "portfolio add transfer 3 TAO from Kraken to Ledger",
      "portfolio add staking 0.1 TAO",
      "portfolio add migrate 1200 AI16Z",
    ],
    input: entryInput,
    readLine: readPortfolioLine,
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat", "agent"],
    suggest: suggestEntry(assets, rates),

    async run(asked, call): Promise<PortfolioAddFacts> {
      const { settings, entries } = await portfolio.open(call);
      const meant = await readEntries(asked, parts, { call, settings, entries });
      const { notes, pairedWith, isNoon } = meant;
      return await portfolio.add(meant.entries, call, (change) => ({
        ...changeFacts(change, (id) => namedCoin(id, parts)),
        notes,
        isNoon,
        ...(pairedWith === undefined ? {} : { pairedWith }),
      }));
    },

    show: addedReply,
  });
}
