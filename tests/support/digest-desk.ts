import { noteFault } from "./log-watch.ts";
import { aCall, memoryLog } from "./calls.ts";
import type { Call, Platform } from "../../src/core/call.ts";
import { openDesk } from "../../src/compose/desk.ts";
import { openOutbox } from "../../src/compose/outbox.ts";
import { openSampleMarket } from "../../src/compose/market.ts";
import { openDatabase } from "../../src/store/database.ts";
import { readConfig } from "../../src/config.ts";
import { FakeDoor } from "./outbox.ts";
import { Health } from "../../src/core/health.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { plainText } from "../../src/core/plain.ts";
import type { Reply } from "../../src/core/reply.ts";

/** What came through a door, in whole. */
interface Arrived {
  readonly at: number;
  readonly platform: Platform;
  readonly chatId: string;
  readonly reply: Reply;
  readonly text: string;
}

class Door extends FakeDoor {
  readonly #arrived: (chatId: string, reply: Reply) => void;

  constructor(platform: Platform, arrived: (chatId: string, reply: Reply) => void) {
    super(platform);
    this.#arrived = arrived;
  }

  override async send(...given: Parameters<FakeDoor["send"]>): ReturnType<FakeDoor["send"]> {
    const result = await super.send(...given);
    if (result.state === "sent") this.#arrived(given[0].chatId, given[1]);
    return result;
  }
}

/**
 * The whole desk on the sample market with its outbox, doors without platforms, and a clock that only the test moves.
 * @param path  of its database; in memory where nothing is said
 */
export async function digestDesk(
  startAt: number,
  environment: Readonly<Record<string, string>> = {},
  path = ":memory:",
) {
  const database = await openDatabase(path);
  const log = memoryLog();
  const faults: unknown[] = [];
  const arrived: Arrived[] = [];
  let now = startAt;
  const clock = (): number => now;
  const report = (error: unknown): string => {
    noteFault(error);
    return `ref${faults.push(error)}`;
  };
  const health = new Health();
  const delivery = openOutbox({ database, log, report, health, clock });
  const config = readConfig({ MARKET_DATA: "sample", ...environment });
  const parts = { config, database, version: "0", log, report, clock, health, jobs: () => [], delivery };
  const services = openDesk({ ...parts, served: () => undefined });
  const market = await openSampleMarket({ ...parts, config: config.market });
  services.useMarket(market, market.asOf);
  const { desk, digests } = services;
  if (!digests) throw new Error("a desk that delivers has digests");
  delivery.pauseBy("digest", digests.onGone);
  const doors = (["telegram", "discord", "web"] as const).map(
    (platform) =>
      new Door(platform, (chatId, reply) => arrived.push({ at: now, platform, chatId, reply, text: plainText(reply) })),
  );
  delivery.useDoors(doors);

  async function tick(): Promise<void> {
    await digests?.step.run(now);
    delivery.deliverer.wake();
    await delivery.deliverer.idle();
  }

  return {
    database,
    services,
    desk,
    digests,
    doors,
    arrived,
    faults,
    lines: log.lines,
    delivery,
    tick,
    now: clock,
    /** A door says that somebody can be written to alone. */
    async reached(platform: Platform, accountId: string) {
      await services.onReached(platform, accountId);
      delivery.deliverer.wake();
      await delivery.deliverer.idle();
    },
    /** Ticks each so many minutes until an instant. */
    async runUntil(until: number, everyMs = 5 * 60_000) {
      while (now < until) {
        now = Math.min(until, now + everyMs);
        await tick();
      }
    },
    /** The desk is down. */
    sleepUntil(until: number) {
      now = until;
    },
    async person(platform: Platform, accountId: string, role: Call["caller"]["role"] = "member") {
      const { userId } = await services.identify(platform, accountId);
      const call = (place: Partial<Call["place"]> = {}, locale = "en"): Call =>
        aCall({
          caller: { userId, accountId, name: accountId, role },
          place: { platform, chatId: accountId, isPublic: false, ...place },
          locale,
          now,
        });
      const say = async (line: string, place?: Partial<Call["place"]>, locale?: string): Promise<Reply> => {
        const [first = "", second = "", ...rest] = line.split(" ");
        const command = desk.commands.get(`${first} ${second}`);
        if (!command) throw new Error(`no command in ${line}`);
        return await desk.run(command.name, parseArguments(command, rest.join(" ")), call(place, locale));
      };
      return {
        userId,
        say,
        read: async (line: string, place?: Partial<Call["place"]>, locale?: string) =>
          plainText(await say(line, place, locale)),
        async press(reply: Reply, label: string, place?: Partial<Call["place"]>) {
          const shown = [...(reply.buttons ?? []), ...(reply.choices?.options ?? [])];
          const button = shown.find((each) => each.label === label);
          if (!button || "url" in button) throw new Error(`no button ${label} in ${JSON.stringify(shown)}`);
          return plainText((await desk.press(await desk.keep(button, userId), call(place))).reply);
        },
      };
    },
    async close() {
      await delivery.deliverer.stop();
      await database.destroy();
    },
  };
}
