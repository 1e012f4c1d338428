import { sql } from "kysely";
import type { Place } from "../core/call.ts";
import type { Executor } from "./database.ts";

type PlaceId = Pick<Place, "platform" | "chatId">;

/** Whose spend it is. */
export interface SpendOwner {
  readonly userId?: string;
  /** A group; a direct chat is its person's. */
  readonly group?: PlaceId;
}

/** What is added, or taken off again where a number is negative. */
export interface SpendChange {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Millionths of a US dollar; absent where the model's price is not known. */
  readonly microUsd?: number;
}

/** Sums over days. `microUsd`: millionths of a US dollar, without `unpricedTokens`, whose price is not known. */
export interface Spend {
  readonly calls: number;
  readonly tokens: number;
  readonly microUsd: number;
  readonly unpricedTokens: number;
}

/** What one group used; without a group what digests and direct chats did. */
export interface GroupSpend extends Spend {
  readonly group?: PlaceId;
  readonly purpose: string;
}

const NOTHING: Spend = { calls: 0, tokens: 0, microUsd: 0, unpricedTokens: 0 };

const SUMS = sql<Spend>`COALESCE(SUM(calls), 0) AS calls, COALESCE(SUM(input_tokens + output_tokens), 0) AS tokens,
  COALESCE(SUM(micro_usd), 0) AS microUsd, COALESCE(SUM(unpriced_tokens), 0) AS unpricedTokens`;

/** Tables `model_spend`, `person_spend` and `model_told`: what model calls used, by the day. */
export class ModelSpendStore {
  /** A person who is deleted meanwhile leaves what the desk spent, not that it was theirs. */
  async add(
    on: Executor,
    { userId, group }: SpendOwner,
    { model, purpose, day }: { readonly model: string; readonly purpose: string; readonly day: number },
    { calls, inputTokens, outputTokens, microUsd }: SpendChange,
  ): Promise<void> {
    const tokens = inputTokens + outputTokens;
    await sql`
      INSERT INTO model_spend (day, platform, chat_id, model, purpose, calls, input_tokens, output_tokens, micro_usd, unpriced_tokens)
      VALUES (${day}, ${group?.platform ?? ""}, ${group?.chatId ?? ""}, ${model}, ${purpose}, ${calls}, ${inputTokens},
        ${outputTokens}, ${microUsd ?? 0}, ${microUsd === undefined ? tokens : 0})
      ON CONFLICT (day, platform, chat_id, model, purpose) DO UPDATE SET calls = calls + excluded.calls,
        input_tokens = input_tokens + excluded.input_tokens, output_tokens = output_tokens + excluded.output_tokens,
        micro_usd = micro_usd + excluded.micro_usd, unpriced_tokens = unpriced_tokens + excluded.unpriced_tokens`.execute(
      on,
    );
    if (userId === undefined) return;
    await sql`
      INSERT INTO person_spend (user_id, day, calls, tokens) SELECT id, ${day}, ${calls}, ${tokens} FROM user WHERE id = ${userId}
      ON CONFLICT (user_id, day) DO UPDATE SET calls = calls + excluded.calls, tokens = tokens + excluded.tokens`.execute(
      on,
    );
  }

  async tokensOfPerson(on: Executor, userId: string, day: number): Promise<number> {
    const row = await on
      .selectFrom("person_spend")
      .select("tokens")
      .where("user_id", "=", userId)
      .where("day", "=", day)
      .executeTakeFirst();
    return row?.tokens ?? 0;
  }

  async ofGroup(on: Executor, { platform, chatId }: PlaceId, sinceDay: number): Promise<Spend> {
    const { rows } = await sql<Spend>`
      SELECT ${SUMS} FROM model_spend
      WHERE day >= ${sinceDay} AND platform = ${platform} AND chat_id = ${chatId}`.execute(on);
    return rows[0] ?? NOTHING;
  }

  async ofDesk(on: Executor, sinceDay: number): Promise<Spend> {
    const { rows } = await sql<Spend>`SELECT ${SUMS} FROM model_spend WHERE day >= ${sinceDay}`.execute(on);
    return rows[0] ?? NOTHING;
  }

  /** The most expensive first. */
  async byGroup(on: Executor, sinceDay: number, limit: number): Promise<readonly GroupSpend[]> {
    const { rows } = await sql<Spend & { platform: Place["platform"] | ""; chatId: string; purpose: string }>`
      SELECT platform, chat_id AS chatId, purpose, ${SUMS} FROM model_spend WHERE day >= ${sinceDay}
      GROUP BY platform, chat_id, purpose ORDER BY microUsd DESC, tokens DESC LIMIT ${limit}`.execute(on);
    return rows.map(({ platform, chatId, ...spend }) => ({
      ...spend,
      ...(platform !== "" && { group: { platform, chatId } }),
    }));
  }

  /**
   * A group is told, or a person in their direct chat.
   * @param untilDay  on which the limit that they hear of ends
   * @returns false where they have heard of it
   */
  async tell(on: Executor, { userId, group }: SpendOwner, untilDay: number): Promise<boolean> {
    if (group) {
      const told = await sql`
        INSERT INTO model_told (day, platform, chat_id) VALUES (${untilDay}, ${group.platform}, ${group.chatId})
        ON CONFLICT DO NOTHING`.execute(on);
      return (told.numAffectedRows ?? 0n) > 0n;
    }
    if (userId === undefined) return false;
    await this.#know(on, userId, untilDay);
    const told = await sql`
      UPDATE person_spend SET told = 1 WHERE user_id = ${userId} AND day = ${untilDay} AND told = 0`.execute(on);
    return (told.numAffectedRows ?? 0n) > 0n;
  }

  async removeBefore(on: Executor, day: number): Promise<void> {
    for (const table of ["model_spend", "person_spend", "model_told"] as const)
      await on.deleteFrom(table).where("day", "<", day).execute();
  }

  async #know(on: Executor, userId: string, day: number): Promise<void> {
    await sql`
      INSERT INTO person_spend (user_id, day, calls, tokens) SELECT id, ${day}, 0, 0 FROM user WHERE id = ${userId}
      ON CONFLICT DO NOTHING`.execute(on);
  }
}
