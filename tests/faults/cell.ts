import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Asked, type Door, DOORS, type Line } from "./doors.ts";
import type { Scene } from "./scene.ts";

/** Something that no outside is needed for. */
export const GLOSSARY: Line = { name: "glossary", typed: "FDV", fields: { term: "FDV" } };
const isGlossary = (text: string): boolean => text.includes("fully diluted");

/** What fails in a cell, and how it is seen to fail and to be well again. */
export interface Trial {
  readonly target: string;
  readonly fault: string;
  begin(scene: Scene): Promise<void>;
  end(scene: Scene): Promise<void>;
  /** How many requests met the fault. */
  hits(scene: Scene): number;
  /** Doors that cannot be expected to work meanwhile. */
  readonly affected: readonly Door[];
  /** What is asked while it lasts, and after it. */
  ask(scene: Scene, when: "during" | "after"): readonly Asked[];
  /** Whether an answer is what it is on a good day. */
  isWell(text: string): boolean;
  /** How long it lasts at least, and until when an answer has to be there that comes while it lasts. */
  readonly lastsMs: number;
  readonly patienceMs: number;
  /** Within this time of its end everything has to work as before. */
  readonly recoversMs: number;
  /** Whether what was asked on the affected door has never reached the desk, which can then have no word for it. */
  readonly isUnheard?: boolean;
  /** Whether what is sent may arrive twice, since nobody can know whether it arrived. */
  readonly mayRepeat: boolean;
}

/** What became of one thing that was asked while the fault lasted. */
export interface Fate {
  readonly what: string;
  /** What the asker read while it lasted, and what came after its end. */
  readonly during: readonly string[];
  readonly after: readonly string[];
  readonly isRefused: boolean;
}

export interface Outcome {
  readonly target: string;
  readonly fault: string;
  readonly hits: number;
  readonly fates: readonly Fate[];
  /** The slowest answer at the other doors, in milliseconds. */
  readonly othersMs: number;
  /** From the end of the fault until the first answer as on a good day; undefined: not in time. */
  readonly recoveredMs: number | undefined;
  /** How often what was due while it lasted has arrived, or what whoever gave it was told instead. */
  readonly due: number | string;
  /** Promises that were not kept. */
  readonly broken: readonly string[];
}

const STEP_MS = 50;
const OTHERS_MS = 5_000;
let cells = 0;

/** Plays one cell. The scene is well before it, and after it unless something is broken. */
export async function play(scene: Scene, trial: Trial): Promise<Outcome> {
  const broken: string[] = [];
  const mark = `notice-${(cells += 1)}`;
  await trial.begin(scene);
  const startedAt = performance.now();
  const asked = trial.ask(scene, "during");
  const others = DOORS.filter((door) => !trial.affected.includes(door));
  const othersMs = await Promise.all(
    others.map(async (door) => {
      const ms = await timeUntil(ask(scene, door, GLOSSARY, "ada"), isGlossary, OTHERS_MS);
      if (ms === undefined) broken.push(`${door} did not answer within ${OTHERS_MS / 1_000} s`);
      return ms ?? OTHERS_MS;
    }),
  );
  const owed = owe(scene, mark);
  await until(() => asked.every((each) => each.shown().length > 0 || each.isRefused()), trial.patienceMs);
  await sleep(Math.max(0, trial.lastsMs - (performance.now() - startedAt)));
  const during = asked.map((each) => each.shown());
  const hits = trial.hits(scene);
  if (hits === 0) broken.push("nothing met the fault");

  await trial.end(scene);
  const recoveredMs = await recovery(scene, trial);
  if (recoveredMs === undefined) broken.push(`not well ${trial.recoversMs / 1_000} s after its end`);
  await until(() => asked.every((each) => each.shown().length > 0 || each.isRefused()), 20_000);
  // Discord is given half a minute after an outage.
  await until(() => owed() !== 0, 60_000);
  // What comes twice comes soon.
  await sleep(300);
  const fates = asked.map((each, index): Fate => {
    const shown = each.shown();
    if (shown.length === 0 && !each.isRefused() && trial.isUnheard !== true) broken.push(`${each.what} was lost`);
    const isTwice = new Set(shown).size < shown.length;
    if (isTwice && !trial.mayRepeat) broken.push(`${each.what} was answered twice`);
    return {
      what: each.what,
      during: during[index] ?? [],
      after: shown.filter((text) => during[index]?.includes(text) !== true),
      isRefused: each.isRefused(),
    };
  });
  const due = owed();
  if (due === 0) broken.push("what was due was lost");
  if (typeof due === "number" && due > 1 && !trial.mayRepeat) broken.push(`what was due arrived ${due} times`);
  return {
    target: trial.target,
    fault: trial.fault,
    hits,
    fates,
    othersMs: Math.round(Math.max(0, ...othersMs)),
    recoveredMs: recoveredMs === undefined ? undefined : Math.round(recoveredMs),
    due,
    broken,
  };
}

/** Waits until every door answers, and has loaded what it needs for it. */
export async function warmUp(scene: Scene): Promise<void> {
  for (const door of DOORS)
    if ((await timeUntil(ask(scene, door, GLOSSARY, "ada"), isGlossary, 30_000)) === undefined)
      throw new Error(`${door} does not answer before anything is broken.`);
}

/** Something becomes due for the owner, through the outbox by which alerts and digests go. @returns how often it has arrived, or why it was not taken */
function owe(scene: Scene, mark: string): () => number | string {
  const given = ask(scene, "page", { name: "feedback", typed: mark, fields: {} });
  return () => {
    const refusal = given.shown().find((text) => !text.includes("Thank you"));
    return refusal ?? scene.toOwner().filter((text) => text.includes(mark)).length;
  };
}

/** Asks until an answer is as on a good day. @returns how long that took */
async function recovery(scene: Scene, trial: Trial): Promise<number | undefined> {
  const endedAt = performance.now();
  const left = (): number => trial.recoversMs - (performance.now() - endedAt);
  while (left() > 0) {
    const again = trial.ask(scene, "after");
    await until(() => again.every((each) => each.shown().length > 0 || each.isRefused()), left());
    if (again.every((each) => each.shown().some((text) => trial.isWell(text)))) return performance.now() - endedAt;
    await sleep(500);
  }
  return undefined;
}

async function timeUntil(
  asked: Asked,
  isRight: (text: string) => boolean,
  limitMs: number,
): Promise<number | undefined> {
  const startedAt = performance.now();
  await until(() => asked.shown().some(isRight), limitMs);
  return asked.shown().some(isRight) ? performance.now() - startedAt : undefined;
}

async function until(holds: () => boolean, limitMs: number): Promise<void> {
  const end = performance.now() + limitMs;
  while (!holds() && performance.now() < end) await sleep(STEP_MS);
}
