import { cleanUp } from "../../src/jobs/clean-up.ts";
import { directPlace } from "../../src/core/delivery.ts";
import { recommended } from "../../src/digest/subscription.ts";
import { SubscriptionStore } from "../../src/store/subscription-store.ts";
import { digestDesk } from "../support/digest-desk.ts";
import { temporaryFolder } from "../support/process.ts";
import { tick } from "../../src/jobs/tick.ts";
import { Health } from "../../src/core/health.ts";
import { Journal } from "../../src/jobs/journal.ts";
import { aCall, memoryLog } from "../support/calls.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { cleanedStores } from "../support/cleaned-stores.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A Monday, at midnight. */
const START = Date.UTC(2026, 10, 23);
const PEOPLE = 200;

/** What a simulated day came to. */
export interface Day {
  readonly hours: number;
  readonly ticks: number;
  readonly messages: number;
  readonly digests: number;
  /** After each hour, what is left once all garbage is collected: heap and what lies beside it. */
  readonly hourlyMb: readonly number[];
  readonly faults: number;
}

/**
 * The whole desk, in this process, on sample data, whose time is an argument: each simulated minute a tick and some messages, in
 * each hour some digests. No real hours pass, so what leaks by real time alone (sockets that stay open) is not shown here.
 */
export async function liveThroughDay(hours: number, messagesAMinute: number): Promise<Day> {
  const folder = await temporaryFolder();
  const desk = await digestDesk(START, {}, `${folder.path}/desk.sqlite`);
  try {
    const { database, services, delivery } = desk;
    const subscriptions = new SubscriptionStore();
    const people = await Promise.all(
      Array.from({ length: PEOPLE }, (_, index) => desk.person("telegram", String(1_000 + index))),
    );
    await database.transaction().execute(async (on) => {
      for (const [index, { userId }] of people.entries()) {
        const place = directPlace("telegram", String(1_000 + index));
        if (!place) continue;
        const hour = index % 24;
        const settings = { ...recommended("UTC", "en"), times: [`${String(hour).padStart(2, "0")}:30`] };
        const nextAt = START + hour * HOUR_MS + HOUR_MS / 2;
        await subscriptions.put(on, { kind: "owner", userId }, place, settings, { nextAt, now: START });
      }
    });
    const clean = cleanUp({ database, ...cleanedStores(), outbox: delivery.outbox });
    const steps = [
      clean,
      services.privacy.step,
      ...services.bookkeeping,
      services.modelSpend,
      services.conversations,
      services.placeLife.step,
      services.alerts.step,
      ...(services.digests ? [services.digests.step] : []),
    ];
    const ticking = { steps, log: memoryLog(), health: new Health(), journal: new Journal() };
    const lines = ["watchlist add TAO", "note list", "watchlist remove TAO", "alert list", "digest settings"];
    const coins = ["TAO", "NEAR", "FET", "RENDER", "VIRTUAL"];
    const hourlyMb: number[] = [];
    let [messages, ticks, digests] = [0, 0, 0];
    for (let hour = 0; hour < hours; hour += 1) {
      for (let minute = 0; minute < 60; minute += 1) {
        desk.sleepUntil(START + hour * HOUR_MS + minute * MINUTE_MS);
        await tick(ticking, desk.now());
        ticks += 1;
        delivery.deliverer.wake();
        await delivery.deliverer.idle();
        for (let count = 0; count < messagesAMinute; count += 1) {
          const index = messages % PEOPLE;
          const person = people[index];
          if (!person) continue;
          const coin = coins[messages % coins.length] ?? "TAO";
          const call = aCall({
            caller: { userId: person.userId, accountId: String(1_000 + index), name: "Ann", role: "member" },
            place: { platform: "telegram", chatId: String(1_000 + index), isPublic: false },
            now: desk.now(),
          });
          if (messages % 3 === 0) await person.say(lines[messages % lines.length] ?? "note list");
          else if (messages % 3 === 1) await desk.desk.run("price", { assets: coin }, call);
          else await desk.desk.ask(`how is ${coin} doing today?`, call, () => undefined);
          messages += 1;
        }
      }
      // What the test itself keeps is no memory of the desk.
      digests += desk.arrived.length;
      desk.arrived.length = 0;
      desk.lines.length = 0;
      for (const door of desk.doors) door.sends.length = 0;
      hourlyMb.push(collectGarbage() / 1e6);
    }
    return { hours, ticks, messages, digests, hourlyMb, faults: desk.faults.length };
  } finally {
    await desk.close();
    await folder.remove();
  }
}
