import { fuzzAddresses } from "./addresses.ts";
import { fuzzButtons, fuzzDesk } from "./desk.ts";
import { fuzzDiscord } from "./discord.ts";
import { fuzzFeeds, fuzzSheets } from "./files.ts";
import type { Tally } from "./tally.ts";
import { fuzzTelegramUpdates } from "./telegram-updates.ts";
import { fuzzMcpHttp, fuzzMcpLines } from "./mcp.ts";
import { fuzzWeb } from "./web.ts";
import { fuzzTelegram } from "./telegram.ts";

/** One way in: how many inputs its short form takes, and what part of the long form is its. */
export interface Surface {
  readonly name: string;
  readonly short: number;
  /** Of 100. */
  readonly share: number;
  readonly fuzz: (runs: number, seed: number) => Promise<Tally>;
}

export const SURFACES: readonly Surface[] = [
  { name: "typed commands on Telegram", short: 128, share: 4, fuzz: fuzzTelegram },
  { name: "other updates on Telegram", short: 160, share: 6, fuzz: fuzzTelegramUpdates },
  { name: "everything on Discord", short: 160, share: 6, fuzz: fuzzDiscord },
  { name: "requests to the web page", short: 320, share: 10, fuzz: fuzzWeb },
  { name: "programs over HTTP", short: 160, share: 5, fuzz: fuzzMcpHttp },
  { name: "programs on standard input", short: 160, share: 5, fuzz: fuzzMcpLines },
  { name: "every command, by fields and by lines", short: 600, share: 24, fuzz: fuzzDesk },
  { name: "button ids", short: 300, share: 10, fuzz: fuzzButtons },
  { name: "CSV files", short: 400, share: 12, fuzz: fuzzSheets },
  { name: "feeds", short: 400, share: 12, fuzz: fuzzFeeds },
  { name: "private addresses", short: 300, share: 6, fuzz: fuzzAddresses },
];
