import { canMount } from "./disk.ts";
import type { Course } from "./play-all.ts";
import { CLOCK, DATABASE, DISK, GATEWAY_SESSIONS, REPEATS } from "./specials.ts";
import { DISCORD_GATEWAY, DISCORD_REST, FEEDS, MODEL, PROVIDERS, TELEGRAM, TELEGRAM_SENDING } from "./trials.ts";

/** All that is tried, in the order of the table. */
export const COURSES: readonly Course[] = [
  { name: "telegram", scene: {}, trials: TELEGRAM },
  { name: "telegram-sending", scene: {}, trials: TELEGRAM_SENDING },
  { name: "discord", scene: { owner: "discord" }, trials: DISCORD_REST },
  { name: "discord-gateway", scene: { owner: "discord" }, trials: DISCORD_GATEWAY },
  { name: "repeats", scene: {}, trials: REPEATS },
  { name: "sessions", scene: { owner: "discord" }, trials: GATEWAY_SESSIONS },
  { name: "clock", scene: {}, desks: "each", trials: CLOCK },
  { name: "database", scene: {}, trials: DATABASE },
  ...(canMount() ? [{ name: "disk", scene: { disk: "small" }, trials: DISK } as const] : []),
  { name: "model", scene: {}, desks: "each", trials: MODEL },
  { name: "feeds", scene: {}, desks: "each", trials: FEEDS },
  ...Object.entries(PROVIDERS).map(([name, trials]): Course => ({
    name,
    scene: name === "geckoterminal" ? { plan: "public" } : {},
    desks: "each",
    trials,
  })),
];
