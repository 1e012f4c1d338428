import { age } from "../core/format.ts";
import type { Call } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { type Reply, text } from "../core/reply.ts";
import { z } from "zod";

/** A change as it is told of. */
interface AuditedChange {
  readonly what: string;
  /** UTC epoch milliseconds. */
  readonly at: number;
  /** Absent of whoever was deleted since; `name` is untrusted, and null where the platform says none. */
  readonly by?: { readonly name: string | null };
  readonly place?: { readonly platform: string; readonly chatId: string };
  readonly from?: string;
  readonly to?: string;
}

/** What was changed, the newest first: in the call's place, and for the owner everywhere. */
export type Audit = (
  call: Call,
  page: { readonly offset: number; readonly limit: number },
) => Promise<readonly AuditedChange[]>;

const PAGE = 10;
const VALUE_LENGTH = 80;

/** `/audit [page]`: who changed what, when, from what to what. */
export const audit = (changes: Audit) =>
  defineCommand({
    name: "audit",
    summary: "Who changed what here, and when.",
    examples: ["audit", "audit 2"],
    input: z.object({ page: z.number().int().min(1).max(1_000).default(1).describe("1 is the newest") }),
    access: "admin",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],

    async run({ page }, call) {
      const found = await changes(call, { offset: (page - 1) * PAGE, limit: PAGE + 1 });
      return { page, isMore: found.length > PAGE, changes: found.slice(0, PAGE) };
    },

    show: ({ page, isMore, changes: shown }, { now, place }): Reply => ({
      title: page === 1 ? "Changes" : `Changes, page ${page}`,
      blocks:
        shown.length === 0
          ? [text(page === 1 ? "Nothing was changed in the last year." : "There is no more.")]
          : shown.map((change) => text(lineOf(change, now, place))),
      footer: "kept for a year",
      ...(isMore && { buttons: [{ label: "Older", command: "audit", input: { page: page + 1 } }] }),
    }),
  });

function lineOf({ at, by, what, from, to, place }: AuditedChange, now: number, here: Call["place"]): string {
  const who = by ? cleanLine(by.name ?? "somebody without a name", 40) : "somebody who was deleted";
  const values = [from, to].map((value) => (value === undefined ? undefined : cleanLine(value, VALUE_LENGTH)));
  const change =
    from === undefined && to === undefined ? "" : `: ${values[0] ?? "nothing"} → ${values[1] ?? "nothing"}`;
  const isElsewhere = place && (place.platform !== here.platform || place.chatId !== here.chatId);
  return `${age(at, now)}, ${who}, ${what}${change}${isElsewhere ? ` (${place.platform} ${place.chatId})` : ""}`;
}
