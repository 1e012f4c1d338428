import { fold, squeeze } from "./asset-words.ts";
import type { Curated } from "./curated-assets.ts";
import { nearest } from "../core/nearest.ts";
import { UserError } from "../core/errors.ts";

/** A list of assets that has a name: the sector, a layer of it. */
export interface Universe {
  readonly name: string;
  /** What else people call it. */
  readonly aliases: readonly string[];
  /** CoinGecko's ids, each once. */
  readonly assetIds: readonly string[];
}

/** Which assets are looked at. `top`: the largest by market cap. */
export type UniverseChoice =
  | { readonly kind: "named"; readonly universe: Universe }
  | { readonly kind: "top"; readonly count: number };

/** The crypto-AI sector as our own list has it. */
export const sectorUniverse = ({ assets }: Pick<Curated, "assets">): Universe => ({
  name: "AI",
  aliases: ["sector", "AI sector", "crypto AI", "AI coins", "AI tokens", "AI crypto"],
  assetIds: assets.filter(({ outsideSector }) => outsideSector !== true).map(({ id }) => id),
});

/** The largest whole market that is looked at: two requests of CoinGecko's 250 rows. */
const TOP_LIMIT = 500;
/** Fewer have nothing to choose five from. */
const TOP_LEAST = 10;
const TOP_USUAL = 100;
/** "The whole market": beyond it the volumes are small, and a request holds as many. */
export const WHOLE_MARKET = 250;

const WHOLE = /^(?:all|everything|(?:the )?(?:whole |entire |total )?(?:crypto )?market)$/;
/** "top 100", "top100", "100", "top". */
const TOP = /^(?:(?:the )?top ?(\d{1,6})?|(\d{1,6}))(?: coins)?$/;

/**
 * Which assets a phrase means: "top 100", "all", or the name or alias of one of the universes; nothing means the first of them.
 * @throws UserError naming what there is
 */
export function readUniverse(phrase: string, universes: readonly [Universe, ...Universe[]]): UniverseChoice {
  const words = fold(phrase).replaceAll(/\s+/g, " ");
  if (words === "") return { kind: "named", universe: universes[0] };
  const universe = named(words, universes);
  if (universe) return { kind: "named", universe };
  if (WHOLE.test(words)) return { kind: "top", count: WHOLE_MARKET };
  const top = TOP.exec(words);
  if (top) return { kind: "top", count: topCount(top[1] ?? top[2]) };
  throw unknown(phrase, universes);
}

const namesOf = ({ name, aliases }: Universe): readonly string[] => [name, ...aliases];

function named(words: string, universes: readonly Universe[]): Universe | undefined {
  const key = squeeze(words);
  // A name is worth more than another's alias.
  return (
    universes.find(({ name }) => squeeze(fold(name)) === key) ??
    universes.find(({ aliases }) => aliases.some((alias) => squeeze(fold(alias)) === key))
  );
}

function topCount(typed: string | undefined): number {
  const count = typed === undefined ? TOP_USUAL : Number(typed);
  if (count >= TOP_LEAST && count <= TOP_LIMIT) return count;
  throw new UserError(`I can look at the top ${TOP_LEAST} to ${TOP_LIMIT}, not at the top ${count}.`, {
    hint: "For example: /movers top 100",
  });
}

function unknown(phrase: string, universes: readonly Universe[]): UserError {
  const near = nearest(
    fold(phrase).slice(0, 40),
    universes.flatMap(namesOf).map((name) => fold(name)),
  );
  const meant = universes.find((each) => namesOf(each).some((name) => fold(name) === near));
  const names = [...universes.map(({ name }) => name), "top 100 (up to 500)", "all"].join(", ");
  const guess = meant ? `Did you mean ${meant.name}? ` : "";
  return new UserError(`I have no list of coins by the name "${fold(phrase).slice(0, 40)}".`, {
    hint: `${guess}There is: ${names}. One coin alone: /coin.`,
  });
}
