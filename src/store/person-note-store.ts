import type { Executor } from "./database.ts";

/** What somebody asked to be remembered. */
export interface PersonNote {
  /** Counted per person; never given again as long as a later one is there. */
  readonly number: number;
  /** Theirs, untrusted. */
  readonly text: string;
}

/** Table `person_note`. */
export class PersonNoteStore {
  /** In the order in which they were made. */
  async of(on: Executor, userId: string): Promise<readonly PersonNote[]> {
    return await on
      .selectFrom("person_note")
      .select(["number", "text"])
      .where("user_id", "=", userId)
      .orderBy("number")
      .execute();
  }

  /** The user has to exist. @returns its number */
  async add(on: Executor, userId: string, text: string, now: number): Promise<number> {
    const number = ((await this.of(on, userId)).at(-1)?.number ?? 0) + 1;
    await on.insertInto("person_note").values({ user_id: userId, number, text, noted_at: now }).execute();
    return number;
  }

  /** @returns whether it was there */
  async remove(on: Executor, userId: string, number: number): Promise<boolean> {
    const { numDeletedRows } = await on
      .deleteFrom("person_note")
      .where("user_id", "=", userId)
      .where("number", "=", number)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}
