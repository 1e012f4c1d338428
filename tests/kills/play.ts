import { setTimeout as sleep } from "node:timers/promises";
import { existsSync, readdirSync } from "node:fs";
import { directPlace } from "../../src/core/delivery.ts";
import { recommended } from "../../src/digest/subscription.ts";
import { openDatabase } from "../../src/store/database.ts";
import { SubscriptionStore } from "../../src/store/subscription-store.ts";
import type { DeskProcess } from "../support/process.ts";
import { seeded } from "../support/many-coins.ts";
import { ALERT_DISTANCE, answersTo, ask, type Deed, wasPutOff } from "./deeds.ts";
import { excessOf, type Fate, fateOfDue, fatesOfDeeds } from "./fates.ts";
import { faultsOfBackups, type Kept, readKept } from "./ledger.ts";
import { openScene, type Scene } from "./scene.ts";

const MINUTE_MS = 60_000;
/** The last instant of a life: some are killed while they start, some after their tick. */
const LONGEST_LIFE_MS = 7_000;
/** From its start. */
const TO_TICK_MS = 3_500;
const DEEDS_PER_SECOND = 5;
/** Of each minute: sending them takes about a second, in which the desk may die. */
const DIGESTS = 20;
const FIRST_PRICE_USD = 310;
/** From one life to the next: an alert is due some lives after it was made. */
const PRICE_GROWTH = 1.004;
/** Undisturbed lives in which all that is open has to end. */
const CALM_LIVES = 12;
const AFTER_TICK_MS = 2_500;
/** A backup that was begun longer ago is nobody's work any more. */
const ABANDONED_MS = 11 * MINUTE_MS;
const MODEL_MS = 700;
const TELEGRAM_MS = 60;
const DISCORD_MS = 120;
const ON_THE_LINE_MS = 250;
const STARTED = /"started"/;

/** All of a run. */
export interface Outcome {
  readonly seed: number;
  readonly kills: number;
  /** Killed before the desk had said that it started; while something was in work; while something was being sent. */
  readonly killedStarting: number;
  readonly killedAtWork: number;
  readonly killedSending: number;
  readonly integrityChecks: number;
  readonly backups: number;
  readonly fates: readonly Fate[];
  readonly model: {
    readonly requests: number;
    readonly callsCounted: number;
    /** People who are still charged for a call that a kill broke off: it may have been paid for. */
    readonly chargedForBroken: number;
    /** People who are charged for more than was asked, without a kill. */
    readonly leaked: number;
  };
  /** Every promise that was broken, in words. */
  readonly broken: readonly string[];
}

/** Some digests are due in each minute, from the first one on. @returns when, by chat */
async function subscribe(scene: Scene, minutes: number): Promise<ReadonlyMap<string, number>> {
  const database = await openDatabase(scene.database);
  const from = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS;
  const dueAt = new Map<string, number>();
  const store = new SubscriptionStore();
  await database.transaction().execute(async (on) => {
    for (let count = 0; count < minutes * DIGESTS; count += 1) {
      const chatId = String(scene.telegram.person(`Reader ${count}`).id);
      const nextAt = from + Math.floor(count / DIGESTS) * MINUTE_MS;
      const place = directPlace("telegram", chatId);
      if (!place) continue;
      const userId = `reader ${count}`;
      await on.insertInto("user").values({ id: userId, is_owner: 0, created_at: from }).execute();
      const settings = { ...recommended("UTC", "en"), times: [new Date(nextAt).toISOString().slice(11, 16)] };
      await store.put(on, { kind: "owner", userId }, place, settings, { nextAt, now: from });
      dueAt.set(chatId, nextAt);
    }
  });
  await database.destroy();
  return dueAt;
}

/** Kills a desk so often in the middle of its work, lets it finish, and holds what is left against what was asked and answered. */
export async function play(seed: number, kills: number): Promise<Outcome> {
  const random = seeded(seed);
  const scene = await openScene(FIRST_PRICE_USD);
  const broken: string[] = [];
  const deeds: Deed[] = [];
  /** Deaths by which something may come once more, by what was under way. */
  const deaths = { inbox: new Map<string, number>(), outbox: new Map<string, number>() };
  /** A desk that dies at any instant has no reason to call anything a fault. */
  function hear(desk: DeskProcess): void {
    for (const line of desk.logged().split("\n"))
      if (/"level":"?(?:error|50|fatal|60)"?/.test(line)) broken.push(`logged: ${line.slice(0, 300)}`);
  }
  const note = (of: Map<string, number>, key: string): void => void of.set(key, (of.get(key) ?? 0) + 1);
  const figures = { killedStarting: 0, killedAtWork: 0, killedSending: 0, integrityChecks: 0 };
  let price = FIRST_PRICE_USD;
  let slowestStartMs = 0;

  /** People ask for things until it is over. */
  async function live(untilMs: number): Promise<void> {
    const end = performance.now() + untilMs;
    while (performance.now() < end) {
      const pause = (-Math.log(1 - random()) * 1_000) / DEEDS_PER_SECOND;
      await sleep(Math.min(pause, Math.max(0, end - performance.now())));
      if (performance.now() >= end) return;
      const deed = ask(scene, random, deeds.length, price);
      if (deed) deeds.push(deed);
      if (random() < 0.03) scene.telegram.say(scene.owner, scene.owner, "/backup now");
      goOn();
    }
  }
  const goOn = (): void => deeds.forEach((deed) => deed.goOn?.());

  /** Exactly what was acknowledged, and nothing twice. */
  function holdAgainst(kept: Kept, when: string): void {
    if (kept.integrity !== "ok") broken.push(`${when}: ${kept.integrity}`);
    const answers = answersTo(deeds, scene);
    for (const deed of deeds) {
      const times = kept.timesOf(deed);
      if (times === undefined) continue;
      const least = (answers.get(deed) ?? 0) > 0 ? 1 : 0;
      if (times !== 1 && times !== least)
        broken.push(`${when}: ${deed.kind} ${deed.mark} is there ${times} times, acknowledged ${least}`);
    }
  }

  /** How many messages of ours each chat has, by those that count. */
  function messagesBy(counts: (text: string) => boolean): ReadonlyMap<string, number> {
    const by = new Map<string, number>();
    for (const { chatId, text } of scene.telegram.ours()) if (counts(text)) note(by, String(chatId));
    return by;
  }
  const told = (): ReadonlyMap<string, number> =>
    messagesBy((text) => /Threshold:|Meanwhile one of your alerts/.test(text));
  /** Readers of digests ask for nothing: whatever comes to them is one. */
  const came = (): ReadonlyMap<string, number> => messagesBy(() => true);

  /** One undisturbed life, with a tick in it, to a proper end. */
  async function liveInCalm(): Promise<void> {
    const from = performance.now();
    const toTickMs = Math.max(TO_TICK_MS, 2 * slowestStartMs);
    const desk = scene.begin(toTickMs);
    await desk.says(STARTED);
    slowestStartMs = Math.max(slowestStartMs, performance.now() - from);
    const end = from + toTickMs + AFTER_TICK_MS;
    while (performance.now() < end) {
      await sleep(100);
      goOn();
    }
    desk.kill("SIGTERM");
    const code = await desk.ended;
    hear(desk);
    if (code !== 0) broken.push(`a calm life ended with ${code}`);
  }

  try {
    // As on a real line: what is under way is under way for a while, and the desk may die in it.
    scene.openai.brain(async () => {
      await sleep(MODEL_MS);
      return { text: "Nobody knows." };
    });
    scene.telegram.fail("sendMessage", { kind: "slow", ms: TELEGRAM_MS }, { times: Infinity });
    scene.discord.mishap("POST", /messages$|callback$/, { kind: "delay", ms: DISCORD_MS }, Infinity);
    const dueAt = await subscribe(scene, kills);
    for (let kill = 0; kill < kills; kill += 1) {
      price *= PRICE_GROWTH;
      scene.setPrice(price);
      const desk = scene.begin(TO_TICK_MS);
      await live(random() * LONGEST_LIFE_MS);
      desk.kill("SIGKILL");
      await desk.ended;
      hear(desk);
      // What was on the line arrives, before anybody's clock moves.
      await sleep(ON_THE_LINE_MS);
      const kept = await readKept(scene, Date.now());
      holdAgainst(kept, `after kill ${kill + 1}`);
      for (const fault of await faultsOfBackups(scene)) broken.push(`after kill ${kill + 1}: ${fault}`);
      figures.integrityChecks += 1;
      for (const chat of kept.openChats) note(deaths.inbox, chat);
      const sending = kept.deliveries.filter(({ state }) => state === "sending");
      for (const { key } of sending) note(deaths.outbox, key);
      if (!STARTED.test(desk.logged())) figures.killedStarting += 1;
      if (kept.openChats.size > 0) figures.killedAtWork += 1;
      if (sending.length > 0) figures.killedSending += 1;
    }
    const toldAtLastKill = told();
    const cameAtLastKill = came();
    const acknowledged = new Set([...answersTo(deeds, scene)].flatMap(([deed, times]) => (times > 0 ? [deed] : [])));

    // Now it may finish: first what was asked, and then what is due, for which the price goes where every alert waits for it.
    let kept = await readKept(scene, Date.now());
    const isAnswered = (): boolean =>
      kept.openChats.size === 0 &&
      [...answersTo(deeds, scene)].every(
        ([deed, times]) => times > 0 || deed.kind === "entry on Discord" || wasPutOff(deed, scene),
      );
    for (let life = 0; life < CALM_LIVES && !isAnswered(); life += 1) {
      await liveInCalm();
      kept = await readKept(scene, Date.now());
    }
    scene.setPrice(price * ALERT_DISTANCE * 1.01);
    const isOver = (): boolean =>
      kept.overdue === 0 &&
      kept.deliveries.every(({ ended_at }) => ended_at !== null) &&
      deeds.every((deed) => deed.kind !== "alert" || kept.timesOf(deed) !== 1 || told().has(String(deed.person?.id)));
    for (let life = 0; life < CALM_LIVES && !isOver(); life += 1) {
      await liveInCalm();
      kept = await readKept(scene, Date.now());
    }
    scene.pass(ABANDONED_MS);
    await liveInCalm();
    kept = await readKept(scene, Date.now());
    holdAgainst(kept, "at the end");
    if (existsSync(scene.backups))
      for (const name of readdirSync(scene.backups))
        if (!name.endsWith(".sqlite") && !name.endsWith(".txt")) broken.push(`${name} is left behind`);
    broken.push(...scene.violations());
    if (kept.unfinishedImports > 0) broken.push(`${kept.unfinishedImports} unfinished imports are left behind`);
    for (const [deed, times] of answersTo(deeds, scene)) {
      const { kind, person, mark } = deed;
      if (times > 0 || !person || wasPutOff(deed, scene)) continue;
      const shown = scene.telegram.ours(person).map(({ text }) => text.slice(0, 120));
      broken.push(`${kind} ${mark} was never answered: ${JSON.stringify(shown)}`);
    }

    const watched = deeds.flatMap((deed) =>
      deed.kind === "alert" && kept.timesOf(deed) === 1 ? [String(deed.person?.id)] : [],
    );
    const now = Date.now();
    const awaited = [...dueAt].flatMap(([chat, at]) => (at > now ? [] : [chat]));
    const fates = [
      ...fatesOfDeeds(deeds, acknowledged, { kept, scene, deaths: deaths.inbox }),
      fateOfDue("alert", watched, [toldAtLastKill, told()], { kept, deaths: deaths.outbox }),
      fateOfDue("digest", awaited, [cameAtLastKill, came()], { kept, deaths: deaths.outbox }),
    ];
    for (const { what, lost, wrong } of fates) {
      if (lost > 0) broken.push(`${what}: ${lost} lost`);
      if (wrong > 0) broken.push(`${what}: ${wrong} more often than a death explains`);
    }
    const excess = excessOf(deeds, { kept, deaths: deaths.inbox });
    if (excess.leaked > 0) broken.push(`${excess.leaked} people are charged for what nobody asked of the model`);
    return {
      seed,
      kills,
      ...figures,
      backups: existsSync(scene.backups)
        ? readdirSync(scene.backups).filter((name) => name.endsWith(".sqlite")).length
        : 0,
      fates,
      model: {
        requests: scene.openai.requests.length,
        callsCounted: kept.spent.calls,
        chargedForBroken: excess.byKill,
        leaked: excess.leaked,
      },
      broken,
    };
  } finally {
    await scene.close();
  }
}
