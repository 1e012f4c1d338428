import { ANYBODY } from "../commands/digest-editions.ts";
import type { Database } from "../store/database.ts";
import type { Edition } from "../digest/edition.ts";
import type { EditionPage, EditionPages } from "../adapters/web/editions.ts";
import { editionReply } from "../commands/digest-reply.ts";
import { EditionStore, type KeptFacts } from "../store/edition-store.ts";

/** Kept editions as the web door shows them: in full, by nobody's filters. */
export function editionPages(
  database: Database,
  { clock, notice }: { readonly clock: () => number; readonly notice: () => string | undefined },
): EditionPages {
  const store = new EditionStore();

  function pageOf({ id, facts }: KeptFacts, locale: string): EditionPage {
    // Only editions are written there.
    const edition = { ...(facts as Edition), id };
    const reply = editionReply(edition, ANYBODY, "full", { locale, now: clock() });
    const sample = notice();
    const footer = [reply.footer, sample].filter((part) => part !== undefined).join(" · ");
    return { id, composedAt: edition.composedAt, reply: { ...reply, footer } };
  }

  return {
    async byId(id, locale) {
      const row = await store.byId(database, id);
      return row && pageOf(row, locale);
    },
    posted: async (limit, locale) => (await store.posted(database, limit)).map((row) => pageOf(row, locale)),
  };
}
