import type { Executor } from "./database.ts";

/** An edition to be kept; its facts are JSON-safe. Instants in UTC epoch milliseconds. */
export interface NewEdition {
  /** The same for all who asked for the same. */
  readonly scopeKey: string;
  readonly composedAt: number;
  readonly coversFrom: number;
  readonly coversTo: number;
  readonly facts: unknown;
}

/** Facts as they were kept. */
export interface KeptFacts {
  readonly id: number;
  readonly facts: unknown;
}

/** Table `edition`: facts of digests; a row never changes. */
export class EditionStore {
  /** @returns its id */
  async add(on: Executor, { scopeKey, composedAt, coversFrom, coversTo, facts }: NewEdition): Promise<number> {
    const { id } = await on
      .insertInto("edition")
      .values({
        scope_key: scopeKey,
        composed_at: composedAt,
        covers_from: coversFrom,
        covers_to: coversTo,
        facts: JSON.stringify(facts),
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    return id;
  }

  async removeComposedBefore(on: Executor, before: number): Promise<void> {
    await on.deleteFrom("edition").where("composed_at", "<", before).execute();
  }

  async byId(on: Executor, id: number): Promise<KeptFacts | undefined> {
    const row = await on.selectFrom("edition").select(["id", "facts"]).where("id", "=", id).executeTakeFirst();
    return row && { id: row.id, facts: JSON.parse(row.facts) as unknown };
  }

  /** The last one of a subscriber that tells nothing after an instant: with what came later they have not been reached. */
  async lastIdOf(on: Executor, subscriptionNumber: number, until: number): Promise<number | undefined> {
    const row = await on
      .selectFrom("subscription_run as run")
      .innerJoin("edition", "edition.id", "run.edition_id")
      .select("edition.id")
      .where("run.subscription_number", "=", subscriptionNumber)
      .where("edition.covers_to", "<=", until)
      .orderBy("run.at", "desc")
      .limit(1)
      .executeTakeFirst();
    return row?.id;
  }

  /** The last one of a variant that was composed no earlier. */
  async since(on: Executor, scopeKey: string, at: number): Promise<KeptFacts | undefined> {
    const row = await on
      .selectFrom("edition")
      .select(["id", "facts"])
      .where("scope_key", "=", scopeKey)
      .where("composed_at", ">=", at)
      .orderBy("composed_at", "desc")
      .limit(1)
      .executeTakeFirst();
    return row && { id: row.id, facts: JSON.parse(row.facts) as unknown };
  }

  /** The last one composed between two instants whose variant begins so. @param until  does not belong to it */
  async lastBetween(on: Executor, scopeStart: string, from: number, until: number): Promise<KeptFacts | undefined> {
    const row = await on
      .selectFrom("edition")
      .select(["id", "facts"])
      .where("composed_at", ">=", from)
      .where("composed_at", "<", until)
      .where((each) =>
        each(each.fn<string>("substr", ["scope_key", each.val(1), each.val(scopeStart.length)]), "=", scopeStart),
      )
      .orderBy("composed_at", "desc")
      .limit(1)
      .executeTakeFirst();
    return row && { id: row.id, facts: JSON.parse(row.facts) as unknown };
  }

  /** The last ones that were posted in a place, where everybody may read them; the newest first. */
  async posted(on: Executor, limit: number): Promise<readonly KeptFacts[]> {
    const rows = await on
      .selectFrom("edition")
      .select(["id", "facts"])
      .where("id", "in", (ids) =>
        ids
          .selectFrom("subscription_run as run")
          .innerJoin("subscription", "subscription.number", "run.subscription_number")
          .where("subscription.owner_id", "is", null)
          .where("run.edition_id", "is not", null)
          .select((run) => run.ref("run.edition_id").$notNull().as("id")),
      )
      .orderBy("composed_at", "desc")
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    return rows.map((row) => ({ id: row.id, facts: JSON.parse(row.facts) as unknown }));
  }
}
