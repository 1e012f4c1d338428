import { alertOf, alertRows, type KeptAlert, placeOf, watchColumns } from "./alert-row.ts";
import type { Look, Observation } from "../alerts/observation.ts";
import type { Executor } from "./database.ts";
import type { Place } from "../core/call.ts";
import { sql } from "kysely";
import type { Subject } from "../alerts/subject.ts";
import type { Watch } from "../alerts/watch.ts";

/** A subject that somebody waits for, with the last look at it. Instants in UTC epoch milliseconds. */
export interface KeptSubject {
  readonly id: number;
  readonly subject: Subject;
  /** When there last was a figure, and how often there was to be one. */
  readonly seenAt?: number;
  readonly everyMs?: number;
  readonly lookedAt?: number;
  readonly last?: Observation;
}

/** An alert whose level was reached: enough to put those of one place together. */
export interface Reached {
  readonly number: number;
  readonly subjectId: number;
  readonly ownerId: string | undefined;
  readonly place: Place;
  /** Whether it was waited for to tell; else what was reached only arms it again. */
  readonly tells: boolean;
}

/** What becomes of an alert by a check. */
export interface Claim {
  readonly alert: KeptAlert;
  /** Undefined: it is only armed again. */
  readonly firedAt: number | undefined;
  readonly next: Watch | undefined;
}

/** So long the answer to whoever is about to make an alert serves as its first look. */
const ASKED_MS = 60 * 60_000;

/** Alerts that one tick marks at most. */
const MARKED_AT_ONCE = 500;

/** Tables `alert_subject` and `alert`, as the check reads and claims them. */
export class AlertWatchStore {
  /**
   * Subjects that somebody waits for and whose time has come, those that wait longest first, so that each gets its turn where there
   * are more than a tick has room for. What was looked at later than now was so before the clock was set back.
   */
  async due(on: Executor, now: number): Promise<readonly KeptSubject[]> {
    const rows = await on
      .selectFrom("alert_subject")
      .selectAll()
      .where((is) => is.or([is("next_at", "<=", now), is("looked_at", ">", now)]))
      .where((is) =>
        is.exists(
          is
            .selectFrom("alert")
            .select(sql<number>`1`.as("one"))
            .whereRef("alert.subject_id", "=", "alert_subject.id")
            .where("alert.watch", "is not", null),
        ),
      )
      .orderBy("next_at")
      .orderBy("id")
      .execute();
    return rows.map(subjectOf);
  }

  /** By id. */
  async subjects(on: Executor, ids: readonly number[]): Promise<ReadonlyMap<number, KeptSubject>> {
    const list = JSON.stringify([...new Set(ids)]);
    const rows = await on
      .selectFrom("alert_subject")
      .selectAll()
      .where("id", "in", sql<number>`(SELECT value FROM json_each(${list}))`)
      .execute();
    return new Map(rows.map((row) => [row.id, subjectOf(row)]));
  }

  async subject(on: Executor, key: string): Promise<KeptSubject | undefined> {
    const row = await on.selectFrom("alert_subject").selectAll().where("subject", "=", key).executeTakeFirst();
    return row && subjectOf(row);
  }

  /** Writes down what was seen of each subject, and when it is looked at next. */
  async note(
    on: Executor,
    looks: readonly { readonly id: number; readonly look: Look; readonly nextAt: number }[],
    now: number,
  ): Promise<void> {
    const rows = JSON.stringify(
      looks.map(({ id, look: { seen, everyMs }, nextAt }) => [
        id,
        JSON.stringify(seen),
        everyMs,
        nextAt,
        seen.kind === "seen" ? now : null,
      ]),
    );
    await sql`UPDATE alert_subject SET look = new.look, every_ms = new.every_ms, next_at = new.next_at,
        looked_at = ${now}, seen_at = coalesce(new.seen_at, alert_subject.seen_at)
      FROM (SELECT value ->> 0 AS id, value ->> 1 AS look, value ->> 2 AS every_ms, value ->> 3 AS next_at,
        value ->> 4 AS seen_at FROM json_each(${rows})) AS new
      WHERE alert_subject.id = new.id`.execute(on);
  }

  /**
   * Alerts whose level was reached and whose cool-down is over, found by the index: those that are far from their level are not
   * touched, however many there are.
   */
  async reached(
    on: Executor,
    values: readonly { readonly subjectId: number; readonly value: number }[],
    now: number,
  ): Promise<readonly Reached[]> {
    const seen = JSON.stringify(values.map(({ subjectId, value }) => [subjectId, value]));
    const part = (direction: "rises" | "falls") => sql`
      SELECT alert.number, alert.subject_id, alert.owner_id, alert.platform, alert.chat_id, alert.topic_id, alert.is_public,
        alert.phase = 'armed' AS tells
      FROM json_each(${seen}) AS seen CROSS JOIN alert INDEXED BY alert_watch
      WHERE alert.subject_id = seen.value ->> 0 AND alert.watch = ${sql.lit(direction)}
        AND alert.level ${sql.raw(direction === "rises" ? "<=" : ">=")} seen.value ->> 1
        AND (alert.phase != 'armed' OR alert.quiet_until IS NULL OR alert.quiet_until <= ${now})`;
    const { rows } = await sql<{
      number: number;
      subject_id: number;
      owner_id: string | null;
      platform: string;
      chat_id: string;
      topic_id: string | null;
      is_public: number;
      tells: number;
    }>`${part("rises")} UNION ALL ${part("falls")} ORDER BY 1`.execute(on);
    return rows.map((row) => ({
      number: row.number,
      subjectId: row.subject_id,
      ownerId: row.owner_id ?? undefined,
      place: placeOf(row),
      tells: row.tells === 1,
    }));
  }

  /** In order of their numbers. */
  async read(on: Executor, numbers: readonly number[]): Promise<readonly KeptAlert[]> {
    const rows = await alertRows(on)
      .where("number", "in", sql<number>`(SELECT value FROM json_each(${JSON.stringify(numbers)}))`)
      .orderBy("number")
      .execute();
    return rows.map(alertOf);
  }

  /** Carries out what was decided of alerts that are still as they were when it was. @returns the numbers of those */
  async claim(on: Executor, claims: readonly Claim[]): Promise<ReadonlySet<number>> {
    const rows = JSON.stringify(
      claims.map(({ alert, firedAt, next }) => [
        alert.number,
        alert.version,
        firedAt === undefined || next?.phase === "armed" ? "armed" : "fired",
        firedAt ?? null,
        next === undefined ? firedAt : null,
        next?.phase ?? null,
        next?.direction ?? null,
        next?.level ?? null,
        next?.quietUntil ?? null,
      ]),
    );
    const { rows: claimed } = await sql<{ number: number }>`UPDATE alert SET version = alert.version + 1,
        state = new.state, fired_at = coalesce(new.fired_at, alert.fired_at), over_at = new.over_at, phase = new.phase,
        watch = new.watch, level = new.level, quiet_until = new.quiet_until
      FROM (SELECT value ->> 0 AS number, value ->> 1 AS version, value ->> 2 AS state, value ->> 3 AS fired_at,
        value ->> 4 AS over_at, value ->> 5 AS phase, value ->> 6 AS watch, CAST(value ->> 7 AS REAL) AS level,
        value ->> 8 AS quiet_until FROM json_each(${rows})) AS new
      WHERE alert.number = new.number AND alert.version = new.version AND alert.state IN ('armed', 'fired')
        AND alert.watch IS NOT NULL
      RETURNING alert.number`.execute(on);
    return new Set(claimed.map(({ number }) => number));
  }

  /** Alerts that wait for something on these subjects, made by then and not marked so. @param marks  by subject's id */
  async unmarked(on: Executor, marks: ReadonlyMap<number, string>, madeBy: number): Promise<readonly KeptAlert[]> {
    const given = JSON.stringify([...marks]);
    const rows = await alertRows(on)
      .where("subject_id", "in", sql<number>`(SELECT value ->> 0 FROM json_each(${given}))`)
      .where(
        sql<boolean>`alert.reason IS NOT (SELECT value ->> 1 FROM json_each(${given}) WHERE value ->> 0 = alert.subject_id)`,
      )
      .where("alert.watch", "is not", null)
      .where("alert.created_at", "<=", madeBy)
      .orderBy("number")
      .limit(MARKED_AT_ONCE)
      .execute();
    return rows.map(alertOf);
  }

  /** Keeps a reason with alerts that are watched on, where they are as they were read. @returns the numbers of those */
  async mark(
    on: Executor,
    marks: readonly { readonly alert: KeptAlert; readonly mark: string }[],
  ): Promise<ReadonlySet<number>> {
    const rows = JSON.stringify(marks.map(({ alert, mark }) => [alert.number, alert.version, mark]));
    const { rows: marked } = await sql<{
      number: number;
    }>`UPDATE alert SET version = alert.version + 1, reason = new.reason
      FROM (SELECT value ->> 0 AS number, value ->> 1 AS version, value ->> 2 AS reason FROM json_each(${rows})) AS new
      WHERE alert.number = new.number AND alert.version = new.version RETURNING alert.number`.execute(on);
    return new Set(marked.map(({ number }) => number));
  }

  /** Takes claims back that were carried out in the same transaction: all of them as they were before. */
  async unclaim(on: Executor, alerts: readonly KeptAlert[]): Promise<void> {
    for (const { number, state, firedAt, watch, version } of alerts)
      await on
        .updateTable("alert")
        .set({ state, fired_at: firedAt ?? null, over_at: null, ...watchColumns(watch), version })
        .where("number", "=", number)
        .execute();
  }

  /** Ends what has expired. */
  async expire(on: Executor, now: number): Promise<void> {
    await on
      .updateTable("alert")
      .set((is) => ({
        state: "expired",
        over_at: now,
        phase: null,
        watch: null,
        level: null,
        snoozed_until: null,
        version: is("version", "+", 1),
      }))
      .where("expires_at", "is not", null)
      .where("over_at", "is", null)
      .where("expires_at", "<=", now)
      .execute();
  }

  /** Alerts whose snooze is over, to be armed again. */
  async awake(on: Executor, now: number): Promise<readonly KeptAlert[]> {
    const rows = await alertRows(on).where("snoozed_until", "<=", now).where("state", "=", "paused").execute();
    return rows.map(alertOf);
  }

  /** Arms an alert that was asleep, if it still is as it was read. */
  async arm(on: Executor, { number, version }: KeptAlert, watch: Watch): Promise<void> {
    await on
      .updateTable("alert")
      .set({ state: "armed", snoozed_until: null, over_at: null, ...watchColumns(watch), version: version + 1 })
      .where("number", "=", number)
      .where("version", "=", version)
      .execute();
  }

  /** Removes alerts that were over by then, and subjects that nobody has an alert on nor has asked about for an hour. */
  async removeOver(on: Executor, now: number, before: number): Promise<void> {
    await on.deleteFrom("alert").where("over_at", "<", before).execute();
    await on
      .deleteFrom("alert_subject")
      .where((is) => is.or([is("looked_at", "is", null), is("looked_at", "<", now - ASKED_MS)]))
      .where((is) =>
        is.not(
          is.exists(
            is
              .selectFrom("alert")
              .select(sql<number>`1`.as("one"))
              .whereRef("alert.subject_id", "=", "alert_subject.id"),
          ),
        ),
      )
      .execute();
  }
}

function subjectOf(row: {
  readonly id: number;
  readonly subject: string;
  readonly seen_at: number | null;
  readonly every_ms: number | null;
  readonly looked_at: number | null;
  readonly look: string | null;
}): KeptSubject {
  return {
    id: row.id,
    subject: JSON.parse(row.subject) as Subject,
    ...(row.seen_at === null ? {} : { seenAt: row.seen_at }),
    ...(row.every_ms === null ? {} : { everyMs: row.every_ms }),
    ...(row.looked_at === null ? {} : { lookedAt: row.looked_at }),
    ...(row.look === null ? {} : { last: JSON.parse(row.look) as Observation }),
  };
}
