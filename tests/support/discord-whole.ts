import { noteFault } from "./log-watch.ts";
import { expect, vi } from "vitest";
import { createDiscordAdapter } from "../../src/adapters/discord/adapter.ts";
import type { Adapter } from "../../src/core/desk.ts";
import type { DiscordParts } from "../../src/adapters/discord/connection.ts";
import { Health } from "../../src/core/health.ts";
import { type DiscordServer, startDiscord } from "../stand-ins/discord.ts";
import { type StandInMessage, textOf, TOKEN } from "../stand-ins/discord-world.ts";
import { memoryLog } from "./calls.ts";
import { openWholeDesk, type WholeDesk } from "./whole-desk.ts";
import { PIXEL } from "./telegram.ts";

export interface DiscordWhole {
  readonly whole: WholeDesk;
  readonly discord: DiscordServer;
  readonly adapter: Adapter;
  readonly log: ReturnType<typeof memoryLog>;
  readonly health: Health;
  /** The last message with this text, as soon as it is there. */
  readonly shown: (part: string, timeout?: number) => Promise<StandInMessage>;
  close(): Promise<void>;
}

/** The whole desk behind a Discord door, started. @param portal  the switch of message content in the developer portal */
export async function openDiscordWhole({
  portal = "off",
  ...change
}: Partial<DiscordParts> & { readonly portal?: "on" | "off" } = {}): Promise<DiscordWhole> {
  const whole = await openWholeDesk();
  const discord = await startDiscord();
  discord.gateway.setMessageContent(portal);
  const log = memoryLog();
  const health = new Health();
  const { identify, isOwner, inbox, cashtagsOn, onReached, onMembership, onShown, isBlocked, hearing, rights, clock } =
    whole;
  const adapter = createDiscordAdapter({
    identify,
    isOwner,
    inbox,
    cashtagsOn,
    onReached,
    onMembership,
    onShown,
    isBlocked,
    hearing,
    rights,
    clock,
    log,
    health,
    token: TOKEN,
    apiBase: discord.apiBase,
    draw: async () => PIXEL,
    report: (error) => {
      whole.faults.push(error);
      noteFault(error);
      return "ref456";
    },
    onClosed: () => undefined,
    times: { retryMs: 10, drainMs: 50 },
    ...change,
  });
  await adapter.start(whole.desk);
  await vi.waitFor(() => expect(discord.world.commands.length).toBeGreaterThan(5));
  return {
    whole,
    discord,
    adapter,
    log,
    health,
    shown: async (part, timeout = 8_000) =>
      await vi.waitFor(
        () => {
          const found = discord.messages().findLast((each) => !each.isLoading && textOf(each).includes(part));
          if (!found) throw new Error(`no "${part}" in ${discord.messages().map(textOf).join("\n---\n")}`);
          return found;
        },
        { timeout, interval: 5 },
      ),
    async close() {
      await adapter.stop();
      await discord.close();
      await whole.database.destroy();
      expect(discord.violations).toEqual([]);
    },
  };
}
