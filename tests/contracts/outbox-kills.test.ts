import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DELIVERY_KINDS, type Delivery, deliveryKey } from "../../src/core/delivery.ts";
import type { SendResult, Sending } from "../../src/core/desk.ts";
import { NOON } from "../support/calls.ts";
import { aDelivery, aPlace, type OutboxTest, outboxTest } from "../support/outbox.ts";

const MINUTE = 60_000;

/** What really came out of the platform's end, in order; a part of two is "KEY#0" and "KEY#1". */
type Arrivals = string[];

/** How one part of a try goes: `lost` and `arrived` break off before and after the platform took it, `die` kills us there. */
type Fate =
  | "sent"
  | "lost"
  | "arrived"
  | "die before"
  | "die after"
  | "later"
  | "limited"
  | "gone"
  | "refused"
  | "throws";

/** Plays fates part by part, and everything well once they are used up. */
function fatedDoor(desk: OutboxTest, fates: Fate[], partsOf: (key: string) => number): Arrivals {
  const arrivals: Arrivals = [];
  desk.door.answer = async ({ key, sending }): Promise<SendResult> => {
    const ids = [...sending.sentIds];
    while (ids.length < partsOf(key)) {
      // The door has begun the first one.
      if (ids.length > sending.sentIds.length) await sending.onBegin();
      const result = await playPart(fates.shift() ?? "sent", `${key}#${ids.length}`, sending);
      if (result) return result;
      ids.push(`${key}#${ids.length}`);
    }
    return { state: "sent", messageIds: ids };
  };
  async function playPart(fate: Fate, part: string, { onPart }: Sending): Promise<SendResult | undefined> {
    if (["sent", "arrived", "die after"].includes(fate)) arrivals.push(part);
    if (fate === "die before" || fate === "die after") {
      desk.kill();
      throw new Error("killed");
    }
    if (fate === "throws") throw new Error("boom");
    if (fate === "lost" || fate === "arrived") return { state: "unknown", why: "broken off" };
    if (fate === "later") return { state: "later", afterMs: 5_000, scope: "message", why: "not now" };
    if (fate === "limited") return { state: "later", afterMs: 9_000, scope: "place", why: "slow down" };
    if (fate === "gone") return { state: "gone", mendedBy: "admin", why: "kicked" };
    if (fate === "refused") return { state: "refused", why: "400" };
    await onPart(part);
    return undefined;
  }
  return arrivals;
}

/** Time passes, and a dead process is started again, until nothing is open. */
async function outlive(desk: OutboxTest, isDead: () => boolean, until: number): Promise<void> {
  while (desk.now < until) {
    await desk.pass(10_000);
    if (isDead()) desk.restart();
    if ((await desk.rows()).every(({ state }) => ["sent", "gone", "dropped"].includes(state))) return;
  }
}

const count = (arrivals: Arrivals): ReadonlyMap<string, number> =>
  arrivals.reduce((counts, part) => counts.set(part, (counts.get(part) ?? 0) + 1), new Map<string, number>());

describe("a process killed between two steps", () => {
  const steps = ["dropHopeless", "due", "claim", "noteBegun", "notePart", "settle"].flatMap((name) => [
    `before ${name}`,
    `after ${name}`,
  ]);

  test.each(steps.flatMap((step) => [1, 2, 3].map((time) => [step, time] as const)))(
    "%s, time %i, loses nothing and repeats one part at most",
    async (step, time) => {
      const desk = await outboxTest();
      const arrivals = fatedDoor(desk, [], () => 2);
      await desk.enqueue(aDelivery("a"), aDelivery("b"), aDelivery("c", { kind: "digest" }));
      let times = 0;
      let isDead = false;
      desk.onStep = (name) => {
        if (name !== step || (times += 1) !== time) return;
        isDead = true;
        desk.kill();
      };
      await outlive(desk, () => isDead, NOON + 30 * MINUTE);
      expect((await desk.rows()).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
      const counts = count(arrivals);
      expect(counts.size).toBe(6);
      expect([...counts.values()].reduce((sum, each) => sum + each)).toBeLessThanOrEqual(7);
      expect(isDead).toBe(true);
      await desk.close();
    },
  );

  test("however often it dies before a message is begun, the message comes, and once", async () => {
    const desk = await outboxTest();
    const arrivals = fatedDoor(desk, [], () => 1);
    await desk.enqueue(aDelivery("a"));
    let deaths = 0;
    let isDead = false;
    desk.onStep = (name) => {
      if (name !== "before noteBegun" || deaths === 6) return;
      deaths += 1;
      isDead = true;
      desk.kill();
    };
    desk.restart();
    await outlive(
      desk,
      () => {
        const wasDead = isDead;
        isDead = false;
        return wasDead;
      },
      NOON + 30 * MINUTE,
    );
    expect(deaths).toBe(6);
    expect(arrivals).toEqual(["alert:7:a#0"]);
    expect((await desk.rows()).map(({ state }) => state)).toEqual(["sent"]);
    await desk.close();
  });

  test("a death is no try whose outcome nobody knows: a connection that breaks after it is tried once more", async () => {
    const desk = await outboxTest();
    const arrivals = fatedDoor(desk, ["die after", "die after", "arrived", "sent"], () => 1);
    await desk.enqueue(aDelivery("a"));
    await outlive(desk, () => true, NOON + 30 * MINUTE);
    expect((await desk.rows()).map(({ state }) => state)).toEqual(["sent"]);
    expect(arrivals).toHaveLength(4);
    await desk.close();
  });

  test("what one process after another dies of is given up, and says so", async () => {
    const desk = await outboxTest();
    const arrivals = fatedDoor(
      desk,
      Array.from({ length: 30 }, () => "die after"),
      () => 1,
    );
    await desk.enqueue(aDelivery("a"));
    await outlive(desk, () => true, NOON + 55 * MINUTE);
    expect(await desk.rows()).toMatchObject([{ state: "dropped", reason: "it is not known whether it arrived" }]);
    expect(arrivals).toHaveLength(10);
    await desk.close();
  });

  test.each(["die before", "die after"] as const)("while the platform is asked (%s): the same", async (fate) => {
    const desk = await outboxTest();
    const fates: Fate[] = ["sent", fate];
    const arrivals = fatedDoor(desk, fates, () => 2);
    await desk.enqueue(aDelivery("a"), aDelivery("b"));
    await desk.settle();
    desk.restart();
    // The dead one's lease holds: nobody else sends it, nor what stands behind it.
    await desk.pass(44_000);
    expect(arrivals).toEqual(fate === "die before" ? ["alert:7:a#0"] : ["alert:7:a#0", "alert:7:a#1"]);
    await desk.pass(2_000);
    await desk.pass(MINUTE);
    expect(arrivals.slice(fate === "die before" ? 1 : 2)).toEqual(["alert:7:a#1", "alert:7:b#0", "alert:7:b#1"]);
    await desk.close();
  });
});

describe("whatever happens", () => {
  const fate = fc.constantFrom<Fate>(
    "sent",
    "sent",
    "lost",
    "arrived",
    "die before",
    "die after",
    "later",
    "limited",
    "gone",
    "refused",
    "throws",
  );
  const delivery = fc.record({
    kind: fc.constantFrom(...DELIVERY_KINDS),
    source: fc.constantFrom("1", "2", "3"),
    chat: fc.constantFrom("1", "2"),
    topic: fc.constantFrom(undefined, "9"),
    dueIn: fc.integer({ min: -60_000, max: 60_000 }),
  });

  test(
    "each delivery ends with a reason, none comes more often than twice and once for each death, none out of its order",
    { timeout: 60_000 },
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(delivery, { minLength: 1, maxLength: 8 }),
          fc.array(fate, { maxLength: 30 }),
          fc.integer({ min: 0, max: 60 }),
          async (wanted, fates, killAt) => {
            const planned = [...fates];
            const desk = await outboxTest();
            const deliveries: readonly Delivery[] = wanted.map(({ kind, source, chat, topic, dueIn }, index) =>
              aDelivery(String(index), {
                kind,
                sourceId: source,
                place: aPlace(chat, topic === undefined ? {} : { topicId: topic, isPublic: true }),
                dueAt: NOON + dueIn,
                staleAt: NOON + 60 * MINUTE,
              }),
            );
            const byKey = new Map(deliveries.map((each, index) => [deliveryKey(each), { ...each, index }]));
            const arrivals = fatedDoor(desk, fates, (key) => 1 + ((byKey.get(key)?.index ?? 0) % 2));
            let steps = 0;
            desk.onStep = () => ((steps += 1) === killAt ? desk.kill() : undefined);
            await desk.enqueue(...deliveries);
            await outlive(desk, () => true, NOON + 90 * MINUTE);

            for (const { key, state, reason, reply } of await desk.rows()) {
              expect(["sent", "gone", "dropped"]).toContain(state);
              expect(reply).toBe("");
              if (state !== "sent") expect(reason).toMatch(/\w/);
              const parts = 1 + ((byKey.get(key)?.index ?? 0) % 2);
              const there = new Set(arrivals.filter((part) => part.startsWith(`${key}#`)));
              if (state === "sent") expect(there.size).toBe(parts);
            }
            const deaths = 1 + planned.filter((each) => each.startsWith("die")).length;
            for (const times of count(arrivals).values()) expect(times).toBeLessThanOrEqual(2 + deaths);
            const lines = new Map<string, number[]>();
            for (const part of arrivals) {
              const { kind, place, dueAt, index } = byKey.get(part.split("#")[0] ?? "") ?? never();
              const line = `${kind} ${place.chatId} ${place.topicId}`;
              const position = (dueAt - NOON + MINUTE) * 100 + index + Number(part.split("#")[1]) / 10;
              lines.set(line, [...(lines.get(line) ?? []), position]);
            }
            for (const line of lines.values()) expect(line).toEqual(line.toSorted((a, b) => a - b));
            await desk.close();
          },
        ),
        { numRuns: 60 },
      ),
  );
});

function never(): never {
  throw new Error("something arrived that was never enqueued");
}
