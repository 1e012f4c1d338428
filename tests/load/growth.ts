import { aCall } from "../support/calls.ts";
import { alertsDesk, price } from "../support/alerts-desk.ts";
import { digestDesk } from "../support/digest-desk.ts";
import { directPlace } from "../../src/core/delivery.ts";
import { PlaceStore } from "../../src/store/place-store.ts";
import { recommended } from "../../src/digest/subscription.ts";
import { SubscriptionStore } from "../../src/store/subscription-store.ts";
import { temporaryFolder } from "../support/process.ts";
import { plainText } from "../../src/core/plain.ts";
import type { Reply } from "../../src/core/reply.ts";
import { percentile } from "./drive.ts";

/** A Monday, at noon. */
const NOW = Date.UTC(2026, 10, 23, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** At 1x; a place has five of the people. Everybody has an alert and a digest. */
const PEOPLE = 100;
const PEOPLE_OF_A_PLACE = 5;
const COINS = 50;
const MESSAGES = 300;
const TICKS = 7;

/** What it costs with so many. Times are medians, in milliseconds. */
export interface Size {
  readonly times: number;
  readonly people: number;
  readonly places: number;
  readonly alerts: number;
  readonly subscriptions: number;
  /** A look-up in a group, and a write, without the platform. */
  readonly lookUpMs: number;
  readonly writeMs: number;
  /** A look at every alert, none of which is reached. */
  readonly alertTickMs: number;
  /** All that else is looked after each minute, with no digest due. */
  readonly otherTickMs: number;
}

async function median(times: number, work: (count: number) => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let count = 0; count < times; count += 1) {
    const from = performance.now();
    await work(count);
    took.push(performance.now() - from);
  }
  return percentile(took, 0.5);
}

/** A refusal is fast, and no figure. @throws Error where the answer is another one */
function says(wanted: string, reply: Reply): void {
  const words = plainText(reply);
  if (!words.includes(wanted)) throw new Error(`not answered: ${words}`);
}

/** A desk in this process with so many times the people, measured. */
export async function measureSize(times: number): Promise<Size> {
  const folder = await temporaryFolder();
  const desk = await digestDesk(NOW, {}, `${folder.path}/desk.sqlite`);
  const { database, services } = desk;
  try {
    const alerts = await alertsDesk({ database, now: NOW });
    const people = PEOPLE * times;
    const places = people / PEOPLE_OF_A_PLACE;
    const [kept, subscriptions] = [new PlaceStore(), new SubscriptionStore()];
    const idOf = (index: number): string => `user ${index}`;
    const group = (index: number) =>
      ({ platform: "telegram", chatId: `-${100 + (index % places)}`, isPublic: true }) as const;
    await database.transaction().execute(async (on) => {
      for (let index = 0; index < people; index += 1) {
        const userId = idOf(index);
        const account = String(10_000 + index);
        await on.insertInto("user").values({ id: userId, is_owner: 0, created_at: NOW }).execute();
        await on
          .insertInto("account")
          .values({ platform: "telegram", account_id: account, user_id: userId, name: "Ann", seen_at: NOW })
          .execute();
        const place = directPlace("telegram", account);
        if (!place) continue;
        const nextAt = NOW + DAY_MS;
        await subscriptions.put(on, { kind: "owner", userId }, place, recommended("UTC", "en"), { nextAt, now: NOW });
      }
      for (let index = 0; index < places; index += 1) {
        await kept.see(on, group(index), NOW);
        const { platform, chatId: chat_id } = group(index);
        await on
          .insertInto("setting")
          .values({ platform, chat_id, name: "currency", value: '"EUR"', changed_at: NOW })
          .execute();
      }
    });
    const callOf = (index: number, now: number) =>
      aCall({
        caller: { userId: idOf(index), accountId: String(10_000 + index), name: "Ann", role: "member" },
        place: group(index),
        now,
      });
    for (let index = 0; index < people; index += 1) {
      const place = directPlace("telegram", String(10_000 + index));
      const call = { ...callOf(index, NOW), ...(place && { place }) };
      await alerts.add(price(`coin-${index % COINS}`, "above", 200), {}, call);
    }
    const move = (): void => {
      for (let coin = 0; coin < COINS; coin += 1) alerts.llama.say(`coin-${coin}`, 100 + Math.sin(alerts.now() + coin));
    };
    // The first looks decide on which side each alert is.
    for (let warm = 0; warm < 2; warm += 1) {
      move();
      await alerts.tick();
    }
    const others = [
      services.privacy.step,
      ...services.bookkeeping,
      services.modelSpend,
      services.conversations,
      services.placeLife.step,
      ...(services.digests ? [services.digests.step] : []),
    ];
    const stride = Math.max(1, Math.floor(people / MESSAGES));
    const who = (count: number): number => (count * stride) % people;
    const size: Size = {
      times,
      people,
      places,
      alerts: people,
      subscriptions: people,
      lookUpMs: await median(MESSAGES, async (count) =>
        says("€", await desk.desk.run("price", { assets: "TAO" }, callOf(who(count), NOW + count * MINUTE_MS))),
      ),
      writeMs: await median(MESSAGES, async (count) => {
        const call = { ...callOf(who(count), NOW + count * MINUTE_MS), key: `write ${count}` };
        says("NEAR", await desk.desk.run("watchlist add", { assets: "NEAR" }, call));
      }),
      alertTickMs: await median(TICKS, async () => {
        move();
        await alerts.tick();
      }),
      otherTickMs: await median(TICKS, async (count) => {
        for (const step of others) await step.run(NOW + (count + 1) * MINUTE_MS);
      }),
    };
    if (desk.faults.length > 0) throw new Error(`the desk failed: ${String(desk.faults[0])}`);
    const told = await database.selectFrom("outbox").select("id").limit(1).execute();
    if (told.length > 0) throw new Error("something was told though nothing was reached");
    const looked = await database.selectFrom("alert").select("phase").where("phase", "=", "armed").execute();
    if (looked.length !== people) throw new Error(`only ${looked.length} of ${people} alerts are watched`);
    return size;
  } finally {
    await desk.close();
    await folder.remove();
  }
}
