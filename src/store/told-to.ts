import { sql } from "kysely";
import type { Executor } from "./database.ts";

/** Of one that has never arrived: a new digest tells of a day. */
const DAY_MS = 86_400_000;

/**
 * Up to when those are told whose last digest did not arrive or has not yet, so that the next one tells the rest.
 * @param numbers  of subscriptions
 * @returns UTC epoch milliseconds by number; those whose last one has arrived are absent
 */
export async function toldTo(on: Executor, numbers: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (numbers.length === 0) return new Map();
  const { rows } = await sql<{ readonly number: number; readonly at: number }>`
    WITH lost AS (
      SELECT s.number, s.created_at, run.at FROM subscription s
      JOIN subscription_run run ON run.subscription_number = s.number AND run.at >= s.covered_to
      JOIN outbox ON outbox.key = 'digest:' || s.number || ':' || run.slot
      WHERE s.number IN (${sql.join(numbers)}) AND outbox.state IN ('waiting', 'later', 'dropped', 'gone')
        AND NOT EXISTS (SELECT 1 FROM subscription_run newer
          WHERE newer.subscription_number = s.number AND newer.state = 'enqueued' AND newer.at > run.at))
    SELECT lost.number, COALESCE(
      (SELECT MAX(COALESCE(edition.covers_to, told.at)) FROM subscription_run told
        LEFT JOIN edition ON edition.id = told.edition_id
        LEFT JOIN outbox ON outbox.key = 'digest:' || lost.number || ':' || told.slot
        WHERE told.subscription_number = lost.number AND told.state = 'enqueued' AND told.at < lost.at
          AND COALESCE(outbox.state, 'sent') IN ('sent', 'sending')),
      lost.created_at - ${DAY_MS}) AS at
    FROM lost`.execute(on);
  return new Map(rows.map(({ number, at }) => [number, at]));
}
