import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Place } from "../../src/core/call.ts";
import { defineCommand } from "../../src/core/command.ts";
import type { Adapter, Desk, DoorServices, GroupServices } from "../../src/core/desk.ts";
import { Health } from "../../src/core/health.ts";
import { Hearing } from "../../src/core/hearing.ts";
import { PlaceRights } from "../../src/core/place-rights.ts";
import { bold, code, type Reply, rich, SILENCE, text } from "../../src/core/reply.ts";
import type { Database } from "../../src/store/database.ts";
import { InboxStore } from "../../src/store/inbox-store.ts";
import { UserStore } from "../../src/store/user-store.ts";
import { memoryLog } from "../support/calls.ts";
import { adminOnly, echo, tally, testDesk } from "../support/desk.ts";

/** The cast of every adapter's tests. Ann and Ben are members, Ada is an admin of the group, Robo is another bot. */
export type Person = "ann" | "ben" | "ada" | "robo";

/** The person's direct chat with the desk, or the one group that all of them are in. */
export type Where = "direct" | "group";

/** One message as people read it now; on edit it stays the same message with new content. */
export interface Shown {
  readonly id: string;
  readonly where: Where;
  /** Everything that can be read, in order: title, text, table cells, text of attached files, footer; without markup. */
  readonly text: string;
  /** Labels of buttons and of the options of a choice, in order. */
  readonly buttons: readonly string[];
  /** Alternative texts of pictures, as far as the platform shows them. */
  readonly pictures: readonly string[];
  /** Who can read it: everybody in the group, or one person alone (a direct chat, or a private answer). */
  readonly seenBy: "everyone" | Person;
  /** Whom it notifies by a mention: people, "everyone"; none for a plain reply. */
  readonly pings: readonly string[];
}

/** Registers nothing: what a platform does not have is neither passed nor skipped. */
const notThere = (_name: string, _body: () => Promise<void>): void => undefined;

/** What a platform has; a case about something that it does not have is no case of its. */
export interface PlatformTraits {
  /** Whether there is more than direct chats. */
  readonly hasGroup: boolean;
  /** Whether others than people can write. */
  readonly hasBots: boolean;
}

/** A started adapter with its stand-in server and the people in front of it. */
export interface Door {
  readonly adapter: Adapter;
  /** A person gives a command, e.g. "echo alpha beta", typed or as options; resolves when the platform has delivered it. */
  command(from: Person, where: Where, line: string): Promise<void>;
  /** A person asks freely, addressed to the desk as the platform has it (a mention in a group). */
  question(from: Person, where: Where, words: string): Promise<void>;
  /** A person presses a button or picks an option, by its label. */
  press(from: Person, messageId: string, label: string): Promise<void>;
  /** Follows the link into the direct chat, where a platform shows one in place of a private command's answer. */
  carryOn?(from: Person): Promise<void>;
  /** All messages of the desk there are, in the order in which they first appeared. */
  shown(): Promise<readonly Shown[]>;
  /** Where `send` reaches a person or the group. */
  placeOf(where: Where, person: Person): Place;
  /** A place that will never take a message again. */
  gonePlace(): Place;
  /** Ends the adapter and starts a new one, as a restart of the process does; `adapter` is then the new one. */
  restart(): Promise<void>;
  /** Stops adapter and server; checks what the server has to complain about. */
  close(): Promise<void>;
}

/** What every adapter is given. */
export interface DoorParts extends DoorServices, GroupServices {
  readonly desk: Desk;
}

/** The smallest PNG there is. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Everything that is markup or a mention on one platform or another. */
const HOSTILE =
  "@everyone @here <@1> <@&2> <#3> </echo:4> <t:1:R> **b** __u__ *i* _i_ ~~s~~ ||spoiler|| `c` [a](https://evil.example) <b>h</b> &amp; \\* # h > q - l 1. n (x) {y} =z !w +v \"'; DROP TABLE user; --";

/** One line of the long reply; each is different, so that a missing or a doubled one is seen. */
const longLine = (index: number): string => `line ${index} of a long tale that does not fit one message.`;
const LONG_LINES = 700;

/** Public; its button is a write, so only the asker may press it. */
const offer = defineCommand({
  name: "offer",
  summary: "Offers to count you.",
  examples: ["offer"],
  input: z.object({}),
  access: "member",
  effect: "read",
  visibility: "public",
  surfaces: ["chat"],
  run: async () => ({}),
  show: () => ({ blocks: [text("An offer.")], buttons: [{ label: "Count me", command: "tally add", input: {} }] }),
});

/** What the desk answers to a free question: the reply named by its first word. */
const replies: Readonly<Record<string, Reply>> = {
  nothing: SILENCE,
  hostile: { blocks: [rich(HOSTILE, "\n", bold(HOSTILE), "\n", code(HOSTILE))] },
  long: {
    title: "A tale",
    blocks: [text(Array.from({ length: LONG_LINES }, (_, index) => longLine(index)).join("\n"))],
  },
};

const answerTo = (question: string): Reply =>
  replies[question.split(" ")[0] ?? ""] ?? { blocks: [text(`You asked: ${question}`)] };

/** What adapters are given, over a real database. */
export function doorParts(desk: Desk, database: Database): DoorParts {
  const users = new UserStore();
  const requests = new InboxStore();
  return {
    desk,
    identify: (platform, accountId, name) => users.identify(database, platform, accountId, name, Date.now()),
    inbox: {
      accept: (request) => requests.accept(database, request),
      close: (platform, key) => requests.close(database, platform, key, Date.now()),
      open: (platform) => requests.open(database, platform),
    },
    draw: async () => PIXEL,
    log: memoryLog(),
    health: new Health(),
    cashtagsOn: async () => false,
    isOwner: async () => false,
    onReached: async () => undefined,
    onMembership: async () => undefined,
    onShown: async () => undefined,
    isBlocked: async () => false,
    hearing: new Hearing(),
    rights: new PlaceRights(),
    clock: Date.now,
    report: () => "ref456",
  };
}

/** What every adapter must keep, whatever its platform. @param startDoor  starts the adapter against its stand-in server */
export function adapterContract(
  name: string,
  startDoor: (parts: DoorParts) => Promise<Door>,
  { hasGroup, hasBots }: PlatformTraits = { hasGroup: true, hasBots: true },
): void {
  describe(`${name} as an adapter`, () => {
    let door: Door;
    let desk: Desk;
    let faults: readonly unknown[];
    let asked: string[];
    let counts: Map<string, number>;
    let database: Database;

    beforeEach(async () => {
      asked = [];
      counts = new Map();
      const made = await testDesk([echo, offer, tally(counts), adminOnly], {
        clock: Date.now,
        answer: async (question) => {
          asked.push(question);
          return answerTo(question);
        },
      });
      ({ desk, faults, database } = made);
      door = await startDoor(doorParts(desk, database));
    });

    afterEach(async () => {
      await door.close();
      await database.destroy();
    });

    /** The first message for which it holds, as soon as there is one. */
    const until = (holds: (shown: Shown) => boolean): Promise<Shown> =>
      vi.waitFor(
        async () => {
          const all = await door.shown();
          const found = all.find(holds);
          if (!found) throw new Error(`Not shown yet. There is: ${JSON.stringify(all).slice(0, 2_000)}`);
          return found;
        },
        { timeout: 8_000, interval: 10 },
      );
    const groupTest = hasGroup ? test : notThere;
    const botTest = hasBots ? test : notThere;
    const untilText = (part: string): Promise<Shown> => until((shown) => shown.text.includes(part));
    const where = (): Where => (hasGroup ? "group" : "direct");
    const totalCount = (): number => [...counts.values()].reduce((sum, each) => sum + each, 0);

    test("a command is answered where it was asked, with its title, text, footer and buttons", async () => {
      await door.command("ann", where(), "echo alpha beta");
      const shown = await untilText("alpha beta was said");
      expect(shown).toMatchObject({ where: where(), buttons: ["Next", "Again", "Site"], pings: [] });
      expect(shown.seenBy).toBe(hasGroup ? "everyone" : "ann");
      expect(shown.text).toMatch(/Echo[^]*Page[^]*1[^]*test · just now/);
    });

    test("a table's cells and a chart's picture arrive", async () => {
      await door.command("ann", where(), "echo table chart");
      const shown = await until(({ pictures }) => pictures.length > 0);
      expect(shown.pictures.join()).toContain("Letters of each word");
      const everything = (await door.shown()).map((each) => each.text).join("\n");
      expect(everything).toMatch(/Word\s+Letters[^]*table\s+5[^]*chart\s+5/);
    });

    test("what the caller can put right is said with its way out", async () => {
      await door.command("ann", "direct", "echo fail");
      await untilText("That cannot be said. Try /echo alpha.");
      expect(faults).toEqual([]);
    });

    test("an unknown command says so", async () => {
      await door.command("ann", "direct", "ecko alpha");
      await untilText("/echo");
    });

    test("of a fault of ours the person learns a reference and nothing else", async () => {
      await door.command("ann", "direct", "echo crash");
      const shown = await untilText("ref123");
      expect(shown.text).not.toContain("10.0.0.7");
      expect(faults).toHaveLength(1);
    });

    test("a choice runs the command again with what was chosen", async () => {
      await door.command("ann", where(), "echo which");
      const question = await untilText("Which do you mean?");
      expect(question.buttons).toEqual(["alpha", "beta", "gamma"]);
      await door.press("ann", question.id, "beta");
      await untilText("beta was said");
    });

    test("the asker's press edits the message, unless the button says otherwise", async () => {
      await door.command("ann", where(), "echo alpha");
      const card = await untilText("alpha was said");
      await door.press("ann", card.id, "Next");
      const turned = await until(({ text: shown }) => /Page:?\s*2/.test(shown));
      expect(turned.id).toBe(card.id);
      await door.press("ann", card.id, "Again");
      const again = await until(({ id }) => id !== card.id);
      expect(again.text).toContain("alpha was said");
      expect((await door.shown()).find(({ id }) => id === card.id)?.text).toMatch(/Page:?\s*2/);
    });

    groupTest("another's press is answered to that person alone and changes nothing", async () => {
      await door.command("ann", "group", "echo alpha");
      const card = await untilText("alpha was said");
      await door.press("ben", card.id, "Next");
      const answer = await until(({ id }) => id !== card.id);
      expect(answer.seenBy).toBe("ben");
      expect((await door.shown()).find(({ id }) => id === card.id)).toEqual(card);
    });

    groupTest("another's press on a write is refused", async () => {
      await door.command("ann", "group", "offer");
      const card = await untilText("An offer.");
      await door.press("ben", card.id, "Count me");
      const refusal = await untilText("Only the person who asked can press this.");
      expect(refusal.seenBy).toBe("ben");
      expect(totalCount()).toBe(0);
    });

    test("the asker's press on a write happens once and is seen by nobody else", async () => {
      await door.command("ann", where(), "offer");
      const card = await untilText("An offer.");
      await door.press("ann", card.id, "Count me");
      const counted = await untilText("Counted 1.");
      expect(counted.seenBy).toBe("ann");
      expect(totalCount()).toBe(1);
    });

    test("a private command's reply is seen by the asker alone", async () => {
      await door.command("ann", where(), "tally add");
      await door.carryOn?.("ann");
      const counted = await untilText("Counted 1.");
      expect(counted.seenBy).toBe("ann");
      expect(
        (await door.shown())
          .filter(({ seenBy }) => seenBy !== "ann")
          .map((each) => each.text)
          .join(),
      ).not.toContain("Counted");
    });

    groupTest("an admin's command is refused to a member and done for an admin", async () => {
      await door.command("ann", "group", "locked");
      await untilText("Only an admin of this place can use /locked.");
      await door.command("ada", "group", "locked");
      expect((await untilText("Unlocked.")).seenBy).toBe("ada");
    });

    test("a free question is answered where it was asked", async () => {
      await door.question("ann", "direct", "how is TAO?");
      expect(await untilText("You asked: how is TAO?")).toMatchObject({ where: "direct", seenBy: "ann" });
      if (!hasGroup) return;
      await door.question("ben", "group", "and NEAR?");
      expect(await untilText("You asked: and NEAR?")).toMatchObject({ where: "group", seenBy: "everyone" });
    });

    test("an empty reply sends nothing", async () => {
      await door.question("ann", "direct", "nothing please");
      await vi.waitFor(() => expect(asked).toEqual(["nothing please"]));
      await door.question("ann", "direct", "something");
      await untilText("You asked: something");
      expect(await door.shown()).toHaveLength(1);
    });

    test("hostile text arrives to the letter and pings nobody", async () => {
      await door.question("ann", where(), "hostile");
      const shown = await untilText("DROP TABLE");
      expect(shown.text.split(HOSTILE)).toHaveLength(4);
      expect(shown.pings).toEqual([]);
    });

    test("a long reply arrives whole, in few messages", async () => {
      await door.question("ann", where(), "long");
      await untilText(longLine(LONG_LINES - 1));
      const messages = await door.shown();
      const lines = messages.flatMap((each) => each.text.split("\n")).filter((line) => line.startsWith("line "));
      expect([...new Set(lines)]).toEqual(Array.from({ length: LONG_LINES }, (_, index) => longLine(index)));
      expect(messages.length).toBeLessThanOrEqual(4);
    });

    test("an unasked message is sent to a good place, and serves everybody the same way", async () => {
      const reply = {
        blocks: [text("Good morning.")],
        buttons: [{ label: "More", command: "echo", input: { words: ["alpha"] } }],
      };
      const result = await door.adapter.send(door.placeOf(where(), "ann"), reply, "digest:1:2026-03-01");
      expect(result.state).toBe("sent");
      const post = await untilText("Good morning.");
      if (!hasGroup) return;
      await door.press("ben", post.id, "More");
      expect((await untilText("alpha was said")).seenBy).toBe("ben");
      expect((await untilText("Good morning.")).text).toBe(post.text);
    });

    test("a place that will take nothing any more is gone", async () => {
      const result = await door.adapter.send(door.gonePlace(), { blocks: [text("Anybody?")] }, "digest:2:2026-03-01");
      expect(result.state).toBe("gone");
    });

    botTest("bots are ignored", async () => {
      await door.question("robo", where(), "shall we talk for ever?");
      await door.question("ann", where(), "hello");
      await untilText("You asked: hello");
      expect(asked).toEqual(["hello"]);
    });

    test("starting and stopping twice does no harm", async () => {
      await door.adapter.start(desk);
      await door.command("ann", "direct", "echo alpha");
      await untilText("alpha was said");
      expect(await door.shown()).toHaveLength(1);
      await door.adapter.stop();
      await door.adapter.stop();
    });

    test("a button still works after a restart", async () => {
      await door.command("ann", where(), "echo alpha");
      const card = await untilText("alpha was said");
      await door.restart();
      await door.press("ann", card.id, "Next");
      const turned = await until(({ text: shown }) => /Page:?\s*2/.test(shown));
      expect(turned.id).toBe(card.id);
    });
  });
}
