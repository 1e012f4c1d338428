import { sql } from "kysely";
import type { Place, Platform } from "../core/call.ts";
import type { Executor } from "./database.ts";
import { PlaceStore } from "./place-store.ts";

type PlaceId = Pick<Place, "platform" | "chatId">;

/** A place and how much it uses the desk. */
export interface UsedPlace extends PlaceId {
  readonly isPublic: boolean;
  /** UTC epoch milliseconds. */
  readonly seenAt: number;
  readonly answers: number;
  readonly modelQuestions: number;
}

/** Table `place_use`: how often a place was answered, and how often the model was asked there, by the day; by whom is not kept. */
export class PlaceUseStore {
  readonly #places = new PlaceStore();

  /** Makes the place known where it is not. @param day  counted since 1970, in UTC */
  async add(
    on: Executor,
    place: Place,
    uses: { readonly answers?: number; readonly modelQuestions?: number },
    { day, now }: { readonly day: number; readonly now: number },
  ): Promise<void> {
    await this.#places.see(on, place, now);
    const { platform, chatId } = place;
    await on
      .insertInto("place_use")
      .values({
        platform,
        chat_id: chatId,
        day,
        answers: uses.answers ?? 0,
        model_questions: uses.modelQuestions ?? 0,
      })
      .onConflict((conflict) =>
        conflict.columns(["platform", "chat_id", "day"]).doUpdateSet({
          answers: sql`place_use.answers + excluded.answers`,
          model_questions: sql`place_use.model_questions + excluded.model_questions`,
        }),
      )
      .execute();
  }

  /** How often the model was asked in a place on a day. */
  async modelQuestions(on: Executor, { platform, chatId }: PlaceId, day: number): Promise<number> {
    const row = await on
      .selectFrom("place_use")
      .select("model_questions")
      .where("platform", "=", platform)
      .where("chat_id", "=", chatId)
      .where("day", "=", day)
      .executeTakeFirst();
    return row?.model_questions ?? 0;
  }

  /** Every place that is known, the most used since a day first. */
  async places(on: Executor, sinceDay: number, limit: number): Promise<readonly UsedPlace[]> {
    const { rows } = await sql<{
      platform: Platform;
      chatId: string;
      isPublic: number;
      seenAt: number;
      answers: number;
      modelQuestions: number;
    }>`
      SELECT place.platform, place.chat_id AS chatId, is_public AS isPublic, seen_at AS seenAt,
        COALESCE(SUM(answers), 0) AS answers, COALESCE(SUM(model_questions), 0) AS modelQuestions
      FROM place LEFT JOIN place_use ON place_use.platform = place.platform AND place_use.chat_id = place.chat_id
        AND day >= ${sinceDay}
      GROUP BY place.platform, place.chat_id ORDER BY answers DESC, seen_at DESC LIMIT ${limit}`.execute(on);
    return rows.map((row) => ({ ...row, isPublic: row.isPublic === 1 }));
  }

  async removeBefore(on: Executor, day: number): Promise<void> {
    await on.deleteFrom("place_use").where("day", "<", day).execute();
  }
}
