import type { Place } from "../core/call.ts";
import { type SettingName, type Settings, settings } from "../core/settings.ts";
import type { Executor } from "./database.ts";
import { keptQuery } from "./kept-query.ts";
import { PlaceStore } from "./place-store.ts";

type PlaceId = Pick<Place, "platform" | "chatId">;

const find = keptQuery((on, { platform, chatId }: PlaceId) =>
  on.selectFrom("setting").select(["name", "value"]).where("platform", "=", platform).where("chat_id", "=", chatId),
);

/** Table `setting`: what was changed per place; the rest is the default. */
export class SettingStore {
  readonly #places = new PlaceStore();

  /** Every setting of a place. A stored value that no longer fits its type counts as not set. */
  async of(on: Executor, place: PlaceId): Promise<Settings> {
    return settings.parse(await this.given(on, place));
  }

  /** What was set in a place, and still fits its type. */
  async given(on: Executor, { platform, chatId }: PlaceId): Promise<Partial<Settings>> {
    const { rows } = await find(on, { platform, chatId });
    const fitting = rows.flatMap(({ name, value }) => {
      const setting = settings.shape[name as SettingName];
      const parsed = setting?.safeParse(JSON.parse(value));
      return parsed?.success ? [[name, parsed.data]] : [];
    });
    return Object.fromEntries(fitting) as Partial<Settings>;
  }

  /** Makes the place known where it is not. */
  async set<Name extends SettingName>(
    on: Executor,
    place: Place,
    name: Name,
    value: Settings[Name],
    now: number,
  ): Promise<void> {
    const { platform, chatId } = place;
    await this.#places.see(on, place, now);
    const row = { value: JSON.stringify(value), changed_at: now };
    await on
      .insertInto("setting")
      .values({ platform, chat_id: chatId, name, ...row })
      .onConflict((conflict) => conflict.columns(["platform", "chat_id", "name"]).doUpdateSet(row))
      .execute();
  }

  /** From then on they are as they are by default. */
  async reset(on: Executor, { platform, chatId }: PlaceId, names: readonly SettingName[]): Promise<void> {
    await on
      .deleteFrom("setting")
      .where("platform", "=", platform)
      .where("chat_id", "=", chatId)
      .where("name", "in", names)
      .execute();
  }
}
