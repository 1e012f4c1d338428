import type { Place } from "../core/call.ts";
import { type Delivery, DELIVERY_KINDS, deliveryKey } from "../core/delivery.ts";
import type { SendResult } from "../core/desk.ts";
import type { Health } from "../core/health.ts";
import type { Log } from "../core/log.ts";
import { within } from "../core/within.ts";
import type { Claimed, DueRow, Standing, Waiting } from "../store/outbox-row.ts";
import { type DeliverParts, deliverOne } from "./deliver-one.ts";
import { Lanes } from "./deliver-lanes.ts";
import { PACES } from "./deliver-pace.ts";

/**
 * A sender that has shown no sign of life for so long has died. Short, since Discord knows a repeat by its nonce for about two
 * minutes only; a sender shows one each third of it.
 */
const LEASE_MS = 45_000;
/** How often it is looked whether something is due that nobody has told of. */
const LOOK_MS = 2_000;
/** Places looked at together. Many: a look reads all that is due, and what is woken is looked at at once anyway. */
const LOOK_ROWS = 500;
/** How long a stop waits for what is being sent; what is not over by then is sent once more by the next process. */
const FINISH_MS = 2_000;
/** How long `sendNow` waits. */
const NOW_MS = 5_000;
/** How often senders show that they live, and how often is counted what waits. */
const BEAT_MS = LEASE_MS / 3;
/** How often those are looked at, at the least, that have to wait a moment. */
const SOON_MS = 200;
/** Chats of which is known when they had their turn. */
const TURNS_KEPT = 10_000;
/** From then on what is due counts as late. */
const LATE_MS = 5 * 60_000;

const RANK = Object.fromEntries(DELIVERY_KINDS.map((kind, rank) => [kind, rank])) as Record<Delivery["kind"], number>;

export interface DelivererParts extends DeliverParts {
  readonly log: Log;
  readonly health: Health;
  /** Other limits than the platforms' own. */
  readonly paces?: typeof PACES;
  readonly times?: { readonly lookMs?: number; readonly finishMs?: number; readonly nowMs?: number };
}

/** Sends what is in the outbox. */
export interface Deliverer {
  /** Begins, with what an earlier process has left. */
  start(): void;
  /** Something was enqueued, and its transaction is over. */
  wake(): void;
  /** A place takes messages again, such as a page that was opened. */
  reachable(place: Pick<Place, "platform" | "chatId">): void;
  /**
   * Enqueues something and waits some seconds for its first try, to tell somebody at once whether they can be reached there.
   * Whatever comes back, the delivery goes on as every other. Not to be called inside a transaction.
   * @returns `later` when it has not been tried by then
   */
  sendNow(delivery: Delivery): Promise<SendResult>;
  /** As of the last look. */
  waiting(): Waiting;
  /** Resolves when nothing is under way and nothing can be begun now. */
  idle(): Promise<void>;
  /** Begins nothing more, and waits a little for what is under way. */
  stop(): Promise<void>;
}

/**
 * The loop that delivers: answers before alerts before digests, one at a time in a chat and those of one kind in their order,
 * a few at once on a platform. Chats take turns, since of each only the first one is looked for.
 */
export function createDeliverer(parts: DelivererParts): Deliverer {
  const { database, outbox, log, health, clock } = parts;
  const { lookMs = LOOK_MS, finishMs = FINISH_MS, nowMs = NOW_MS } = parts.times ?? {};
  const lanes = new Lanes(parts.paces ?? PACES);
  /** When each chat was last served, as a count: who has waited longest goes first. */
  const turns = new Map<string, number>();
  const underWay = new Map<number, Promise<void>>();
  const awaited = new Map<string, (result: SendResult) => void>();
  let turn = 0;
  let queue: readonly DueRow[] = [];
  let running: Promise<void> | undefined;
  /** The queue does not hold all that there is. */
  let isBehind = true;
  let goesOn = false;
  let isStopped = false;
  let timers: readonly NodeJS.Timeout[] = [];
  let soon: NodeJS.Timeout | undefined;
  let waiting: Waiting = { count: 0, oldestDueAt: undefined };

  async function fill(now: number): Promise<void> {
    isBehind = false;
    const dropped = await outbox.dropHopeless(database, now);
    if (dropped > 0) log.warn({ dropped }, "deliveries were given up");
    const due = await outbox.due(database, now, { limit: LOOK_ROWS, except: lanes.closed(now) });
    const turnOf = ({ platform, chatId }: DueRow): number => turns.get(`${platform} ${chatId}`) ?? 0;
    queue = due.toSorted((a, b) => RANK[a.kind] - RANK[b.kind] || turnOf(a) - turnOf(b));
  }

  async function beginQueued(): Promise<void> {
    const kept: DueRow[] = [];
    let nextAt = Infinity;
    const rows = queue;
    queue = [];
    for (const row of rows) {
      const { platform, chatId } = row;
      const now = clock();
      if (isStopped) return;
      const room = lanes.roomFor(platform, chatId, now);
      if (room.kind === "soon") {
        kept.push(row);
        nextAt = Math.min(nextAt, room.at ?? Infinity);
      }
      // Kept out of what is looked at, so that full chats do not stand before the others.
      if (room.kind === "wait") await outbox.putOff(database, row, room.until);
      if (room.kind !== "now") continue;
      const claimed = await outbox.claim(database, row, now, now + LEASE_MS);
      if (claimed && !isStopped) {
        lanes.enter(platform, chatId, clock());
        begin(claimed);
      }
      // Given back, so that the next process need not take it for sent.
      if (claimed && isStopped)
        await outbox.settle(
          database,
          claimed,
          { state: "later", retryAt: now, why: "stopped", unknowns: claimed.unknowns },
          now,
        );
    }
    queue = kept;
    clearTimeout(soon);
    if (kept.length > 0) soon = setTimeout(go, Math.min(SOON_MS, Math.max(1, nextAt - clock()))).unref();
  }

  function begin(claimed: Claimed): void {
    const { platform, chatId } = claimed.place;
    const chat = `${platform} ${chatId}`;
    turns.delete(chat);
    turns.set(chat, (turn += 1));
    const [oldest] = turns.keys();
    if (turns.size > TURNS_KEPT && oldest !== undefined) turns.delete(oldest);
    const work = finish(claimed).finally(() => {
      underWay.delete(claimed.id);
      lanes.leave(platform, chatId);
      go();
    });
    underWay.set(claimed.id, work);
  }

  async function finish(claimed: Claimed): Promise<void> {
    const { kind, key, place, attempts } = claimed;
    try {
      const { result, pausedUntil } = await deliverOne(claimed, parts);
      if (pausedUntil !== undefined) lanes.pause(place.platform, pausedUntil);
      const messages = result.state === "sent" ? result.messageIds.length - claimed.sentIds.length : 1;
      for (let more = 1; more < messages; more += 1) lanes.sent(place.platform, place.chatId, clock());
      if (result.state !== "sent")
        log.info({ kind, platform: place.platform, state: result.state, why: result.why, attempts }, "delivery");
      awaited.get(key)?.(result);
    } catch (error) {
      log.error({ error, kind, platform: place.platform }, "how a delivery went could not be noted");
    }
  }

  async function run(): Promise<void> {
    do {
      goesOn = false;
      if (isBehind || queue.length === 0) await fill(clock());
      await beginQueued();
    } while (goesOn && !isStopped);
  }

  function go(): void {
    goesOn = true;
    if (isStopped) return;
    running ??= run()
      .catch((error: unknown) => log.error({ error }, "the outbox could not be read"))
      .finally(() => {
        running = undefined;
        if (goesOn) go(); // Asked for after the last look.
      });
  }

  function wake(): void {
    isBehind = true;
    go();
  }

  async function beat(): Promise<void> {
    const now = clock();
    if (underWay.size > 0) await outbox.renew(database, [...underWay.keys()], now + LEASE_MS);
    waiting = await outbox.waiting(database, now);
    // A page that nobody opens is no fault of anything.
    const { oldestDueAt = now } = await outbox.waiting(database, now, "web");
    const minutes = Math.floor((now - oldestDueAt) / 60_000);
    health.set(
      "outbox",
      now - oldestDueAt < LATE_MS ? "ok" : "late",
      `${waiting.count} waiting${minutes > 0 ? `, the oldest for ${minutes} min` : ""}`,
      now,
    );
  }

  const noteFailure = (error: unknown): void => log.error({ error }, "the outbox could not be looked after");

  return {
    wake,
    waiting: () => waiting,

    start() {
      if (timers.length > 0 || isStopped) return;
      timers = [setInterval(wake, lookMs), setInterval(() => void beat().catch(noteFailure), BEAT_MS)].map((timer) =>
        timer.unref(),
      );
      beat().catch(noteFailure);
      wake();
    },

    reachable(place) {
      if (!isStopped) outbox.hasten(database, place, clock()).then(wake, noteFailure);
    },

    async sendNow(delivery) {
      const key = deliveryKey(delivery);
      const first = new Promise<SendResult>((resolve) => void awaited.set(key, resolve));
      try {
        if (!(await outbox.enqueue(database, delivery)))
          return standing(await outbox.find(database, key), delivery.place);
        wake();
        return (await within(first, nowMs))?.value ?? standing(await outbox.find(database, key), delivery.place);
      } finally {
        awaited.delete(key);
      }
    },

    async idle() {
      while (running || underWay.size > 0) await Promise.all([running, ...underWay.values()]);
    },

    async stop() {
      isStopped = true;
      for (const timer of timers) clearInterval(timer);
      clearTimeout(soon);
      await within(Promise.all([running, ...underWay.values()]), finishMs);
    },
  };
}

/** What is known of a delivery that was tried before, or has not been tried in time. */
function standing(found: Standing | undefined, { isPublic }: Place): SendResult {
  const why = found?.why ?? "not tried yet";
  switch (found?.state) {
    case "sent":
      return { state: "sent", messageIds: found.messageIds };
    case "gone":
      return { state: "gone", mendedBy: isPublic ? "admin" : "person", why };
    case "dropped":
      return { state: "refused", why };
    default:
      return { state: "later", afterMs: 0, scope: "message", why };
  }
}
