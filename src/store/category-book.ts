import type { CategoryBook } from "../sector/category-check.ts";
import type { Database } from "./database.ts";
import { known } from "../wire/figure.ts";
import { NoteStore } from "./note-store.ts";
import { z } from "zod";

const NAME = "coingecko categories";

const row = z.object({
  known: z.object({ at: z.number(), asked: z.array(z.string()), ids: z.array(z.string()) }).optional(),
  members: z.record(z.string(), z.object({ at: z.number(), ids: z.array(z.string()), isWhole: z.boolean() })),
});

/** What the provider's categories held, in one row of table `note`. What an older version wrote in another form is as not there. */
export function categoryBook(database: Database, notes = new NoteStore()): CategoryBook {
  return {
    async read() {
      const value = await notes.get(database, NAME);
      const parsed = row.safeParse(value === undefined ? undefined : JSON.parse(value));
      if (!parsed.success) return { members: {} };
      const { known: list, members } = parsed.data;
      return { members, ...known({ known: list }) };
    },
    keep: (looked, now) => notes.set(database, NAME, JSON.stringify(looked), now),
  };
}
