import type { Place } from "../../src/core/call.ts";
import type { Delivery } from "../../src/core/delivery.ts";
import { type Adapter, FRESH_POST, type Gone, type SendResult, type Sending } from "../../src/core/desk.ts";
import { Health } from "../../src/core/health.ts";
import { text } from "../../src/core/reply.ts";
import { createDeliverer, type Deliverer } from "../../src/jobs/deliver.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";
import { type LogLine, memoryLog, NOON } from "./calls.ts";

export const aPlace = (chatId: string, change: Partial<Place> = {}): Place => ({
  platform: "telegram",
  chatId,
  isPublic: false,
  ...change,
});

/** An alert to chat "1" that is due now and stale in an hour, unless said otherwise. Its words are its key's last part. */
export const aDelivery = (occurrence: string, change: Partial<Delivery> = {}): Delivery => ({
  kind: "alert",
  sourceId: "7",
  occurrence,
  place: aPlace("1"),
  reply: { blocks: [text(occurrence)] },
  dueAt: NOON,
  staleAt: NOON + 3_600_000,
  ...change,
});

/** One call of `send`, as a door saw it. */
export interface Send {
  readonly to: Place;
  readonly key: string;
  readonly sending: Sending;
  readonly said: string;
}

/** A door without a platform: each send ends as the test says; it is sent where it says nothing. */
export class FakeDoor implements Adapter {
  readonly platform: Adapter["platform"];
  readonly sends: Send[] = [];
  /** How a send ends. */
  answer: (send: Send) => Promise<SendResult> = async ({ sending }) => {
    const messageId = `m${this.sends.length}`;
    await sending.onPart(messageId);
    return { state: "sent", messageIds: [...sending.sentIds, messageId] };
  };

  constructor(platform: Adapter["platform"] = "telegram") {
    this.platform = platform;
  }

  /** Whether the platform answers. */
  isThere = true;

  answers = async (): Promise<boolean> => this.isThere;

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  async send(
    to: Place,
    reply: Parameters<Adapter["send"]>[1],
    key: string,
    sending: Sending = FRESH_POST,
  ): Promise<SendResult> {
    const [block] = reply.blocks;
    const said = block?.kind === "text" ? block.spans.map((span) => span.text).join("") : "";
    const send = { to, key, sending, said };
    this.sends.push(send);
    await sending.onBegin();
    return await this.answer(send);
  }
}

export interface OutboxTest {
  readonly database: Database;
  readonly outbox: OutboxStore;
  readonly doors: FakeDoor[];
  readonly door: FakeDoor;
  readonly gone: { readonly sourceId: string; readonly gone: Gone }[];
  readonly health: Health;
  readonly faults: unknown[];
  readonly log: { readonly lines: readonly LogLine[] };
  now: number;
  deliverer: Deliverer;
  /** Called before and after each use of the table, such as "before claim". */
  onStep: (step: string) => void;
  enqueue(...deliveries: readonly Delivery[]): Promise<void>;
  /** Wakes the loop and waits until it has nothing more to do at this instant. */
  settle(): Promise<void>;
  /** Lets time pass, then settles. */
  pass(ms: number): Promise<void>;
  /** A new loop over the same table, as after a restart; the old one is left hanging where it is. */
  restart(): void;
  /** The process dies: whatever it still wants of its database fails, and what it was about to commit is taken back. */
  kill(): void;
  rows(): Promise<readonly { key: string; state: string; reason: string | null; reply: string; sent_ids: string }[]>;
  close(): Promise<void>;
}

/** A process, as long as it runs. */
class Life {
  isOver = false;
  /** Called before each change of the table, with its name; may end the life. */
  before: (step: string) => void = () => undefined;

  end(): void {
    this.isOver = true;
  }

  step(name: string): void {
    if (!this.isOver) this.before(name);
    if (this.isOver) throw new Error("killed");
  }
}

/** The same store, that works as long as its process lives: it may die before and after each call. */
const mortal = (store: OutboxStore, life: Life): OutboxStore =>
  new Proxy(store, {
    get:
      (target, name: keyof OutboxStore) =>
      async (...given: readonly unknown[]) => {
        life.step(`before ${name}`);
        const value = await (target[name] as (...args: readonly unknown[]) => Promise<unknown>).apply(target, [
          ...given,
        ]);
        life.step(`after ${name}`);
        return value;
      },
  });

/** An outbox with its loop, doors without platforms, and a clock that only the test moves. */
export async function outboxTest(random: () => number = () => 0.5): Promise<OutboxTest> {
  const database = await openDatabase(":memory:");
  const outbox = new OutboxStore();
  let life = new Life();
  const door = new FakeDoor();
  const gone: OutboxTest["gone"] = [];
  const health = new Health();
  const faults: unknown[] = [];
  const log = memoryLog();
  const onGone = async (_on: unknown, { sourceId }: { readonly sourceId: string }, why: Gone): Promise<void> =>
    void gone.push({ sourceId, gone: why });
  const make = (): Deliverer =>
    createDeliverer({
      database,
      outbox: mortal(new OutboxStore(), life),
      adapters: () => test.doors,
      onGone: { alert: onGone, digest: onGone },
      log,
      report: (error) => `ref${faults.push(error)}`,
      health,
      clock: () => test.now,
      random,
      times: { nowMs: 100, finishMs: 100 },
      // The clock stands still, and one a second in a chat would be one.
      paces: { telegram: { platform: { count: 25, ms: 1_000 } } },
    });
  const test: OutboxTest = {
    database,
    outbox,
    door,
    doors: [door],
    gone,
    health,
    faults,
    log,
    now: NOON,
    onStep: () => undefined,
    deliverer: undefined as never,
    async enqueue(...deliveries) {
      for (const delivery of deliveries) await outbox.enqueue(database, delivery);
    },
    async settle() {
      test.deliverer.wake();
      await test.deliverer.idle();
    },
    async pass(ms) {
      test.now += ms;
      await test.settle();
    },
    kill: () => life.end(),
    restart() {
      life = new Life();
      life.before = (step) => test.onStep(step);
      test.deliverer = make();
    },
    rows: async () =>
      await database
        .selectFrom("outbox")
        .select(["key", "state", "reason", "reply", "sent_ids"])
        .orderBy("id")
        .execute(),
    async close() {
      await test.deliverer.stop();
      await database.destroy();
    },
  };
  life.before = (step) => test.onStep(step);
  test.deliverer = make();
  return test;
}
