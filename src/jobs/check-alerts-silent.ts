import type { AlertNames, AlertFacts } from "../alerts/facts.ts";
import type { AlertWatchStore, KeptSubject } from "../store/alert-watch-store.ts";
import type { Condition } from "../alerts/alert.ts";
import type { Database, Executor } from "../store/database.ts";
import { deliveryOf, readerOf } from "./check-alerts-messages.ts";
import type { Delivery } from "../core/delivery.ts";
import { type KeptAlert, shown } from "../store/alert-row.ts";
import { known } from "../wire/figure.ts";
import type { Observation } from "../alerts/observation.ts";
import type { Reply } from "../core/reply.ts";
import { SILENT_MS, silentMark } from "../alerts/silence.ts";

export interface SilentParts {
  readonly database: Database;
  readonly watches: AlertWatchStore;
  readonly namesOf: (condition: Condition) => AlertNames;
  /** Called in the transaction that marks the alerts as told of. */
  readonly enqueue: (on: Executor, delivery: Delivery) => Promise<unknown>;
  readonly replyOf: (facts: AlertFacts) => Reply;
  readonly enqueued?: () => void;
}

/** A desk that has just begun has to look for so long before it says that there is nothing to be seen. */
const LOOKING_MS = 60 * 60_000;

/**
 * Tells owners of alerts, once, that there has been no figure for `SILENT_MS`: a coin that is delisted would keep them waiting for
 * ever. The alerts are watched on. One message for each person and place, in one transaction with the mark that it was said.
 */
export function createSilentTeller({ database, watches, namesOf, enqueue, replyOf, enqueued }: SilentParts) {
  let since: number | undefined;

  return async (subjects: readonly (KeptSubject & { readonly seen: Observation })[], now: number): Promise<void> => {
    since ??= now;
    // Doubted is a figure, too.
    const silent = subjects.filter(
      ({ seen, seenAt }) =>
        (seen.kind === "missing" || seen.kind === "stale") && (seenAt === undefined || now - seenAt >= SILENT_MS),
    );
    if (silent.length === 0 || now - since < LOOKING_MS) return;
    const seenAt = new Map(silent.map((each) => [each.id, each.seenAt]));
    const marks = new Map(silent.map((each) => [each.id, silentMark(each.seenAt)]));
    const untold = await watches.unmarked(database, marks, now - SILENT_MS);
    if (untold.length === 0) return;
    await database.transaction().execute(async (on) => {
      for (const theirs of byReader(untold)) {
        const done = await watches.mark(
          on,
          theirs.map((alert) => ({ alert, mark: silentMark(seenAt.get(alert.subjectId)) })),
        );
        const alerts = theirs.filter(({ number }) => done.has(number));
        if (alerts.length === 0) continue;
        const facts = alerts.map((alert) => ({
          alert: shown(alert),
          names: namesOf(alert.condition),
          ...known({ seenAt: seenAt.get(alert.subjectId) }),
        }));
        await enqueue(
          on,
          deliveryOf(alerts, replyOf({ kind: "silent", at: now, alerts: facts }), now, `silent:${now}`),
        );
      }
    });
    enqueued?.();
  };
}

function byReader(alerts: readonly KeptAlert[]): readonly (readonly KeptAlert[])[] {
  const found = new Map<string, KeptAlert[]>();
  for (const alert of alerts) {
    const { target, ownerId, place } = alert;
    const key = readerOf({ ownerId: target.kind === "place" ? undefined : ownerId, place });
    found.set(key, [...(found.get(key) ?? []), alert]);
  }
  return [...found.values()];
}
