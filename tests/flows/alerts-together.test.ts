import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alertsDesk, type AlertsDesk, DAY, HOUR, MINUTE, price } from "../support/alerts-desk.ts";
import { MESSAGES_A_TICK } from "../../src/jobs/check-alerts-messages.ts";

let desk: AlertsDesk;
beforeEach(async () => {
  desk = await alertsDesk();
});
afterEach(async () => desk.close());

const told = async (): Promise<readonly number[]> =>
  (await desk.sent()).flatMap(({ sourceId }) => sourceId.split(",").map(Number)).toSorted((a, b) => a - b);

describe("many alerts that tell at once", () => {
  test("a hundred of one person and a hundred of a place are a few messages each, and none is lost or told twice", async () => {
    const admin = desk.call({
      caller: { userId: "user-2", role: "admin" },
      place: { platform: "telegram", chatId: "-5", isPublic: true },
    });
    for (let index = 0; index < 100; index += 1) {
      await desk.add(price("bittensor", "above", 400 + index / 10));
      await desk.add(price("bittensor", "above", 400 + index / 10), { target: { kind: "place" } }, admin);
    }
    await desk.walk("bittensor", 390, 430, 431, 432);
    const sent = await desk.sent();
    expect(sent).toHaveLength(2 * MESSAGES_A_TICK);
    expect(await told()).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    const many = sent.filter(({ facts }) => facts.kind === "many");
    expect(many.map(({ ownerId }) => ownerId)).toEqual(expect.arrayContaining(["user-1", undefined]));
    for (const { facts } of many)
      expect(facts).toMatchObject({ fired: expect.arrayContaining([expect.objectContaining({ value: 430 })]) });
  });

  test("as many as there are messages for each have their own", async () => {
    for (let index = 0; index < MESSAGES_A_TICK; index += 1) await desk.add(price("bittensor", "above", 400 + index));
    await desk.walk("bittensor", 390, 430);
    expect((await desk.sent()).map(({ facts }) => facts.kind)).toEqual(Array(MESSAGES_A_TICK).fill("one"));
  });

  test("a process that dies while it sums them up has told nothing, and the next tells all of them once", async () => {
    for (let index = 0; index < 30; index += 1) await desk.add(price("bittensor", "above", 400 + index / 10));
    await desk.walk("bittensor", 390);
    let left = MESSAGES_A_TICK - 1;
    desk.state.die = () => {
      left -= 1;
      if (left < 0) throw new Error("killed");
    };
    desk.llama.say("bittensor", 430);
    await expect(desk.tick()).rejects.toThrow("killed");
    expect(await told()).toEqual([]);
    desk.state.die = () => undefined;
    desk.restart();
    await desk.tick();
    expect(await told()).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(await desk.sent()).toHaveLength(MESSAGES_A_TICK);
  });
});

describe("news of which there are several at once", () => {
  test("are told with the newest story, counted, and never again", async () => {
    const headlines = async () =>
      (await desk.sent()).map(({ facts }) =>
        facts.kind === "one"
          ? [
              facts.fired.headline?.title,
              facts.fired.moreStories?.count,
              facts.fired.moreStories?.newest.map(({ title }) => title),
            ]
          : [],
      );
    await desk.add({ kind: "news", projectId: "bittensor" }, { repetition: { kind: "repeat", coolDownMs: 0 } });
    await desk.tick();
    for (let item = 1; item <= 8; item += 1)
      desk.stories.push({ id: `n:${item}`, at: desk.now() - (20 - item) * MINUTE, title: `Story ${item}` });
    await desk.tick(5 * MINUTE);
    await desk.tick(5 * MINUTE);
    const first = ["Story 8", 7, ["Story 7", "Story 6", "Story 5", "Story 4", "Story 3"]];
    expect(await headlines()).toEqual([first]);
    desk.stories.push({ id: "n:9", at: desk.now() - 3 * HOUR, title: "Story 9" });
    await desk.tick(5 * MINUTE);
    expect(await headlines()).toEqual([first, ["Story 9", undefined, undefined]]);
  });
});

describe("a coin of which there is no price any more", () => {
  const silent = async () => (await desk.sent()).filter(({ facts }) => facts.kind === "silent");
  const wait = async (days: number) => {
    for (let hour = 0; hour < days * 24; hour += 1) await desk.tick(HOUR);
  };

  test("is told once, after three days, in one message, and /alert why says since when", async () => {
    const one = await desk.add(price("bittensor", "above", 400));
    const other = await desk.add(price("bittensor", "below", 100));
    await desk.walk("bittensor", 390);
    const seenAt = desk.now();
    desk.llama.figures.delete("bittensor");
    await wait(2.9);
    expect(await silent()).toEqual([]);
    await wait(3);
    expect(await silent()).toMatchObject([
      { sourceId: `${one},${other}`, ownerId: "user-1", facts: { alerts: [{ seenAt }, { seenAt }] } },
    ]);
    expect((await desk.one(one)).lastCheck?.why).toContain("I have had no figure of it since");
    expect((await desk.one(one)).state).toBe("armed");
  });

  test("that comes back tells as ever, and is told of again when it is gone again", async () => {
    await desk.add(price("bittensor", "above", 400));
    await desk.walk("bittensor", 390);
    desk.llama.figures.delete("bittensor");
    await wait(4);
    desk.restart();
    await wait(1);
    expect(await silent()).toHaveLength(1);
    await desk.walk("bittensor", 391);
    desk.llama.figures.delete("bittensor");
    await wait(4);
    expect(await silent()).toHaveLength(2);
    await desk.walk("bittensor", 392, 430, 431, 432);
    await wait(0.1);
    desk.llama.say("bittensor", 430);
    await desk.tick();
    expect((await desk.sent()).filter(({ facts }) => facts.kind === "one")).toHaveLength(1);
  });

  test("that never had one is told of, too, and a desk that was away for long first looks for an hour", async () => {
    await desk.add(price("never-heard-of", "above", 400));
    await desk.tick();
    desk.restart();
    await desk.tick(4 * DAY);
    await desk.tick();
    expect(await silent()).toEqual([]);
    await wait(0.1);
    expect(await silent()).toHaveLength(1);
  });
});
