import fc from "fast-check";
import { expect, test } from "vitest";
import { Lanes } from "./deliver-lanes.ts";
import { PACES } from "./deliver-pace.ts";

const NOON = Date.parse("2026-03-01T12:00Z");

/** How many of these lie in the stretch of so long that ends at an instant. */
const within = (sent: readonly number[], now: number, ms: number): number =>
  sent.filter((at) => at > now - ms && at <= now).length;

/** Whether Telegram would take one more in this chat now; counted over all that was sent, which is not how the lanes do it. */
function isAllowed(sent: readonly (readonly [string, number])[], chatId: string, now: number): boolean {
  const all = sent.map(([, at]) => at);
  const here = sent.flatMap(([chat, at]) => (chat === chatId ? [at] : []));
  const isFree = within(all, now, 1_000) < 25 && within(here, now, 1_000) < 1;
  return isFree && (!chatId.startsWith("-") || within(here, now, 60_000) < 20);
}

test("in no stretch of time is Telegram sent more than it takes, and nothing waits that may go", () => {
  const aChat = fc.oneof(
    fc.integer({ min: 1, max: 60 }).map(String),
    fc.integer({ min: -3, max: -1 }).map(String),
    fc.constant("-1"),
  );
  // Chats that want something, and how much time passes before.
  const wanted = fc.array(fc.tuple(aChat, fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_500 }))), {
    minLength: 1,
    maxLength: 400,
  });
  fc.assert(
    fc.property(wanted, (wishes) => {
      const lanes = new Lanes(PACES);
      const sent: (readonly [string, number])[] = [];
      let now = NOON;
      for (const [chatId, pause] of wishes) {
        now += pause;
        const room = lanes.roomFor("telegram", chatId, now);
        expect(room.kind === "now").toBe(isAllowed(sent, chatId, now));
        if (room.kind === "later") throw new Error("nobody is busy, nothing is paused");
        const at = room.kind === "wait" ? room.until : room.kind === "soon" ? (room.at ?? now) : now;
        // The instant that is named is the first one.
        if (at > now) expect(isAllowed(sent, chatId, at - 1)).toBe(false);
        expect(isAllowed(sent, chatId, at)).toBe(true);
        if (at > now + 5_000) continue;
        now = at;
        lanes.enter("telegram", chatId, now);
        lanes.leave("telegram", chatId);
        sent.push([chatId, now]);
      }
    }),
    { numRuns: 150 },
  );
});

test("a backlog of many chats goes out at exactly 25 a second", () => {
  const lanes = new Lanes(PACES);
  let now = NOON;
  for (let chat = 1; chat <= 25 * 60; chat += 1) {
    const room = lanes.roomFor("telegram", String(chat), now);
    if (room.kind === "soon") now = room.at ?? now;
    lanes.enter("telegram", String(chat), now);
    lanes.leave("telegram", String(chat));
  }
  expect(now - NOON).toBe(59_000);
});

test("each message of a longer post counts", () => {
  const lanes = new Lanes(PACES);
  for (let post = 0; post < 10; post += 1) {
    const now = NOON + post * 2_000;
    expect(lanes.roomFor("telegram", "-5", now).kind).toBe("now");
    lanes.enter("telegram", "-5", now);
    lanes.sent("telegram", "-5", now);
    lanes.leave("telegram", "-5");
  }
  expect(lanes.roomFor("telegram", "-5", NOON + 20_000)).toEqual({ kind: "wait", until: NOON + 60_000 });
  expect(lanes.roomFor("telegram", "-6", NOON + 20_000).kind).toBe("now");
});

test("eight at a time, one in a chat, none while the platform wants to be left alone; Discord counts for itself", () => {
  const lanes = new Lanes(PACES);
  for (let chat = 1; chat <= 8; chat += 1) lanes.enter("discord", `${chat}`, NOON);
  expect(lanes.roomFor("discord", "9", NOON)).toEqual({ kind: "soon" });
  expect(lanes.roomFor("discord", "1", NOON)).toEqual({ kind: "later" });
  lanes.leave("discord", "1");
  expect(lanes.roomFor("discord", "1", NOON)).toEqual({ kind: "now" });
  lanes.pause("discord", NOON + 5_000);
  expect(lanes.roomFor("discord", "1", NOON)).toEqual({ kind: "later" });
  expect(lanes.closed(NOON)).toEqual(["discord"]);
  expect(lanes.roomFor("telegram", "1", NOON)).toEqual({ kind: "now" });
});
