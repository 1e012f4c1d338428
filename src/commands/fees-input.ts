import type { Asset } from "../market/asset.ts";
import type { Assets } from "../market/assets.ts";
import type { Call } from "../core/call.ts";
import type { Choice } from "../core/command.ts";
import { compactMoney } from "../core/format.ts";
import type { Fees } from "../market/fees/fees.ts";
import type { ProtocolDirectory, ProtocolEntry } from "../market/fees/protocol-directory.ts";
import { type CoinFinder, oneCoin } from "./one-coin.ts";
import { quoted } from "../market/asset-choices.ts";
import { UserError } from "../core/errors.ts";

/** More than these are not offered: nobody reads them. */
const CHOICE_LIMIT = 8;
const SUGGESTIONS = 25;
const EXAMPLE = "For example: /fees aave";

/** What a word names: a protocol, or a coin that is the token of none. */
export type Named =
  | { readonly kind: "protocol"; readonly entry: ProtocolEntry }
  | { readonly kind: "no protocol"; readonly asset: Asset };

/**
 * The protocol of this name, else the one whose token is called so.
 * @throws UserError with `alternatives` when nothing is called so, or several coins are
 */
export async function namedProtocol(
  typed: string,
  call: Call,
  directory: ProtocolDirectory,
  assets: CoinFinder,
): Promise<Named> {
  const named = directory.find(typed);
  if (named) return { kind: "protocol", entry: named };
  const { asset } = await oneAsset(typed, call, directory, assets);
  const entry = directory.ofAsset(asset);
  return entry ? { kind: "protocol", entry } : { kind: "no protocol", asset };
}

async function oneAsset(typed: string, call: Call, directory: ProtocolDirectory, assets: CoinFinder) {
  try {
    return await oneCoin(assets, typed, call, "fees");
  } catch (error) {
    const near = error instanceof UserError ? directory.near(typed, CHOICE_LIMIT) : [];
    if (!(error instanceof UserError) || near.length === 0) throw error;
    const coins = error.alternatives?.choices ?? [];
    throw new UserError(`There is no protocol or coin for certain that is called ${quoted(typed)}.`, {
      hint: EXAMPLE,
      alternatives: {
        word: error.alternatives?.word ?? typed,
        choices: [...near.map((entry) => choiceOf(entry, call)), ...coins].slice(0, CHOICE_LIMIT),
      },
      cause: error,
    });
  }
}

const choiceOf = ({ slug, name, kind, tvlUsd }: ProtocolEntry, { locale }: Call): Choice => ({
  label: name,
  value: slug,
  description: `${kind}${tvlUsd === undefined ? "" : `, ${compactMoney(tvlUsd, "USD", locale)} locked`} · ${slug}`,
});

/** Protocols that begin as typed, from memory; coins until there is a list of protocols. */
export function suggestProtocols(
  fees: Pick<Fees, "known">,
  assets: Pick<Assets, "suggest">,
  typed: string,
): readonly Choice[] {
  const found = (fees.known()?.beginningWith(typed, SUGGESTIONS) ?? []).map(({ slug, name }) => ({
    label: name,
    value: slug,
  }));
  return found.length > 0 ? found : assets.suggest(typed);
}
