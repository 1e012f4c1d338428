import type { Asset } from "../market/asset.ts";
import type { Assets } from "../market/assets.ts";
import { describedChoices } from "../market/asset-choices.ts";
import type { Call } from "../core/call.ts";
import type { TokenMigrations } from "../market/token-migrations.ts";
import { UserError } from "../core/errors.ts";
import { withInput } from "./resolve-each.ts";

export interface CoinParts {
  readonly assets: Pick<Assets, "one" | "byId">;
  readonly migrations: TokenMigrations;
}

/** A coin as it is called in a portfolio; one that is listed nowhere any more by what we know of it. */
export interface NamedCoin {
  readonly assetId: string;
  readonly symbol: string;
  readonly name: string;
}

/** What a coin is called. */
export function namedCoin(
  assetId: string,
  { assets, migrations }: Omit<CoinParts, "assets"> & { assets: Pick<Assets, "byId"> },
): NamedCoin {
  const { symbol, name } = assets.byId(assetId) ?? migrations.oldAsset(assetId) ?? { symbol: assetId, name: assetId };
  return { assetId, symbol, name };
}

/**
 * The coin that was meant, as it was then: an old token that was not exchanged one for one stays itself, since so many of
 * it are not so many of what it became.
 * @param again  the input as it was understood, to be asked again with the answer in the word's place
 * @throws UserError when it is not clear, with choices, or not known
 */
export async function coinMeant(
  word: string,
  { assets, migrations }: CoinParts,
  call: Call,
  again: Readonly<Record<string, unknown>>,
): Promise<{ readonly asset: Asset; readonly note?: string }> {
  try {
    const { asset, note, isSameUnit, others } = await assets.one(word, call);
    if (isSameUnit) return { asset, ...(note === undefined ? {} : { note }) };
    const old = migrations.ofSymbol(word);
    const before = old && (assets.byId(old.from.assetId) ?? migrations.oldAsset(old.from.assetId));
    if (before) return { asset: before };
    throw new UserError(`${note ?? ""} An amount of the one is not the same amount of the other.`.trim(), {
      alternatives: { word, choices: describedChoices([asset, ...others].slice(0, 8), ({ id }) => `=${id}`, call) },
    });
  } catch (error) {
    throw error instanceof UserError ? withInput(error, again) : error;
  }
}
