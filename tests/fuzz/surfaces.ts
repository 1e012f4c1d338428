import { fuzzAddresses } from "./addresses.ts";
import { fuzzButtons, fuzzDesk } from "./desk.ts";
import { fuzzFeeds, fuzzSheets } from "./files.ts";
import type { Tally } from "./tally.ts";
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
  { name: "typed commands on Telegram", short: 128, share: 3, fuzz: fuzzTelegram },
  { name: "every command, by fields and by lines", short: 600, share: 30, fuzz: fuzzDesk },
  { name: "button ids", short: 300, share: 17, fuzz: fuzzButtons },
  { name: "CSV files", short: 400, share: 20, fuzz: fuzzSheets },
  { name: "feeds", short: 400, share: 20, fuzz: fuzzFeeds },
  { name: "private addresses", short: 300, share: 10, fuzz: fuzzAddresses },
];
