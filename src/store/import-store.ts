import type { NewEntry } from "../portfolio/entry.ts";
import type { Executor } from "./database.ts";

/** `staged`: waits for an answer. `added`: is in the portfolio. */
export type ImportState = "staged" | "added";

/** Parts that are removed in one statement. */
const PARTS_AT_ONCE = 50;

/** A file that was read. */
export interface StagedImport {
  readonly id: string;
  readonly format: string;
  readonly state: ImportState;
}

/** Tables `import` and `import_row`: what files would add to portfolios, in parts of some hundred entries. */
export class ImportStore {
  /** The user has to exist; what they had staged before goes, and what a process that died had begun under this id. */
  async begin(
    on: Executor,
    {
      id,
      userId,
      format,
      now,
      expiresAt,
    }: { id: string; userId: string; format: string; now: number; expiresAt: number },
  ): Promise<void> {
    await on
      .deleteFrom("import")
      .where("user_id", "=", userId)
      .where((each) => each.or([each("state", "=", "staged"), each("id", "=", id)]))
      .execute();
    await on
      .insertInto("import")
      .values({ id, user_id: userId, format, state: "reading", staged_at: now, expires_at: expiresAt })
      .execute();
  }

  async addPart(on: Executor, id: string, position: number, entries: readonly NewEntry[]): Promise<void> {
    await on
      .insertInto("import_row")
      .values({ import_id: id, position, entries: JSON.stringify(entries) })
      .execute();
  }

  /** @param from  the state that it is to be in before; @returns false when it was not */
  async setState(on: Executor, id: string, state: ImportState, from: ImportState | "reading"): Promise<boolean> {
    const { numUpdatedRows } = await on
      .updateTable("import")
      .set({ state })
      .where("id", "=", id)
      .where("state", "=", from)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  /** The user's import of that id, or their last one; undefined when there is none that still holds. */
  async find(on: Executor, userId: string, id: string | undefined, now: number): Promise<StagedImport | undefined> {
    const row = await on
      .selectFrom("import")
      .select(["id", "format", "state"])
      .where("user_id", "=", userId)
      .where("expires_at", ">", now)
      .where("state", "!=", "reading")
      .$if(id !== undefined, (query) => query.where("id", "=", id ?? ""))
      .orderBy("staged_at", "desc")
      .executeTakeFirst();
    return row && { ...row, state: row.state as ImportState };
  }

  /** One part after the other; undefined behind the last. */
  async part(on: Executor, id: string, position: number): Promise<readonly NewEntry[] | undefined> {
    const row = await on
      .selectFrom("import_row")
      .select("entries")
      .where("import_id", "=", id)
      .where("position", "=", position)
      .executeTakeFirst();
    return row && (JSON.parse(row.entries) as readonly NewEntry[]);
  }

  /**
   * Its entries go, a few at a time: to be run as long as it returns true. That it was added is still known for as long as its
   * buttons are.
   */
  async emptySome(on: Executor, id: string): Promise<boolean> {
    const { numDeletedRows } = await on
      .deleteFrom("import_row")
      .where("import_id", "=", id)
      .where("position", "in", (row) =>
        row.selectFrom("import_row").select("position").where("import_id", "=", id).limit(PARTS_AT_ONCE),
      )
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async remove(on: Executor, id: string): Promise<void> {
    await on.deleteFrom("import").where("id", "=", id).execute();
  }

  async removeExpired(on: Executor, now: number): Promise<void> {
    await on.deleteFrom("import").where("expires_at", "<", now).execute();
  }
}
