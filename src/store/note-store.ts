import type { Executor } from "./database.ts";
import { keptQuery } from "./kept-query.ts";

const find = keptQuery((on, { name }: { readonly name: string }) =>
  on.selectFrom("note").select("value").where("name", "=", name),
);

/** Table `note`: single facts the desk keeps about itself, such as when a list was last refreshed. */
export class NoteStore {
  async get(on: Executor, name: string): Promise<string | undefined> {
    const [row] = (await find(on, { name })).rows;
    return row?.value;
  }

  async set(on: Executor, name: string, value: string, now: number): Promise<void> {
    const row = { value, changed_at: now };
    await on
      .insertInto("note")
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
      .execute();
  }
}
