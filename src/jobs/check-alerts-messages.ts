import type { Delivery } from "../core/delivery.ts";
import type { KeptAlert } from "../store/alert-row.ts";
import type { Reached } from "../store/alert-watch-store.ts";
import type { Reply } from "../core/reply.ts";

/** So many messages one person or place gets of one tick: the last of them sums up the alerts that are over. */
export const MESSAGES_A_TICK = 5;
/** A message that waits longer is about a market of long ago. */
const STALE_MS = 6 * 60 * 60_000;
/** Alerts of one transaction; between two of them the desk answers people. */
const ALERTS_AT_ONCE = 200;

/** Alerts that make one message, and why several do. */
export interface Group {
  readonly kind: "alone" | "missed" | "many";
  readonly reached: readonly Reached[];
}

/**
 * Who is told what in how many messages. Each alert has its own, but those that nobody could look at for a while share one for each
 * person and place, and so do those that are more than `MESSAGES_A_TICK`. What is only armed again makes no message.
 */
export function grouped(reached: readonly Reached[], isAway: (subjectId: number) => boolean): readonly Group[] {
  const silent = reached.filter(({ tells }) => !tells).map((each): Group => ({ kind: "alone", reached: [each] }));
  const byReader = new Map<string, Reached[]>();
  for (const each of reached.filter(({ tells }) => tells)) {
    const theirs = byReader.get(readerOf(each));
    if (theirs) theirs.push(each);
    else byReader.set(readerOf(each), [each]);
  }
  return [...silent, ...[...byReader.values()].flatMap((theirs) => groupsOf(theirs, isAway))];
}

/** One person in one chat, or one place; each topic is a place of its own. */
export const readerOf = ({
  ownerId = "",
  place: { platform, chatId, topicId = "" },
}: Pick<Reached, "ownerId" | "place">): string => JSON.stringify([ownerId, platform, chatId, topicId]);

function groupsOf(theirs: readonly Reached[], isAway: (subjectId: number) => boolean): readonly Group[] {
  const missed = theirs.filter(({ subjectId }) => isAway(subjectId));
  const fresh = theirs.filter(({ subjectId }) => !isAway(subjectId));
  const room = missed.length === 0 ? MESSAGES_A_TICK : MESSAGES_A_TICK - 1;
  // A message for what is over is worth it from two on; else that one has its own.
  const alone = fresh.length <= room ? fresh : fresh.slice(0, room - 1);
  const rest = fresh.slice(alone.length);
  return [
    ...alone.map((each): Group => ({ kind: "alone", reached: [each] })),
    ...(missed.length === 0 ? [] : [{ kind: "missed", reached: missed } as const]),
    ...(rest.length === 0 ? [] : [{ kind: "many", reached: rest } as const]),
  ];
}

/** Some groups at a time, none of them torn apart. */
export function* batches(groups: readonly Group[]): Generator<readonly Group[]> {
  let batch: Group[] = [];
  let count = 0;
  for (const group of groups) {
    batch.push(group);
    count += group.reached.length;
    if (count < ALERTS_AT_ONCE) continue;
    yield batch;
    [batch, count] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

/**
 * The message of some alerts, which share their reader.
 * @param occurrence  by default the version of each alert, so that the same occurrence has the same key in every process
 */
export function deliveryOf(
  of: readonly KeptAlert[],
  reply: Reply,
  now: number,
  occurrence = of.map(({ version }) => version).join(","),
): Delivery {
  const [first] = of;
  if (!first) throw new RangeError("a message about no alert");
  return {
    kind: "alert",
    sourceId: of.map(({ number }) => number).join(","),
    occurrence,
    place: first.place,
    ...(first.target.kind === "place" ? {} : { ownerId: first.ownerId }),
    reply,
    dueAt: now,
    staleAt: now + STALE_MS,
  };
}
