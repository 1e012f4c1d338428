import { noteFault } from "../support/log-watch.ts";
import { expect, vi } from "vitest";
import { createDiscordAdapter } from "../../src/adapters/discord/adapter.ts";
import type { DiscordReady } from "../../src/adapters/discord/connection.ts";
import type { Times } from "../../src/adapters/discord/session.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import type { Adapter, GroupServices } from "../../src/core/desk.ts";
import type { Place } from "../../src/core/call.ts";
import { Health } from "../../src/core/health.ts";
import type { Hearing } from "../../src/core/hearing.ts";
import type { PlaceRights } from "../../src/core/place-rights.ts";
import type { Answer } from "../../src/desk.ts";
import { doorParts } from "../contracts/adapter-contract.ts";
import { memoryLog } from "../support/calls.ts";
import { testDesk } from "../support/desk.ts";
import { type DiscordServer, startDiscord } from "./discord.ts";
import { type StandInMessage, textOf, TOKEN } from "./discord-world.ts";

/** What an open row of the inbox holds. */
interface OpenRow {
  readonly key: string;
  readonly payload: string;
}

/** A desk with a Discord door, and the stand-in server in front of it. */
export interface DiscordDoor {
  readonly discord: DiscordServer;
  readonly health: Health;
  readonly log: ReturnType<typeof memoryLog>;
  readonly faults: unknown[];
  readonly closed: string[];
  readonly ready: DiscordReady[];
  adapter(): Adapter;
  /** A new adapter on the same desk, without an end of the old one: as after a kill. */
  startAnother(): Promise<void>;
  /** Rows of the inbox that are open, and all that were ever written. */
  open(): Promise<readonly OpenRow[]>;
  rows(): Promise<readonly (OpenRow & { readonly closed_at: number | null })[]>;
  /** The first message for which it holds, as soon as there is one. */
  until(holds: (message: StandInMessage) => boolean): Promise<StandInMessage>;
  untilText(part: string): Promise<StandInMessage>;
  close(): Promise<void>;
}

/** Starts all of it. @param change  `isStarted: "no"` leaves the adapter to the test */
export async function openDiscordDoor(
  commands: readonly AnyCommand[],
  change: {
    readonly answer?: Answer;
    readonly times?: Partial<Times>;
    readonly token?: string;
    readonly started?: "yes" | "no";
    readonly server?: DiscordServer;
    readonly draw?: () => Promise<Uint8Array>;
    readonly messageContent?: "on" | "off";
    readonly cashtagsOn?: (place: Place) => Promise<boolean>;
    readonly onReached?: GroupServices["onReached"];
    readonly hearing?: Hearing;
    readonly rights?: PlaceRights;
  } = {},
): Promise<DiscordDoor> {
  const discord = change.server ?? (await startDiscord());
  const { desk, database, faults } = await testDesk(commands, {
    clock: Date.now,
    ...(change.answer ? { answer: change.answer } : {}),
  });
  const health = new Health();
  const log = memoryLog();
  const closed: string[] = [];
  const ready: DiscordReady[] = [];
  const adapters: Adapter[] = [];
  const create = (): Adapter => {
    const adapter = createDiscordAdapter({
      ...doorParts(desk, database),
      ...(change.draw ? { draw: change.draw } : {}),
      ...(change.messageContent ? { messageContent: change.messageContent } : {}),
      ...(change.cashtagsOn ? { cashtagsOn: change.cashtagsOn } : {}),
      ...(change.onReached ? { onReached: change.onReached } : {}),
      ...(change.hearing ? { hearing: change.hearing } : {}),
      ...(change.rights ? { rights: change.rights } : {}),
      token: change.token ?? TOKEN,
      apiBase: discord.apiBase,
      log,
      health,
      report: (error) => {
        faults.push(error);
        noteFault(error);
        return "ref456";
      },
      onClosed: (reason) => closed.push(reason),
      onReady: (each) => ready.push(each),
      times: { retryMs: 10, drainMs: 50, ...change.times },
    });
    adapters.push(adapter);
    return adapter;
  };
  const rows = () => database.selectFrom("incoming_request").select(["key", "payload", "closed_at"]).execute();
  create();
  if (change.started !== "no") {
    await adapters[0]?.start(desk);
    await vi.waitFor(() => expect(discord.world.commands).toHaveLength(groupsOf(commands)));
  }

  const door: DiscordDoor = {
    discord,
    health,
    log,
    faults,
    closed,
    ready,
    adapter: () => adapters.at(-1) as Adapter,
    async startAnother() {
      await create().start(desk);
    },
    rows,
    open: async () => (await rows()).filter(({ closed_at }) => closed_at === null),
    until: (holds) =>
      vi.waitFor(
        () => {
          const found = discord.messages().find((message) => !message.isLoading && holds(message));
          if (!found) throw new Error(`Not shown yet. There is: ${JSON.stringify(discord.messages().map(textOf))}`);
          return found;
        },
        { timeout: 8_000, interval: 5 },
      ),
    untilText: (part) => door.until((message) => textOf(message).includes(part)),
    async close() {
      for (const adapter of adapters) await adapter.stop();
      if (!change.server) await discord.close();
      await database.destroy();
      expect(discord.violations).toEqual([]);
      // Nothing that opens a door to anybody may stand in a log.
      const written = JSON.stringify([log.lines, faults.map((fault) => [String(fault), fault])]);
      for (const secret of [TOKEN, ...discord.world.interactions.map(({ token }) => token)])
        expect(written).not.toContain(secret);
    },
  };
  return door;
}

const groupsOf = (commands: readonly AnyCommand[]): number =>
  new Set(commands.filter(({ surfaces }) => surfaces.includes("chat")).map(({ name }) => name.split(" ")[0])).size;
