import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ChatFile } from "../../src/core/chat-file.ts";
import { FakeDoor } from "../support/outbox.ts";
import { NOON } from "../support/calls.ts";
import { OWN_HEAD, ownLine } from "../../src/portfolio/importers/own.ts";
import { peopleDesk, type PeopleDesk } from "../support/people-desk.ts";
import { type PublisherStandIn, startPublisher } from "../stand-ins/feeds.ts";

const CODE = "CODE-CODE-CODE";

class LeavingDoor extends FakeDoor {
  async leave(): Promise<"left" | "cannot"> {
    return "left";
  }
}

let publisher: PublisherStandIn;
beforeAll(async () => {
  publisher = await startPublisher();
});
afterAll(async () => await publisher.close());

let desk: PeopleDesk;
beforeEach(async () => {
  const taken = { path: "b.sqlite", takenAt: NOON, bytes: 1 };
  desk = await peopleDesk(CODE, undefined, {
    doors: [new LeavingDoor("telegram")],
    backups: { take: async () => taken, last: async () => undefined },
    environment: { FEED_PRIVATE_ADDRESSES: "allow" },
  });
});
afterEach(async () => await desk.database.destroy());
/** The platform shows the desk what is not addressed to it. */
beforeEach(() => desk.hearing.set("telegram", async () => undefined));

const GROUP = { chatId: "-5", isPublic: true };

type Role = "member" | "admin" | "owner";
interface Row {
  readonly what: string;
  readonly from?: string | RegExp;
  readonly to?: string | RegExp;
  /** Absent where it is of no place. */
  readonly of?: string;
}

/** A line as it is typed, or a command and its fields. */
type Step = string | readonly [string, Readonly<Record<string, unknown>>];

/** What somebody does: where they say it, what goes before, and what the audit has of it. */
interface Doing {
  readonly by: Role;
  readonly where?: "group" | "direct";
  readonly before?: readonly Step[];
  readonly line: Step | ((publisher: PublisherStandIn) => string);
  /** What has no transaction of ours is done again when it comes again. */
  readonly isRepeated?: true;
  readonly rows: readonly Row[];
}

const file = (name: string, text: string) => ({
  file: new ChatFile({ name, size: Buffer.byteLength(text), load: async () => Buffer.from(text) }),
});

const OWN_FILE =
  OWN_HEAD +
  ownLine({
    kind: "buy",
    at: Date.UTC(2026, 1, 1),
    asset: "bittensor",
    quantity: "2.5",
    value: { amount: "775", currency: "USD" },
  });
const EVIDENCE = "Bittensor proprietary_tooling 3 A https://example.com/report 2026-02-01 Outside teams build on it.";
const EVIDENCE_FILE = `project,criterion,score,grade,link,date,claim
Bittensor,proprietary_tooling,3,A,https://example.com/report,2026-02-01,Outside teams build on it.
`;
const BUY: Step = [
  "portfolio add",
  { kind: "buy", quantity: "2.5", coin: "TAO", price: "310", currency: "USD", date: "2026-02-01" },
];
const ALERT = "alert here TAO above 4000";
const inGroup = { where: "group", by: "admin" } as const;
const ofGroup = (what: string, from?: Row["from"], to?: Row["to"]): Row => ({
  what,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  of: "-5",
});

/** Every command that changes what is not one's own alone. */
const AUDITED: Readonly<Record<string, Doing>> = {
  allow: { where: "group", by: "owner", line: "allow", rows: [ofGroup("model", "off", "on")] },
  cashtags: { ...inGroup, line: "cashtags on", rows: [ofGroup("cashtags", "off", "on")] },
  "settings set": {
    ...inGroup,
    before: ["settings set currency CHF"],
    line: "settings set currency EUR",
    rows: [ofGroup("settings", "currency CHF", "currency EUR")],
  },
  "settings reset": {
    ...inGroup,
    before: ["settings set currency CHF"],
    line: "settings reset currency",
    rows: [ofGroup("settings", "currency CHF")],
  },
  "settings import": {
    ...inGroup,
    before: ["settings set currency CHF"],
    line: 'settings import {"format":"westbound settings","settings":{"blocked_accounts":["700700709"]}}',
    rows: [ofGroup("settings", "currency CHF", "blocked_accounts 1 listed")],
  },
  setup: {
    ...inGroup,
    line: "setup zone:Berlin digest:09:00 who:admins",
    rows: [
      ofGroup("settings", undefined, "who_may_ask admins, zone Europe/Berlin"),
      ofGroup("digest here", undefined, /^state active.*09:00.*"Europe\/Berlin"/),
    ],
  },
  "alert here": { ...inGroup, line: ALERT, rows: [ofGroup("alert here", undefined, "alert 1 armed, version 1")] },
  "alert edit": {
    ...inGroup,
    before: [ALERT],
    line: "alert edit 1 above 5000",
    rows: [ofGroup("alert here", "alert 1 armed, version 1", "alert 1 armed, version 2")],
  },
  "alert pause": {
    ...inGroup,
    before: [ALERT],
    line: "alert pause 1",
    rows: [ofGroup("alert here", "alert 1 armed, version 1", "alert 1 paused, version 2")],
  },
  "alert resume": {
    ...inGroup,
    before: [ALERT, "alert pause 1"],
    line: "alert resume 1",
    rows: [ofGroup("alert here", "alert 1 paused, version 2", "alert 1 armed, version 3")],
  },
  "alert snooze": {
    ...inGroup,
    before: [ALERT],
    line: "alert snooze 1 2h",
    rows: [ofGroup("alert here", "alert 1 armed, version 1", "alert 1 paused, snoozed, version 2")],
  },
  "alert remove": {
    ...inGroup,
    before: [ALERT],
    line: "alert remove 1",
    rows: [ofGroup("alert here", "alert 1 armed, version 1")],
  },
  "digest here": {
    ...inGroup,
    before: ["digest here 09:00 Berlin"],
    line: "digest here pause",
    rows: [ofGroup("digest here", "state active", "state paused")],
  },
  "score admins": {
    where: "group",
    by: "owner",
    line: "score admins on",
    rows: [ofGroup("evidence by admins", "off", "on")],
  },
  "score add": {
    where: "group",
    by: "owner",
    line: `score add ${EVIDENCE}`,
    rows: [ofGroup("evidence", undefined, "#1 bittensor proprietary_tooling added")],
  },
  "score remove": {
    where: "group",
    by: "owner",
    before: [`score add ${EVIDENCE}`],
    line: "score remove 1",
    rows: [ofGroup("evidence", "#1 bittensor proprietary_tooling added", "#1 bittensor proprietary_tooling removed")],
  },
  "score import": {
    by: "owner",
    line: ["score import", { ...file("evidence.csv", EVIDENCE_FILE), mode: "keep" }],
    rows: [{ what: "evidence", to: "#1 bittensor proprietary_tooling added", of: "700700703" }],
  },
  "feed add": {
    by: "owner",
    line: (each) => `feed add ${each.feed("/more", [], "More news").address}`,
    rows: [{ what: "feeds", to: /^http:\/\/127\.0\.0\.1:\d+\/more$/, of: "700700703" }],
  },
  "feed remove": {
    by: "owner",
    before: [],
    line: "feed remove coindesk",
    rows: [{ what: "feeds", from: /^https:\/\//, of: "700700703" }],
  },
  claim: { by: "member", line: `claim ${CODE}`, rows: [{ what: "owner", to: "made", of: "700700703" }] },
  "places allow": { by: "owner", line: "places allow telegram:-5", rows: [ofGroup("model", "off", "on")] },
  "places leave": {
    by: "owner",
    line: "places leave telegram:-5",
    isRepeated: true,
    rows: [ofGroup("places leave", "there", "left")],
  },
  "places block": {
    by: "owner",
    line: "places block telegram:700700709",
    rows: [{ what: "blocked everywhere", from: "accounts 0", to: "accounts 1", of: "700700703" }],
  },
  "backup now": { by: "owner", line: "backup now", isRepeated: true, rows: [{ what: "backup", to: "taken" }] },
  // Of a portfolio only that it was changed.
  "portfolio add": { by: "member", line: BUY, rows: [{ what: "portfolio add" }] },
  "portfolio edit": {
    by: "member",
    before: [BUY],
    line: "portfolio edit 1 quantity:3",
    rows: [{ what: "portfolio edit" }],
  },
  "portfolio remove": { by: "member", before: [BUY], line: "portfolio remove 1", rows: [{ what: "portfolio remove" }] },
  "portfolio undo": { by: "member", before: [BUY], line: "portfolio undo", rows: [{ what: "portfolio undo" }] },
  "portfolio import": {
    by: "member",
    before: [["portfolio import", file("own.csv", OWN_FILE)]],
    line: "portfolio import confirm",
    rows: [{ what: "portfolio import" }],
  },
  "portfolio settings": { by: "member", line: "portfolio settings lifo", rows: [{ what: "portfolio settings" }] },
};

/** Commands that change what is the asker's own and no portfolio: nobody else is to know of it. */
const OWN: readonly Step[] = [
  "watchlist add TAO",
  "watchlist remove TAO",
  "wallet add 0x52908400098527886E0F7030069857D2E4169EE7 savings",
  "wallet remove savings",
  "alert add TAO above 4000",
  "digest subscribe 09:00 Berlin",
  "digest settings time:10:00",
  "digest pause",
  "digest resume",
  "pause",
  "resume",
  "digest share",
  "digest stop",
  "settings set currency EUR",
  "note add short answers, please",
  "note remove 1",
  "trace on",
  "trace off",
  "link",
  "unlink",
  "feedback it is fine",
  "me forget",
  ["me delete", { sure: "yes" }],
];
/** Both sides of it are somebody's own; tests/flows/link.test.ts has them. */
const OF_LINKS = ["link confirm", "link agree"];
const writes = (): readonly string[] =>
  [...desk.desk.commands.values()].filter(({ effect }) => effect === "write").map(({ name }) => name);

test("every command that changes something is in the tables of this file", () => {
  const own = OWN.map((step) => (typeof step === "string" ? step : step[0])).map((line) =>
    writes().find((name) => line === name || line.startsWith(`${name} `)),
  );
  expect(new Set([...Object.keys(AUDITED), ...own, ...OF_LINKS])).toEqual(new Set(writes()));
});

async function auditRows() {
  return await desk.database.selectFrom("audit").selectAll().orderBy("id").execute();
}

describe("the audit has who changed what, from what to what", () => {
  test.each(Object.entries(AUDITED))(
    "%s",
    async (_name, { by, where = "direct", before = [], line, isRepeated, rows }) => {
      await desk.identify("telegram", "700700703", "Ann");
      const ann = await desk.person("700700703", by);
      const say = async (step: Step, key: string) => {
        const speaking = { key, ...(where === "group" ? GROUP : {}) };
        if (typeof step === "string") return await ann.say(step, speaking);
        return await desk.desk.run(step[0], step[1], ann.call(speaking));
      };
      for (const [index, each] of before.entries()) await say(each, `before ${index}`);
      const had = (await auditRows()).length;
      const step = typeof line === "function" ? line(publisher) : line;
      await say(step, "k");
      // What a platform delivers again is noted once.
      if (!isRepeated) await say(step, "k");
      const noted = (await auditRows()).slice(had);
      const told = noted.map(({ what, from_value, to_value, chat_id }) => ({
        what,
        ...(from_value === null ? {} : { from: from_value }),
        ...(to_value === null ? {} : { to: to_value }),
        ...(chat_id === null ? {} : { of: chat_id }),
      }));
      const like = (value: string | RegExp): unknown =>
        typeof value === "string" ? value : expect.stringMatching(value);
      expect(told).toEqual(
        rows.map(({ from, to, ...row }) => ({
          ...row,
          ...(from === undefined ? {} : { from: like(from) }),
          ...(to === undefined ? {} : { to: like(to) }),
        })),
      );
      expect(new Set(noted.map(({ at }) => at))).toEqual(new Set([NOON]));
      expect(desk.faults).toEqual([]);
      // An owner reads it in words, with the name.
      const owner = await desk.person("700700708", "owner");
      expect(await owner.read("audit")).toContain(`Ann, ${rows[0]?.what}`);
    },
  );
});

test("of what is one's own and no portfolio the audit has nothing", async () => {
  const person = await desk.person("700700701");
  for (const step of OWN)
    if (typeof step === "string") await person.say(step, { key: step });
    else await desk.desk.run(step[0], step[1], person.call({ key: step[0] }));
  expect(await auditRows()).toEqual([]);
  expect(desk.faults).toEqual([]);
});
