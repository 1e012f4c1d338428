import { alertDeskOver } from "../support/alert-desk.ts";
import { alertReply } from "../../src/commands/alert-told.ts";
import { alertsDesk, HOUR } from "../support/alerts-desk.ts";
import { describe, expect, test } from "vitest";
import { plainText } from "../../src/core/plain.ts";

/** The alert commands over the desk's own alerts, in a database, with prices that a test says. */
async function ready() {
  const kept = await alertsDesk();
  kept.llama.say("bittensor", 324.94);
  kept.llama.say("near", 1.35);
  const commands = await alertDeskOver(kept.book);
  const say = (line: string, from = kept.call()) => commands.say(line, from);
  return { kept, ...commands, say, read: async (line: string, from = kept.call()) => plainText(await say(line, from)) };
}

describe("the alert commands over the desk's own alerts", () => {
  test("one is made, checked, tells, and says why", async () => {
    const { kept, say, read, faults } = await ready();
    expect(await read("alert add tao above 400 note sell half")).toContain("$324.94, 19% away");
    expect(await read("alert list")).toContain("Bittensor (TAO) above $400.00");
    await kept.walk("bittensor", 380);
    expect(await read("alert why 1")).toContain("$380.00 is below $400.00.");
    await kept.walk("bittensor", 412.3);
    const [sent] = await kept.sent();
    if (!sent) throw new Error("nothing was sent");
    const told = alertReply(sent.facts);
    expect(plainText(told)).toContain("Now: $412.30. Threshold: $400.00.");
    expect(plainText(told)).toContain("Note: sell half");
    const again = told.buttons?.find(({ label }) => label === "Watch again");
    if (!again || "url" in again) throw new Error("no button");
    await say(`${again.command} ${String(again.input["number"])}`);
    expect((await kept.one(1)).state).toBe("armed");
    expect(faults).toEqual([]);
  });

  test("what holds already is asked about, and tells at once only where that is wanted", async () => {
    const { kept, say, press } = await ready();
    const asking = await say("alert add tao above 300");
    expect(await kept.book.of(kept.call())).toEqual([]);
    await press(asking, "When it happens again", kept.call());
    await kept.tick();
    expect(await kept.sent()).toHaveLength(0);
    await press(asking, "Now anyway", kept.call());
    await kept.tick();
    expect(await kept.sent()).toHaveLength(1);
  });

  test("a change that is delivered again is made once, and the list says how often each is looked at", async () => {
    const { kept, say, read } = await ready();
    await say("alert add tao above 400");
    await kept.walk("bittensor", 380);
    expect(await read("alert why 1")).toContain("every");
    const again = { ...kept.call(), key: "telegram:1:77" };
    await say("alert pause 1", again);
    await say("alert resume 1");
    await say("alert pause 1", again);
    expect((await kept.one(1)).state).toBe("armed");
  });

  test("one is edited and put back, snoozed and woken, removed and put back", async () => {
    const { kept, say, read, press } = await ready();
    await say("alert add tao above 400 until 30d note old");
    const edited = await say("alert edit 1 below 250 repeat every 6h until never note none");
    const changed = await kept.one(1);
    expect(changed).toMatchObject({ condition: { is: "below", threshold: 250 }, repetition: { kind: "repeat" } });
    expect([changed.note, changed.expiresAt]).toEqual([undefined, undefined]);
    await press(edited, "Undo", kept.call());
    expect(await kept.one(1)).toMatchObject({
      condition: { threshold: 400 },
      note: "old",
      repetition: { kind: "once" },
    });
    await say("alert snooze 1 1h");
    expect(await kept.one(1)).toMatchObject({ state: "paused", snoozedUntil: kept.now() + HOUR });
    await kept.tick(2 * HOUR);
    expect((await kept.one(1)).state).toBe("armed");
    await say("alert pause 1");
    expect(await read("alert list")).toContain("Paused");
    const gone = await say("alert remove 1");
    expect(await kept.book.of(kept.call())).toEqual([]);
    await press(gone, "Undo", kept.call());
    expect(await kept.book.of(kept.call())).toMatchObject([{ condition: { threshold: 400 }, note: "old" }]);
  });

  test("the same call delivered twice makes one", async () => {
    const { kept, say } = await ready();
    for (const _time of [1, 2]) await say("alert add tao above 400", kept.call({ key: "web:1:1" }));
    expect(await kept.book.of(kept.call())).toHaveLength(1);
  });

  test("what cannot reach its owner is kept as such, and says who can mend it", async () => {
    const { kept, say, read, direct } = await ready();
    direct.refuses = "refused";
    const group = kept.call({ place: { platform: "discord", chatId: "9", isPublic: true } });
    expect(plainText(await say("alert add tao above 400", group))).toContain("I cannot reach you");
    expect((await kept.one(1)).state).toBe("unreachable");
    expect(await read("alert list")).toContain("Allow direct messages");
    direct.refuses = undefined;
    await say("alert resume 1", group);
    expect((await kept.one(1)).state).toBe("armed");
  });

  test("a place's is its admins', wherever they were when it was made", async () => {
    const { kept, read } = await ready();
    const admin = (userId: string) =>
      kept.call({ caller: { userId, role: "admin" }, place: { platform: "discord", chatId: "9", isPublic: true } });
    expect(await read("alert here tao above 400", admin("user-1"))).toContain("everybody here");
    expect(await read("alert here", admin("user-2"))).toContain("One alert of this place");
    expect(await read("alert pause 1", admin("user-2"))).toContain("is paused");
    expect(await read("alert list", kept.call())).toContain("You have no alerts");
  });
});
