import { changeFacts, type ChangeFacts } from "./portfolio-entry-facts.ts";
import { defineCommand } from "../core/command.ts";
import { editedEntry } from "./portfolio-edit-entry.ts";
import { type EditedMove, editedMove } from "./portfolio-edit-move.ts";
import { editedReply } from "./portfolio-change-reply.ts";
import { editInput } from "./portfolio-edit-input.ts";
import { namedCoin } from "./portfolio-coins.ts";
import type { PortfolioAddParts } from "./portfolio-add.ts";
import { readEditLine } from "./portfolio-edit-line.ts";
import { readTokenMigrations } from "../market/token-migrations.ts";
import { suggestEntry } from "./portfolio-suggest.ts";
import { UserError } from "../core/errors.ts";

/** What an entry was changed to. */
export type PortfolioEditFacts = ChangeFacts & Omit<EditedMove, "entry">;

/** `/portfolio edit`: any field of an entry, by its name. */
export function portfolioEdit(services: PortfolioAddParts) {
  const parts = { ...services, migrations: readTokenMigrations() };
  const { assets, portfolio, rates } = parts;
  return defineCommand({
    name: "portfolio edit",
    summary: "Changes an entry of your portfolio.",
    examples: ["portfolio edit 12 price:320 date:2026-03-02", "portfolio edit 12 fee:none"],
    input: editInput,
    readLine: readEditLine,
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    suggest: suggestEntry(assets, rates),

    async run(asked, call): Promise<PortfolioEditFacts> {
      const { number, ...changes } = asked;
      if (Object.values(changes).every((value) => value === undefined))
        throw new UserError("What should be changed?", { hint: `For example: /portfolio edit ${number} price:320` });
      const { settings, entries } = await portfolio.open(call);
      const kept = entries.find((entry) => entry.number === number);
      if (!kept)
        throw new UserError(`There is no #${number} in your portfolio.`, {
          hint: "/portfolio activities lists what is there.",
        });
      const edited = await editedEntry(kept, asked, parts, { call, settings, entries });
      const { entry, ...move } = editedMove(number, edited, entries);
      return await portfolio.replace(number, entry, call, (change) => ({
        ...changeFacts(change, (id) => namedCoin(id, parts)),
        ...move,
      }));
    },

    show: editedReply,
  });
}
