import { type RawBuilder, sql, type SqlBool } from "kysely";
import { directChats, type PlaceId } from "./direct-chats.ts";
import type { Executor } from "./database.ts";
import { TABLES_OF_A_PERSON, type TableOfAPerson } from "./person-store.ts";
import type { Tables } from "./tables.ts";

/** A row as it is handed over: its columns by name, JSON read. */
export type OwnRow = Readonly<Record<string, unknown>>;

/** By what rows are known to be theirs. */
interface Person {
  readonly userId: string;
  /** Where the desk speaks to them alone. */
  readonly chats: readonly PlaceId[];
}

/** Which rows of a table are theirs, and the columns that are not for them. */
interface Section {
  readonly whose: (person: Person) => RawBuilder<SqlBool>;
  readonly without?: readonly string[];
}

const inDirectChat = ({ chats }: Person): RawBuilder<SqlBool> =>
  sql`(platform, chat_id) IN (VALUES ${sql.join(chats.map(({ platform, chatId }) => sql`(${platform}, ${chatId})`))})`;
const named =
  (...columns: readonly [string, ...string[]]) =>
  ({ userId }: Person): RawBuilder<SqlBool> =>
    sql`${sql.val(userId)} IN (${sql.join(columns.map((column) => sql.ref(column)))})`;
const ofTheir = (key: string, table: "alert" | "subscription") => (person: Person) =>
  sql<SqlBool>`${sql.ref(key)} IN (SELECT number FROM ${sql.table(table)} WHERE ${named("owner_id", "made_by")(person)})`;

/** The tables where a column alone does not say it, or not all of a row is theirs to have. */
const SECTIONS: Partial<Readonly<Record<keyof Tables, Section>>> = {
  user: { whose: named("id") },
  // Those of groups that they have made, too.
  alert: { whose: named("owner_id", "made_by") },
  subscription: { whose: named("owner_id", "made_by") },
  subscription_run: { whose: ofTheir("subscription_number", "subscription") },
  // Whoever has the secret can sign posts; the address is cut to its host below.
  alert_webhook: { whose: ofTheir("alert_number", "alert"), without: ["secret"] },
  // By a hash nobody gets a code back, and by the id of a request somebody could answer it.
  link_code: { whose: named("user_id"), without: ["code_hash"] },
  link_request: { whose: named("giver_id", "taker_id"), without: ["id", "giver_id", "taker_id"] },
  feed: { whose: named("added_by") },
  score_change: { whose: named("by_user") },
  evidence: { whose: (person) => sql`id IN (SELECT evidence_id FROM score_change WHERE ${named("by_user")(person)})` },
  audit: { whose: ({ userId }) => sql`who = (SELECT name FROM pseudonym WHERE user_id = ${userId})`, without: ["who"] },
  // What a test of a digest in a group sent there is known by its key. What others write to an owner is not the owner's.
  outbox: {
    whose: (person) =>
      sql`(${named("owner_id")(person)} OR ${inDirectChat(person)} OR instr(key, ${person.userId}) > 0)
        AND source_id NOT LIKE 'feedback %'`,
  },
  place: { whose: inDirectChat },
  setting: { whose: inDirectChat },
  place_use: { whose: inDirectChat },
  last_post: { whose: inDirectChat },
  greeting: { whose: inDirectChat },
  passing_answer: { whose: inDirectChat },
  // As it came it holds what lets the desk answer on the platform, and words of whoever it answers.
  incoming_request: { whose: inDirectChat, without: ["payload"] },
};

/** Handed over as files of its own (the portfolio's). */
const ELSEWHERE: ReadonlySet<string> = new Set<TableOfAPerson>(["portfolio_entry"]);

/** Kept as JSON. */
const JSON_COLUMNS: ReadonlySet<string> = new Set([
  "body",
  "condition",
  "facts",
  "input",
  "look",
  "manner",
  "message_ids",
  "removed",
  "reply",
  "sent_ids",
  "settings",
  "texts",
]);

/**
 * All that is kept of one person, by table, but the entries of their portfolio. Secrets are left out, and of a webhook's address only
 * its host is there: whoever reads the file could post to it.
 * @param here  a direct chat with them that no row may name
 */
export async function allOfPerson(
  on: Executor,
  userId: string,
  here?: PlaceId,
): Promise<Readonly<Record<string, readonly OwnRow[]>>> {
  const person = { userId, chats: [...(await directChats(on, userId)), ...(here ? [here] : [])] };
  const own = Object.entries(TABLES_OF_A_PERSON).map(([table, column]) => [table, { whose: named(column) }] as const);
  const sections: Readonly<Record<string, Section>> = { ...Object.fromEntries(own), ...SECTIONS };
  const all: Record<string, readonly OwnRow[]> = {};
  for (const [table, { whose, without = [] }] of Object.entries(sections)) {
    if (ELSEWHERE.has(table)) continue;
    const { rows } = await sql<OwnRow>`SELECT * FROM ${sql.table(table)} WHERE ${whose(person)}`.execute(on);
    all[table] = rows.map((row) => handedOver(table, row, without));
  }
  const told = await feedbackOf(on, userId);
  return { ...all, ...(told.length > 0 && { feedback_written: told }) };
}

/** What they wrote to the owner, as long as it is on its way; where to is the owner's affair. */
async function feedbackOf(on: Executor, userId: string): Promise<readonly OwnRow[]> {
  const { rows } = await sql<OwnRow>`
    SELECT state, reply, due_at, ended_at FROM outbox
    WHERE source_id = (SELECT 'feedback ' || name FROM pseudonym WHERE user_id = ${userId})`.execute(on);
  return rows.map((row) => handedOver("outbox", row, []));
}

const handedOver = (table: string, row: OwnRow, without: readonly string[]): OwnRow =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([column]) => !without.includes(column))
      .map(([column, value]) => {
        if (table === "alert_webhook" && column === "url") return [column, hostOnly(String(value))];
        const isJson = typeof value === "string" && value !== "" && JSON_COLUMNS.has(column);
        return [column, isJson ? (JSON.parse(value, withoutSecrets) as unknown) : value];
      }),
  );

/** What a new webhook was told of, and how to ask for it again, are in facts and inputs for some days. */
function withoutSecrets(name: string, value: unknown): unknown {
  if (name === "secret") return undefined;
  return name === "target" && typeof value === "string" ? hostOnly(value) : value;
}

const hostOnly = (text: string): string =>
  /^https?:\/\//i.test(text) && URL.canParse(text) ? `https://${new URL(text).host}/…` : text;
