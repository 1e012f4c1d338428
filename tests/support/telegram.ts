import { noteFault } from "./log-watch.ts";
import { afterEach, expect } from "vitest";
import {
  createTelegramAdapter,
  type TelegramAdapter,
  type TelegramParts,
} from "../../src/adapters/telegram/adapter.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import type { Desk, Inbox } from "../../src/core/desk.ts";
import { Health } from "../../src/core/health.ts";
import { Hearing } from "../../src/core/hearing.ts";
import { PlaceRights } from "../../src/core/place-rights.ts";
import type { Answer } from "../../src/desk.ts";
import type { Database } from "../../src/store/database.ts";
import { InboxStore } from "../../src/store/inbox-store.ts";
import { UserStore } from "../../src/store/user-store.ts";
import { TelegramStandIn, TOKEN } from "../stand-ins/telegram.ts";
import { type LogLine, memoryLog } from "./calls.ts";
import { adminOnly, echo, tally, testDesk } from "./desk.ts";

/** Waits short enough for a test, in the proportions of the real ones. */
export const QUICK = {
  pollSeconds: 5,
  pollGraceMs: 1_000,
  callMs: 1_000,
  uploadMs: 1_000,
  firstPauseMs: 10,
  longestPauseMs: 100,
  conflictMs: 400,
  calmMs: 200,
  stopMs: 500,
  typingAfterMs: 60,
  typingEveryMs: 200,
  statusMs: 30,
  acknowledgeMs: 250,
  inlineRestMs: 20,
  inlineMs: 500,
};

export interface TelegramTest {
  readonly server: TelegramStandIn;
  readonly adapter: TelegramAdapter;
  readonly desk: Desk;
  readonly database: Database;
  readonly inbox: Inbox;
  readonly health: Health;
  readonly log: { readonly lines: readonly LogLine[] };
  readonly counts: ReadonlyMap<string, number>;
  /** Reasons for which the door closed by itself. */
  readonly closings: string[];
  /** What the adapter reported. */
  readonly faults: unknown[];
  /** Ends the adapter and makes another one on the same server and database, as a new process does; not started. */
  again(change?: Partial<TelegramParts>): TelegramTest;
  /** Ends everything and looks at what the server has to complain about. */
  close(): Promise<void>;
}

export interface TelegramTestOptions extends Partial<TelegramParts> {
  readonly commands?: readonly AnyCommand[];
  readonly answer?: Answer;
}

/** An adapter on a stand-in server with a real desk and a database in memory; not started. */
export async function telegramTest({ commands, answer, ...change }: TelegramTestOptions = {}): Promise<TelegramTest> {
  const server = await TelegramStandIn.start();
  const counts = new Map<string, number>();
  const { desk, database } = await testDesk(commands ?? [echo, tally(counts), adminOnly], {
    clock: Date.now,
    ...(answer ? { answer } : {}),
  });
  const users = new UserStore();
  const requests = new InboxStore();
  const inbox: Inbox = {
    accept: (request) => requests.accept(database, request),
    close: (platform, key) => requests.close(database, platform, key, Date.now()),
    open: (platform) => requests.open(database, platform),
  };
  const made: TelegramAdapter[] = [];
  const build = (more: Partial<TelegramParts>): TelegramTest => {
    const log = memoryLog();
    const health = new Health();
    const closings: string[] = [];
    const faults: unknown[] = [];
    const adapter = createTelegramAdapter({
      token: TOKEN,
      apiRoot: server.root,
      identify: (platform, accountId, name) => users.identify(database, platform, accountId, name, Date.now()),
      isOwner: async (platform, accountId) => (await users.known(database, platform, accountId))?.isOwner ?? false,
      inbox,
      draw: async () => PIXEL,
      cashtagsOn: async () => false,
      onReached: async () => undefined,
      onMembership: async () => undefined,
      onShown: async () => undefined,
      isBlocked: async () => false,
      hearing: new Hearing(),
      rights: new PlaceRights(),
      log,
      health,
      clock: Date.now,
      report: (error) => {
        faults.push(error);
        noteFault(error);
        return "ref456";
      },
      onClosed: (reason) => closings.push(reason),
      ...change,
      ...more,
      timings: { ...QUICK, ...change.timings, ...more.timings },
    });
    made.push(adapter);
    const test: TelegramTest = {
      server,
      adapter,
      desk,
      database,
      inbox,
      health,
      log,
      counts,
      closings,
      faults,
      again: (next = {}) => build({ ...more, ...next }),
      async close() {
        for (const each of made) await each.stop();
        await server.close();
        await database.destroy();
        expect(server.violations).toEqual([]);
        expect(server.presses.filter(({ isDead, answer: given }) => !isDead && !given)).toEqual([]);
        expect(JSON.stringify(log.lines)).not.toContain(TOKEN.slice(10));
      },
    };
    return test;
  };
  return build({});
}

/** `telegramTest`, started, and closed behind each test of the file that calls this. */
export function telegramDoor(): (options?: TelegramTestOptions) => Promise<TelegramTest> {
  const opened: TelegramTest[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  return async (options) => {
    const test = await telegramTest(options);
    opened.push(test);
    await test.adapter.start(test.desk);
    return test;
  };
}

/** Resolves when the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 8_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("It did not come to that in time.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A PNG of one pixel. */
export const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
