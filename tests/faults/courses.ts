import type { Course } from "./play-all.ts";
import { DISCORD_GATEWAY, DISCORD_REST, MODEL, PROVIDERS, TELEGRAM } from "./trials.ts";

/** Without a key pools come from GeckoTerminal's own address. */
const KEYLESS = { COINGECKO_API_KEY: "", COINGECKO_PLAN: "" };

/** All that is tried, in the order of the table. */
export const COURSES: readonly Course[] = [
  { name: "telegram", scene: {}, trials: TELEGRAM, senseless: [] },
  { name: "discord", scene: { owner: "discord" }, trials: DISCORD_REST, senseless: [] },
  { name: "discord-gateway", scene: { owner: "discord" }, trials: DISCORD_GATEWAY, senseless: [] },
  { name: "model", scene: {}, desks: "each", trials: MODEL, senseless: [] },
  ...Object.entries(PROVIDERS).map(([name, trials]): Course => ({
    name,
    scene: name === "geckoterminal" ? { environment: KEYLESS } : {},
    desks: "each",
    trials,
    senseless: [],
  })),
];
