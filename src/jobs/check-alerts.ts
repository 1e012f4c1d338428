import { armed, firstWatch, type Watch } from "../alerts/watch.ts";
import { batches, deliveryOf, type Group, grouped } from "./check-alerts-messages.ts";
import type { AlertWatchStore, Claim, KeptSubject } from "../store/alert-watch-store.ts";
import { createFacts, type FactParts, type Telling } from "./check-alerts-facts.ts";
import type { AlertFacts } from "../alerts/facts.ts";
import type { AlertQuoteStore } from "../store/alert-quote-store.ts";
import type { AlertStore } from "../store/alert-store.ts";
import type { Database, Executor } from "../store/database.ts";
import type { Condition } from "../alerts/alert.ts";
import { createSilentTeller } from "./check-alerts-silent.ts";
import { decide } from "../alerts/decide.ts";
import type { Delivery } from "../core/delivery.ts";
import type { KeptAlert } from "../store/alert-row.ts";
import type { Log } from "../core/log.ts";
import type { Look, Observation } from "../alerts/observation.ts";
import type { LookAtSubjects } from "./check-alerts-values.ts";
import type { Reply } from "../core/reply.ts";
import { setImmediate as pause } from "node:timers/promises";
import type { Step } from "./tick.ts";
import { subjectKey } from "../alerts/subject.ts";
import { within } from "../core/within.ts";

export interface CheckAlertsParts extends FactParts {
  readonly database: Database;
  readonly alerts: AlertStore;
  readonly watches: AlertWatchStore;
  readonly quotes: AlertQuoteStore;
  readonly look: LookAtSubjects;
  /** Called in the transaction that claims the alert. */
  readonly enqueue: (on: Executor, delivery: Delivery) => Promise<unknown>;
  /** What is said of alerts that tell; pure. */
  readonly replyOf: (facts: AlertFacts) => Reply;
  /** Called when something was enqueued. */
  readonly enqueued?: () => void;
  readonly log: Log;
  /** How long a tick waits for a check; one that takes longer goes on beside the next ticks. */
  readonly waitMs?: number;
}

const MINUTE_MS = 60_000;
const WAIT_MS = 10_000;
/** After so many cadences without a figure, what was crossed meanwhile is told in one message. */
const AWAY_CADENCES = 5;
/** Histories and profiles of so many subjects are asked for in one tick. */
const STUDIES_A_TICK = 6;
/** Alerts that are over are shown for a month. */
const OVER_MS = 30 * 24 * 60 * MINUTE_MS;
const FORGET_MS = 48 * 60 * MINUTE_MS;

/** Whether a subject had no figure for much longer than its cadence. */
export const wasAway = ({ seenAt, everyMs = MINUTE_MS }: KeptSubject, now: number): boolean =>
  seenAt !== undefined && now - seenAt > AWAY_CADENCES * everyMs;

/**
 * Looks at all that alerts watch and is due, and has those told whose level was reached. Claiming an alert and enqueueing its message
 * are one transaction, and the claim repeats the version that was decided on: wherever the process dies, it tells once.
 */
export function checkAlerts(parts: CheckAlertsParts): Step {
  const { database, alerts, watches, quotes, look, enqueue, replyOf, log, waitMs = WAIT_MS } = parts;
  const tellSilent = createSilentTeller(parts);
  let running: Promise<void | "idle"> | undefined;

  return {
    name: "check alerts",
    async run(now) {
      if (running) return (await within(running, waitMs))?.value;
      let isLate = false;
      const current = check(now).finally(() => void (running = undefined));
      running = current;
      current.catch((error: unknown) => (isLate ? log.error({ error }, "a late check of alerts failed") : undefined));
      const done = await within(current, waitMs);
      isLate = done === undefined;
      if (isLate) log.info({}, "the check of alerts goes on beside the tick");
      return done?.value;
    },
  };

  async function check(now: number): Promise<void | "idle"> {
    await wake(now);
    await watches.expire(database, now);
    const subjects = few(await watches.due(database, now));
    if (subjects.length > 0) await checkSubjects(subjects, now);
    await watches.removeOver(database, now, now - OVER_MS);
    await quotes.removeLookedAtBefore(database, now - FORGET_MS);
    return subjects.length === 0 ? "idle" : undefined;
  }

  /** A snooze that is over arms the alert, so that it tells again if its condition holds then. */
  async function wake(now: number): Promise<void> {
    const asleep = await watches.awake(database, now);
    if (asleep.length === 0) return;
    await database.transaction().execute(async (on) => {
      const newest = await alerts.newestItem(on);
      for (const each of asleep) await watches.arm(on, each, awakened(each.condition, newest));
    });
  }

  async function checkSubjects(subjects: readonly KeptSubject[], now: number): Promise<void> {
    const looks = await look(
      subjects.map(({ subject }) => subject),
      now,
    );
    const looked = subjects.flatMap((each): Looked[] => {
      const found = looks.get(subjectKey(each.subject));
      return found ? [{ ...each, look: found }] : [];
    });
    await database.transaction().execute((on) =>
      watches.note(
        on,
        looked.map((each) => ({ id: each.id, look: each.look, nextAt: nextAt(each, now) })),
        now,
      ),
    );
    const seen = new Map(looked.flatMap((each) => (each.look.seen.kind === "seen" ? [[each.id, each] as const] : [])));
    const values = [...seen].map(([subjectId, { look: found }]) => ({ subjectId, value: valueIn(found.seen) }));
    await tellSilent(
      looked.map((each) => ({ ...each, seen: each.look.seen })),
      now,
    );
    const reached = await watches.reached(database, values, now);
    const groups = grouped(reached, (id) => {
      const each = seen.get(id);
      return each !== undefined && wasAway(each, now);
    });
    const facts = createFacts(parts, now);
    for (const batch of batches(groups)) {
      await tell(batch, seen, facts, now);
      await pause();
    }
  }

  /** Decides on some groups of alerts, each of which makes one message, and carries it out. */
  async function tell(
    batch: readonly Group[],
    seen: ReadonlyMap<number, Looked>,
    facts: ReturnType<typeof createFacts>,
    now: number,
  ): Promise<void> {
    const kept = await watches.read(
      database,
      batch.flatMap((group) => group.reached.map(({ number }) => number)),
    );
    const byNumber = new Map(kept.map((each) => [each.number, each]));
    const claims: Claim[] = [];
    const messages: Message[] = [];
    for (const group of batch) await prepare(group);
    async function prepare(group: Group): Promise<void> {
      try {
        const decided = group.reached.flatMap(({ number, subjectId }) =>
          decidedOn(byNumber.get(number), seen.get(subjectId), now),
        );
        const telling = decided.flatMap((each) => each.telling ?? []);
        messages.push(...(await messagesOf(group.kind, telling, facts, now)));
        claims.push(...decided.map(({ claim }) => claim));
      } catch (error) {
        // It comes first in each tick: one that cannot be put into words must not keep all behind it from telling, nor those beside it.
        const { kind, reached } = group;
        const half = Math.ceil(reached.length / 2);
        if (half < reached.length) {
          await prepare({ kind, reached: reached.slice(0, half) });
          await prepare({ kind, reached: reached.slice(half) });
          return;
        }
        log.error(
          { error, alerts: group.reached.map(({ number }) => number) },
          "alerts that were reached could not be told",
        );
      }
    }
    const sent = await database.transaction().execute(async (on) => {
      const claimed = await watches.claim(on, claims);
      let count = 0;
      for (const { of, delivery } of messages) {
        // Somebody changed one of them since it was decided on: the next tick decides anew on all of this message.
        if (!of.every(({ number }) => claimed.has(number))) {
          await watches.unclaim(
            on,
            of.filter(({ number }) => claimed.has(number)),
          );
          continue;
        }
        await enqueue(on, delivery);
        count += 1;
      }
      return count;
    });
    if (sent > 0) parts.enqueued?.();
  }

  /** What becomes of an alert whose level was reached: nothing, where it has changed since. */
  function decidedOn(alert: KeptAlert | undefined, subject: Looked | undefined, now: number): readonly Decided[] {
    const observed = subject?.look.seen;
    if (!alert || !subject || observed?.kind !== "seen" || alert.subjectId !== subject.id) return [];
    const decision = decide(alert, observed, now);
    if (decision.kind === "re-arm") return [{ claim: { alert, firedAt: undefined, next: decision.next } }];
    if (decision.kind !== "fire") return [];
    const missedSince = wasAway(subject, now) ? subject.seenAt : undefined;
    const telling = { alert, subject: subject.subject, seen: observed, why: decision.why, missedSince };
    return [{ claim: { alert, firedAt: now, next: decision.next }, telling }];
  }

  async function messagesOf(
    kind: Group["kind"],
    telling: readonly Telling[],
    facts: ReturnType<typeof createFacts>,
    now: number,
  ): Promise<readonly Message[]> {
    const [first] = telling;
    if (!first) return [];
    const of = telling.map(({ alert }) => alert);
    const message = (told: AlertFacts): readonly Message[] => [{ of, delivery: deliveryOf(of, replyOf(told), now) }];
    if (telling.length === 1) return message({ kind: "one", fired: await facts.full(first) });
    const fired = telling.map((each) => facts.brief(each));
    if (kind !== "missed") return message({ kind: "many", firedAt: now, fired });
    const since = Math.min(...telling.map(({ missedSince }) => missedSince ?? now));
    return message({ kind: "missed", since, until: now, fired });
  }

  /** Subjects of prices all at once; of those that may cost a request each, some. */
  function few(due: readonly KeptSubject[]): readonly KeptSubject[] {
    const isStudy = ({ subject: { kind } }: KeptSubject) => ["rsi", "crossing", "range_break"].includes(kind);
    return [...due.filter((each) => !isStudy(each)), ...due.filter(isStudy).slice(0, STUDIES_A_TICK)];
  }
}

/** A subject with what was seen of it just now. */
interface Looked extends KeptSubject {
  readonly look: Look;
}

/** What becomes of an alert, and what it tells if it does. */
interface Decided {
  readonly claim: Claim;
  readonly telling?: Telling;
}

interface Message {
  readonly of: readonly KeptAlert[];
  readonly delivery: Delivery;
}

const valueIn = (seen: Observation): number => (seen.kind === "missing" ? Number.NaN : seen.value);

/** What is an event and no state is waited for anew; what holds or not is told of if it holds. */
const awakened = (condition: Condition, newestItem: number): Watch =>
  ["news", "crossing", "range_break"].includes(condition.kind)
    ? firstWatch(condition, undefined, newestItem)
    : armed(condition, undefined);

/** Prices are looked at in each tick: their sources have cadences of their own. A tick comes some seconds early or late. */
function nextAt({ subject: { kind }, look: { everyMs } }: Looked, now: number): number {
  const isPriced = ["price", "move", "ratio", "volume", "cap"].includes(kind);
  return isPriced ? now : now + everyMs - MINUTE_MS / 2;
}
