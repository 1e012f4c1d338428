import { noteFault } from "./log-watch.ts";
import { expect } from "vitest";
import {
  createTelegramAdapter,
  type TelegramAdapter,
  type TelegramParts,
} from "../../src/adapters/telegram/adapter.ts";
import type { Desk } from "../../src/core/desk.ts";
import { Health } from "../../src/core/health.ts";
import { TelegramStandIn, TOKEN } from "../stand-ins/telegram.ts";
import { memoryLog } from "./calls.ts";
import { PIXEL, QUICK } from "./telegram.ts";
import { openWholeDesk, type WholeDesk } from "./whole-desk.ts";

export interface TelegramWhole {
  readonly whole: WholeDesk;
  readonly server: TelegramStandIn;
  readonly adapter: TelegramAdapter;
  readonly log: ReturnType<typeof memoryLog>;
  close(): Promise<void>;
}

/** The whole desk behind a Telegram door, started. @param look  stands in for `lookUp` */
export async function openTelegramWhole(
  change: Partial<TelegramParts> & { readonly look?: (desk: Desk) => Desk["lookUp"]; readonly claimCode?: string } = {},
): Promise<TelegramWhole> {
  const { look, claimCode, ...parts } = change;
  const whole = await openWholeDesk(claimCode);
  const server = await TelegramStandIn.start();
  const log = memoryLog();
  const { identify, isOwner, inbox, cashtagsOn, onReached, onMembership, onShown, isBlocked, hearing, rights, clock } =
    whole;
  const adapter = createTelegramAdapter({
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
    token: TOKEN,
    apiRoot: server.root,
    draw: async () => PIXEL,
    health: new Health(),
    report: (error) => {
      whole.faults.push(error);
      noteFault(error);
      return "ref456";
    },
    onClosed: () => undefined,
    timings: QUICK,
    ...parts,
  });
  await adapter.start(look ? { ...whole.desk, lookUp: look(whole.desk) } : whole.desk);
  return {
    whole,
    server,
    adapter,
    log,
    async close() {
      await adapter.stop();
      await server.close();
      await whole.database.destroy();
      expect(server.violations).toEqual([]);
    },
  };
}
