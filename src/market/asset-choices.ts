import type { Asset } from "./asset.ts";
import type { Call } from "../core/call.ts";
import type { Choice } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { cleanLine } from "../core/clean.ts";
import { compactMoney } from "../core/format.ts";
import { looksLikeAddress, wordKey } from "./asset-words.ts";

/** More than these are not offered: nobody reads them, and a longer name or an address finds the rest. */
const CHOICE_LIMIT = 8;

const labelOf = ({ name, symbol, rank }: Asset): string =>
  `${name} (${symbol})${rank === undefined ? "" : ` #${rank}`}`;

/** "Bittensor (TAO) #38" for each; with the id where two would look the same. */
function labels(assets: readonly Asset[]): readonly string[] {
  const count = new Map<string, number>();
  for (const asset of assets) count.set(labelOf(asset), (count.get(labelOf(asset)) ?? 0) + 1);
  return assets.map((asset) => `${labelOf(asset)}${count.get(labelOf(asset)) === 1 ? "" : ` ${asset.id}`}`);
}

/** One choice for each asset. @param reference  what picking it puts in the field */
export function assetChoices(assets: readonly Asset[], reference: (asset: Asset) => string): readonly Choice[] {
  const shown = labels(assets);
  return assets.map((asset, index) => ({ label: shown[index] ?? labelOf(asset), value: reference(asset) }));
}

/** The same with what tells namesakes apart: how large it is, and its id. */
export function describedChoices(
  assets: readonly Asset[],
  reference: (asset: Asset) => string,
  { locale }: Pick<Call, "locale">,
): readonly Choice[] {
  return assetChoices(assets, reference).map((choice, index) => {
    const { id, capUsd } = assets[index] ?? {};
    const size = capUsd === undefined ? "size unknown" : `worth ${compactMoney(capUsd, "USD", locale)}`;
    return { ...choice, description: `${size} · ${id}` };
  });
}

/**
 * Asks which of several is meant; the answer is remembered for the one who picks.
 * @param typed  the word as it stands in the input, where the answer takes its place
 */
export function whichOne(
  typed: string,
  word: string,
  sentence: string,
  assets: readonly Asset[],
  call: Call,
): UserError {
  const offered = assets.slice(0, CHOICE_LIMIT);
  const rest = assets.length - offered.length;
  return new UserError(sentence, {
    ...(rest === 0 ? {} : { hint: `There are ${rest} more; a contract address names one for certain.` }),
    alternatives: { word: typed, choices: describedChoices(offered, ({ id }) => `${wordKey(word)}=${id}`, call) },
  });
}

/** As a word is repeated to the one who typed it. */
export const quoted = (word: string): string => `"${cleanLine(word, 40)}"`;

/** What several coins share, as it is said of them: "TAO", "near protocol". */
export const sharedName = (word: string): string =>
  looksLikeAddress(word) ? "that address" : word.length > 8 ? cleanLine(word, 24) : word.toUpperCase();
