import type { AnyCommand } from "../core/command.ts";
import type { Assets } from "../market/assets.ts";
import type { Call } from "../core/call.ts";
import { fold, WORD_LIMIT } from "../market/asset-words.ts";
import type { Subject } from "../core/repeats.ts";
import { UserError } from "../core/errors.ts";
import { validInput } from "../core/dispatch.ts";

/** Look-ups whose answer is the same whoever asks, and the field of each that names coins. */
const LOOK_UPS = new Map<string, string | undefined>([
  ["price", "assets"],
  ["coin", "assets"],
  ["chart", "assets"],
  ["compare", "assets"],
  ["funding", "asset"],
  ...[
    "market",
    "trending",
    "fees",
    "movers",
    "token",
    "stack",
    "layer",
    "rotation",
    "project",
    "score",
    "score history",
    "news",
    "glossary",
  ].map((name) => [name, undefined] as const),
]);

type CoinNames = Pick<Assets, "one" | "phrases" | "isKnown">;

/**
 * Says what a look-up is about: the same for "price tao" and "/price Bittensor", as coins are by their ids, as this caller means them.
 * Undefined where the answer is a person's own, or it is not clear.
 * @param assets  names of coins, once a market is in use
 */
export function createSubjects(
  commands: ReadonlyMap<string, AnyCommand>,
  assets: () => CoinNames | undefined,
): Subject {
  const coinOf = async (word: string, call: Call): Promise<string> => {
    const names = assets();
    return names?.isKnown(word) ? `=${(await names.one(word, call)).asset.id}` : fold(word);
  };

  return async (name, raw, call) => {
    const command = commands.get(name);
    if (!command || !LOOK_UPS.has(name)) return undefined;
    const coinField = LOOK_UPS.get(name);
    try {
      const input = validInput(command, raw) as Readonly<Record<string, unknown>>;
      // Where none is named, it is the last one that this person asked for.
      if (coinField !== undefined && input[coinField] === undefined) return undefined;
      const read = Object.entries(input)
        .filter(([, value]) => value !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(async ([field, value]): Promise<unknown> => {
          // Of the addresses of some chains the case counts.
          if (name === "token" || !isWords(value)) return [field, value];
          if (field !== coinField) return [field, [value].flat().map(plain)];
          const words = [value].flat();
          const coins = assets()?.phrases(words) ?? words;
          return [field, await Promise.all(coins.map((word) => coinOf(word, call)))];
        });
      return JSON.stringify([name, await Promise.all(read)]);
    } catch (error) {
      if (error instanceof UserError) return undefined; // What is not understood or not clear is said by the command itself.
      throw error;
    }
  };
}

const isWords = (value: unknown): value is string | readonly string[] =>
  typeof value === "string" || (Array.isArray(value) && value.every((each) => typeof each === "string"));

/** What is longer than any name would be cut, so that two could become one. */
const plain = (words: string): string => (words.length > WORD_LIMIT ? words : fold(words));
