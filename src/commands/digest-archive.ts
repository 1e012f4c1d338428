import type { Editions } from "./digest-editions.ts";
import { defineCommand } from "../core/command.ts";
import { editionReply } from "./digest-reply.ts";
import type { KeptEdition } from "../digest/edition.ts";
import { text } from "../core/reply.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

interface ArchiveFacts {
  /** Absent where none is kept. */
  readonly edition?: KeptEdition;
}

/** `/digest archive [date]`: an edition in full, from the facts that were kept. */
export const digestArchive = (editions: Pick<Editions, "anybody" | "byId" | "last">) =>
  defineCommand({
    name: "digest archive",
    summary: "An earlier digest in full, from its kept facts.",
    examples: ["digest archive", "digest archive 2026-03-01"],
    input: z.object({
      date: z.string().trim().max(20).optional().describe("A UTC day, as 2026-03-01; without it the last one"),
      edition: z.int().min(1).optional().describe("The number of an edition"),
    }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    async run({ date, edition: id }): Promise<ArchiveFacts> {
      const edition =
        id === undefined ? await editions.last(date === undefined ? undefined : dayOf(date)) : await editions.byId(id);
      return edition ? { edition } : {};
    },
    show: ({ edition }, call) =>
      edition
        ? editionReply(edition, editions.anybody, "full", call)
        : {
            blocks: [text("No digest of then is kept. They are kept for 90 days.")],
            buttons: [{ label: "Digest now", command: "digest now", input: {}, answer: "new" }],
          },
  });

function dayOf(date: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date)
    throw new UserError("I need a day as 2026-03-01.", { hint: "For example: /digest archive 2026-03-01" });
  return at;
}
