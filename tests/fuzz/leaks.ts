import { homedir } from "node:os";
import { TOKEN as DISCORD_TOKEN } from "../stand-ins/discord-world.ts";
import { TOKEN as TELEGRAM_TOKEN } from "../stand-ins/telegram.ts";

/** What only its owner may ever read; it stands in one person's portfolio, notes, wallets and alerts. */
export const CANARIES = [
  "nutmegvault",
  "rhubarbsubmarine",
  "periwinkle umbrella",
  "pistachio zeppelin",
  "4242.4242",
  "4,242.42",
] as const;

/** Stands in the environment of the process, as a key does. */
export const ENVIRONMENT_CANARY = "wb-canary-of-the-environment-7f3a91";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
const SECRETS = [TELEGRAM_TOKEN, DISCORD_TOKEN, ENVIRONMENT_CANARY, ROOT, `${homedir()}/`, ...CANARIES];

const PATTERNS = [
  ["a stack", /\n\s+at (?:async )?\S+ ?\(?(?:file:|node:|\/)/],
  ["a path", /\/node_modules\/|\bfile:\/\/\/(?!etc\/passwd)|\.(?:ts|js):\d+:\d+/],
  ["SQL", /SQLITE_[A-Z]+|SqliteError|no such (?:table|column):|(?:UNIQUE|FOREIGN KEY|CHECK|NOT NULL) constraint/],
  ["an error of the language", /\b(?:TypeError|RangeError|ReferenceError|SyntaxError|ZodError|DecimalError):/],
  ["a value that is none", /\[object Object\]|\bundefined\b|\bNaN\b|\$\{/],
] as const;

/**
 * What something that goes out holds and may not hold.
 * @param asked  what was asked: what somebody wrote may be told them again
 */
export function leaksIn(shown: string, asked: string): string[] {
  const found = SECRETS.filter((secret) => shown.includes(secret));
  const matched = PATTERNS.flatMap(([name, pattern]) => {
    const match = pattern.exec(shown);
    return match && !asked.includes(match[0]) ? [`${name}: ${match[0]}`] : [];
  });
  return [...found, ...matched];
}
