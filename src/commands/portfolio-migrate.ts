import type { Asset } from "../market/asset.ts";
import { assetsIn } from "../portfolio/related.ts";
import { coinMeant, type CoinParts } from "./portfolio-coins.ts";
import type { EntryContext } from "./portfolio-read-entry.ts";
import type { EntryInput } from "./portfolio-entry-input.ts";
import { quantityOf, quantityText } from "../portfolio/amount.ts";
import { readQuantity } from "./portfolio-amounts.ts";
import type { TokenMigration } from "../market/token-migrations.ts";
import { UserError } from "../core/errors.ts";

interface Migrated {
  readonly asset: string;
  readonly toAsset: string;
  readonly toQuantity: string;
}

/**
 * What an old token became, and how many of it: as it was said, or as we know of it.
 * @throws UserError when we do not know, or both are one coin here
 */
export async function migrationMeant(
  asked: EntryInput,
  parts: CoinParts,
  { call, entries }: EntryContext,
  { again, notes }: { readonly again: Readonly<Record<string, unknown>>; readonly notes: string[] },
): Promise<Migrated> {
  const old = parts.migrations.ofSymbol(asked.coin);
  const holds = (id: string): boolean => entries.some((entry) => assetsIn(entry).includes(id));
  if (old && (old.from.assetId === old.to.assetId || (isOneForOne(old) && !holds(old.from.assetId))))
    throw oneCoin(old);
  const asset = old?.from.assetId ?? (await meant(asked.coin)).id;
  const known = old ?? parts.migrations.ofAsset(asset);
  const toAsset = asked.to_coin === undefined ? known?.to.assetId : (await meant(asked.to_coin)).id;
  const toQuantity = asked.to_quantity === undefined ? undefined : readQuantity(asked.to_quantity);
  if (toAsset === undefined || (toQuantity === undefined && toAsset !== known?.to.assetId))
    throw new UserError("I do not know what those became, and how many of them.", {
      hint: `For example: /portfolio add migrate ${asked.quantity} ${asked.coin} to 200 NEW`,
    });
  return { asset, toAsset, toQuantity: toQuantity ?? converted(readQuantity(asked.quantity), known) };

  async function meant(word: string): Promise<Asset> {
    const { asset: found, note } = await coinMeant(word, parts, call, again);
    if (note !== undefined && !notes.includes(note)) notes.push(note);
    return found;
  }
}

const isOneForOne = ({ numerator, denominator }: TokenMigration): boolean => numerator === denominator;

const oneCoin = ({ from, to }: TokenMigration): UserError =>
  new UserError(
    `${from.symbol} became ${to.symbol}, one for one, and both are one coin here: there is nothing to migrate.`,
  );

/** What is smaller than the smallest unit is cut off, as contracts do. */
function converted(quantity: string, known: TokenMigration | undefined): string {
  if (!known) throw new TypeError("a migration without a ratio");
  return quantityText((quantityOf(quantity) * BigInt(known.numerator)) / BigInt(known.denominator));
}
