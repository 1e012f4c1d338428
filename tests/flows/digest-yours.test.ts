import { afterEach, expect, test } from "vitest";
import type { Alert } from "../../src/alerts/alert.ts";
import { memoryLog } from "../support/calls.ts";
import { openYours } from "../../src/compose/digest-yours.ts";
import { recommended } from "../../src/digest/subscription.ts";
import { digestDesk } from "../support/digest-desk.ts";

const AT = Date.UTC(2026, 10, 23, 8);
const HOUR = 3_600_000;

let close: (() => Promise<void>) | undefined;
afterEach(async () => await close?.());

async function opened() {
  const desk = await digestDesk(AT);
  close = () => desk.close();
  return desk;
}

test("a direct digest tells of the portfolio by holding and layer, of the watchlist, and of alerts that told", async () => {
  const desk = await opened();
  const owner = await desk.person("telegram", "11");
  await owner.say("digest subscribe 09:00 UTC");
  await owner.say("portfolio add buy 2.5 TAO at 310 usd on 2026-03-01");
  await owner.say("portfolio add buy 0.1 BTC at 60000 usd on 2026-03-01");
  await owner.say("watchlist add fet");
  await desk.runUntil(AT + 1.25 * HOUR);
  const [digest] = desk.arrived.filter(({ platform }) => platform === "telegram");
  expect(digest?.text).toMatch(
    /Portfolio \$[\d,.]+, 24 h [+-]\$[\d,.]+ \([+-][\d.]+%\): (?:TAO|BTC) [+-]\$[\d,.]+, (?:TAO|BTC) [+-]\$[\d,.]+; by layer .+ [+-]\$/,
  );
  expect(digest?.text).toMatch(/Watchlist, 24 h: FET [+-][\d.]+%/);
  expect(digest?.text).not.toContain("Alerts that told");
  expect(desk.faults).toEqual([]);
});

test("what is somebody's alone is neither in a place's digest nor in anybody else's", async () => {
  const desk = await opened();
  const owner = await desk.person("telegram", "11", "admin");
  await owner.say("portfolio add buy 2.5 TAO at 310 usd on 2026-03-01");
  await owner.say("watchlist add fet");
  await owner.say("digest here 09:00 UTC", { chatId: "-100", isPublic: true });
  const other = await desk.person("telegram", "12");
  await other.say("digest subscribe 09:00 UTC");
  await desk.runUntil(AT + 1.25 * HOUR);
  expect(desk.arrived.map(({ chatId }) => chatId).toSorted()).toContain("-100");
  for (const { text } of desk.arrived) expect(text).not.toMatch(/Portfolio \$|Watchlist, 24/);
});

test("alerts that told since the last digest are named, the last first; others are not", async () => {
  const subscription = {
    number: 1,
    ownerId: "u1",
    place: { platform: "telegram", chatId: "11", isPublic: false },
    settings: recommended("UTC", "en"),
    state: "active",
    coveredTo: AT - 24 * HOUR,
    createdAt: 0,
    version: 1,
  } as const;
  const fired = (number: number, hoursAgo: number, target: "owner" | "place" = "owner"): Alert => ({
    number,
    ownerId: "u1",
    place: subscription.place,
    condition: { kind: "news", projectId: `project ${number}` },
    repetition: { kind: "once" },
    target: { kind: target },
    state: "fired",
    createdAt: 0,
    firedAt: AT - hoursAgo * HOUR,
  });
  const yours = openYours({
    portfolio: {
      open: async () => {
        throw new Error("no database");
      },
    },
    alerts: {
      of: async () => [fired(1, 30), fired(2, 5), fired(3, 1), fired(4, 2, "place"), fired(5, 8), fired(6, 9)],
    },
    namesOf: (condition) => ({ subject: condition.kind === "news" ? condition.projectId : "" }),
    watchlist: { of: async () => [] },
    assets: { byId: () => undefined },
    quotes: { of: async () => new Map() },
    map: { projectOf: () => undefined, layer: () => undefined },
    currency: "USD",
    log: memoryLog(),
  });
  expect(await yours.lines(subscription, AT)).toEqual([
    "Your portfolio could not be had.",
    "Alerts that told: News of project 3 (60 min ago), News of project 2 (5 h ago), News of project 5 (8 h ago), +1 more",
  ]);
});
