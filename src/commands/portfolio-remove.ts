import type { Assets } from "../market/assets.ts";
import { changeFacts, type ChangeFacts } from "./portfolio-entry-facts.ts";
import { defineCommand } from "../core/command.ts";
import { namedCoin } from "./portfolio-coins.ts";
import type { PortfolioBook } from "./portfolio-book.ts";
import { readTokenMigrations } from "../market/token-migrations.ts";
import { removedReply } from "./portfolio-change-reply.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** What one answer can name. */
const AT_ONCE = 50;

export interface PortfolioChangeParts {
  readonly assets: Pick<Assets, "byId">;
  readonly portfolio: PortfolioBook;
}

/** `/portfolio remove`: entries by their numbers, all of them or none. */
export function portfolioRemove(services: PortfolioChangeParts) {
  const parts = { ...services, migrations: readTokenMigrations() };
  return defineCommand({
    name: "portfolio remove",
    summary: "Takes entries out of your portfolio.",
    examples: ["portfolio remove 12", "portfolio remove 12, 14-16"],
    input: z.object({
      numbers: z
        .array(z.string().trim().min(1).max(24))
        .min(1)
        .max(AT_ONCE)
        .describe("Numbers of the entries, as /portfolio activities shows them"),
    }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    run: async ({ numbers }, call): Promise<ChangeFacts> =>
      await parts.portfolio.remove(readNumbers(numbers), call, (change) =>
        changeFacts(change, (id) => namedCoin(id, parts)),
      ),
    show: removedReply,
  });
}

/** @throws UserError when one is none, or there are too many */
function readNumbers(typed: readonly string[]): readonly number[] {
  const numbers = new Set<number>();
  for (const word of typed) {
    const [, from, to = from] = /^#?(\d{1,9})(?:-#?(\d{1,9}))?$/.exec(word) ?? [];
    if (from === undefined)
      throw new UserError(`"${word}" is no number of an entry.`, { hint: "For example: /portfolio remove 12" });
    if (Number(to) - Number(from) >= AT_ONCE || numbers.size > AT_ONCE)
      throw new UserError(`At most ${AT_ONCE} entries go at once.`);
    for (let number = Number(from); number <= Number(to); number += 1) numbers.add(number);
  }
  return [...numbers];
}
