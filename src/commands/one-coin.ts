import type { Assets } from "../market/assets.ts";
import type { Call } from "../core/call.ts";
import type { Resolved } from "../market/asset-resolver.ts";
import { splitList } from "../core/fields.ts";
import { UserError } from "../core/errors.ts";

/** What finds a coin by its name, and knows which words are names. */
export type CoinFinder = Pick<Assets, "one" | "isKnown">;

/**
 * The coin of a card about one.
 * @param command  whose card it is, for an example
 * @throws UserError when it is not known or not clear; where several are named, that it takes one
 */
export async function oneCoin(assets: CoinFinder, typed: string, call: Call, command: string): Promise<Resolved> {
  try {
    return await assets.one(typed, call);
  } catch (error) {
    const words = splitList(typed);
    const [first = "", another] = words;
    if (!(error instanceof UserError) || another === undefined || !words.every((word) => assets.isKnown(word)))
      throw error;
    throw new UserError("This card is about one coin at a time.", {
      hint: `For example: /${command} ${first}`,
      cause: error,
    });
  }
}
