import { changeFacts, type ChangeFacts } from "./portfolio-entry-facts.ts";
import { defineCommand } from "../core/command.ts";
import { namedCoin } from "./portfolio-coins.ts";
import type { PortfolioChangeParts } from "./portfolio-remove.ts";
import { readTokenMigrations } from "../market/token-migrations.ts";
import { undoneReply } from "./portfolio-change-reply.ts";
import { z } from "zod";

/** What was taken back; nothing where there was nothing to take back. */
export interface PortfolioUndoFacts {
  readonly undone?: ChangeFacts & {
    /** Of the command that had made the change: "portfolio import". */
    readonly command: string;
    /** UTC epoch milliseconds. */
    readonly madeAt: number;
  };
}

/** `/portfolio undo`: takes back the caller's last change, an import as a whole. */
export function portfolioUndo(services: PortfolioChangeParts) {
  const parts = { ...services, migrations: readTokenMigrations() };
  return defineCommand({
    name: "portfolio undo",
    summary: "Takes back the last change of your portfolio, an import as a whole.",
    examples: ["portfolio undo"],
    input: z.object({}),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    run: async (_input, call): Promise<PortfolioUndoFacts> =>
      await parts.portfolio.undo(call, (change) =>
        change
          ? {
              undone: {
                ...changeFacts(change, (id) => namedCoin(id, parts)),
                command: change.command,
                madeAt: change.madeAt,
              },
            }
          : {},
      ),
    show: undoneReply,
  });
}
