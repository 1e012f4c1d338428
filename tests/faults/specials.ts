import { setTimeout as sleep } from "node:timers/promises";
import { GLOSSARY, type Trial } from "./cell.ts";
import { fill, lock } from "./disk.ts";
import { ask, askFreely, type Line, pushTwice } from "./doors.ts";
import type { Scene } from "./scene.ts";
import { isAnswer } from "./trials.ts";

const DAY_MS = 86_400_000;
const WORDS = "what is it like out there";
/** Until a change of the machine's clock has reached the desk's process. */
const NOTICED_MS = 300;

const BUY: Line = { name: "portfolio add", typed: "buy 1 TAO at 300 usd on 2026-03-01", fields: {} };
const isWell = (text: string): boolean => isAnswer(text) || text.includes("Bought 1 TAO");

/** What is said twice, or late, by a platform itself. */
export const REPEATS: readonly Trial[] = [
  {
    target: "telegram",
    fault: "duplicate and out-of-order updates",
    begin: async () => undefined,
    end: async () => undefined,
    hits: () => 1,
    affected: [],
    ask: (scene) => pushTwice(scene, WORDS),
    isWell,
    lastsMs: 2_000,
    patienceMs: 5_000,
    recoversMs: 5_000,
    mayRepeat: false,
  },
];

export const GATEWAY_SESSIONS: readonly Trial[] = [
  {
    target: "discord-gateway",
    fault: "duplicate and out-of-order updates",
    // Cut behind what is asked: on resuming, Discord delivers the last events again.
    begin: async ({ discord }) => void setTimeout(() => discord.gateway.drop(), 300),
    end: async () => undefined,
    hits: () => 1,
    affected: ["discord"],
    ask: (scene, when) => [askFreely(scene, "discord", WORDS, when === "during" ? "ann" : "ben")],
    isWell,
    lastsMs: 4_000,
    patienceMs: 5_000,
    recoversMs: 30_000,
    mayRepeat: false,
  },
  {
    target: "discord-gateway",
    fault: "gateway invalid session",
    // While what was asked is being worked on.
    begin: async ({ discord }) => void setTimeout(() => discord.gateway.invalidate(), 50),
    end: async () => undefined,
    hits: () => 1,
    affected: ["discord"],
    ask: (scene, when) => [askFreely(scene, "discord", WORDS, when === "during" ? "ann" : "ben")],
    isWell,
    // Discord asks for one to five seconds before the next identify; discord.js takes them.
    lastsMs: 8_000,
    patienceMs: 5_000,
    recoversMs: 30_000,
    mayRepeat: false,
  },
];

const askAll = (scene: Scene, when: "during" | "after") => [
  ask(scene, "page", BUY),
  ask(scene, "telegram", GLOSSARY),
  askFreely(scene, "telegram", WORDS),
  ask(scene, "discord", GLOSSARY, when === "during" ? "ann" : "ben"),
];

const onMachine = (
  fault: string,
  spoil: (scene: Scene) => () => void,
  change: Partial<Trial> & Pick<Trial, "target">,
): Trial => {
  let mend: (() => void) | undefined;
  return {
    fault,
    begin: async (scene) => {
      mend = spoil(scene);
      await sleep(NOTICED_MS);
    },
    end: async () => {
      mend?.();
      await sleep(NOTICED_MS);
    },
    hits: () => 1,
    affected: [],
    ask: askAll,
    isWell,
    lastsMs: 6_000,
    patienceMs: 15_000,
    recoversMs: 60_000,
    mayRepeat: false,
    ...change,
  };
};

const setClock =
  (aheadMs: number) =>
  ({ machine }: Scene): (() => void) => {
    machine.setClock(aheadMs);
    return () => machine.setClock(0);
  };

export const CLOCK: readonly Trial[] = [
  onMachine("clock +1 day", setClock(DAY_MS), { target: "clock" }),
  onMachine("clock -1 day", setClock(-DAY_MS), { target: "clock" }),
];

/** Telegram takes what cannot be written down back to its sender. */
export const DATABASE: readonly Trial[] = [
  onMachine("database locked", ({ volume }) => lock(volume), { target: "disk", affected: ["telegram"] }),
];

export const DISK: readonly Trial[] = [
  onMachine("disk full", ({ volume }) => fill(volume), { target: "disk", affected: ["telegram"] }),
];
