import type { Executor } from "./database.ts";
import type { Place } from "../core/call.ts";

type Kept = Readonly<Record<string, string>>;
type PlaceId = Pick<Place, "platform" | "chatId">;

/** What admins and owners can change, as names and short values: for the audit to compare before and after. */
export const settingsKept = {
  async ofPlace(on: Executor, { platform, chatId }: PlaceId, name: string): Promise<Kept> {
    const row = await on
      .selectFrom("setting")
      .select("value")
      .where("platform", "=", platform)
      .where("chat_id", "=", chatId)
      .where("name", "=", name)
      .executeTakeFirst();
    const words: Readonly<Record<string, string>> = { true: "on", false: "off" };
    // What was never set is off.
    return { "": words[row?.value ?? "false"] ?? row?.value ?? "" };
  },

  /** Of lists only how many are on them: who is blocked outlives nobody in the audit. */
  async allOf(on: Executor, { platform, chatId }: PlaceId): Promise<Kept> {
    const rows = await on
      .selectFrom("setting")
      .select(["name", "value"])
      .where("platform", "=", platform)
      .where("chat_id", "=", chatId)
      .execute();
    const worded = (value: unknown): string => (Array.isArray(value) ? `${value.length} listed` : String(value));
    return Object.fromEntries(rows.map(({ name, value }) => [name, worded(JSON.parse(value) as unknown)] as const));
  },

  async owner(on: Executor, userId: string): Promise<Kept> {
    const row = await on.selectFrom("user").select("is_owner").where("id", "=", userId).executeTakeFirst();
    return row?.is_owner === 1 ? { "": "made" } : {};
  },

  async feeds(on: Executor): Promise<Kept> {
    const rows = await on.selectFrom("feed").select("address").where("state", "=", "on").execute();
    return Object.fromEntries(rows.map(({ address }) => [address, ""]));
  },

  async evidence(on: Executor): Promise<Kept> {
    const rows = await on
      .selectFrom("evidence")
      .innerJoin("score_change", "score_change.evidence_id", "evidence.id")
      .select(["evidence.id", "evidence.project_id", "evidence.criterion", "score_change.kind"])
      .orderBy("score_change.id")
      .execute();
    return Object.fromEntries(rows.map((row) => [`#${row.id} ${row.project_id} ${row.criterion}`, row.kind] as const));
  },

  async alertsOf(on: Executor, { platform, chatId }: PlaceId): Promise<Kept> {
    const rows = await on
      .selectFrom("alert")
      .select(["number", "state", "condition", "version", "snoozed_until"])
      .where("of_platform", "=", platform)
      .where("of_chat_id", "=", chatId)
      .execute();
    return Object.fromEntries(
      rows.map((row) => [
        `alert ${row.number}`,
        `${row.state}${row.snoozed_until === null ? "" : ", snoozed"}, version ${row.version}`,
      ]),
    );
  },

  async digestOf(on: Executor, { platform, chatId, topicId }: Place): Promise<Kept> {
    const row = await on
      .selectFrom("subscription")
      .select(["state", "settings"])
      .where("of_platform", "=", platform)
      .where("of_chat_id", "=", chatId)
      .where("topic_id", topicId === undefined ? "is" : "=", topicId ?? null)
      .executeTakeFirst();
    if (!row) return {};
    const settings = JSON.parse(row.settings) as Readonly<Record<string, unknown>>;
    const worded = Object.entries(settings).map(([name, value]) => [name, JSON.stringify(value)] as const);
    return { state: row.state, ...Object.fromEntries(worded) };
  },
};
