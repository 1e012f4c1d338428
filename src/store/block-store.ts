import type { Executor } from "./database.ts";
import { NoteStore } from "./note-store.ts";

const PREFIX = "blocked ";

/** Accounts that the desk answers nowhere, as rows of table `note`: they outlive their person, or deleting oneself would lift a block. */
export class BlockStore {
  readonly #notes = new NoteStore();

  /** @param account  "platform:id" */
  async has(on: Executor, account: string): Promise<boolean> {
    return (await this.#notes.get(on, PREFIX + account)) !== undefined;
  }

  async add(on: Executor, account: string, now: number): Promise<void> {
    await this.#notes.set(on, PREFIX + account, "yes", now);
  }

  async remove(on: Executor, account: string): Promise<void> {
    await on
      .deleteFrom("note")
      .where("name", "=", PREFIX + account)
      .execute();
  }

  /** All of them, "platform:id". */
  async all(on: Executor): Promise<readonly string[]> {
    const rows = await on
      .selectFrom("note")
      .select("name")
      .where("name", "like", `${PREFIX}%`)
      .orderBy("name")
      .execute();
    return rows.map(({ name }) => name.slice(PREFIX.length));
  }
}
