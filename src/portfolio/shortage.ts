import { entryNumberOf } from "./activities-of.ts";
import type { Ledger, Missing } from "./ledger.ts";
import type { Quantity } from "./amount.ts";

/** An entry that takes more than was held then. */
export interface Shortage {
  readonly number: number;
  readonly at: number;
  readonly asset: string;
  readonly held: Quantity;
  readonly missing: Quantity;
}

const sumsOf = (missing: readonly Missing[], keyOf: (one: Missing) => string): ReadonlyMap<string, Quantity> => {
  const sums = new Map<string, Quantity>();
  for (const one of missing) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0n) + one.missing);
  return sums;
};

/**
 * The first entry that a change makes take more than is held, then or later. What was missing before may go on to be: files do
 * not always tell everything. Undefined where no more of any of the coins is missing than before.
 * @param assets  the coins that the change is about
 */
export function newShortage(
  before: Pick<Ledger, "missing">,
  after: Pick<Ledger, "missing">,
  assets: ReadonlySet<string>,
): Shortage | undefined {
  const inQuestion = after.missing.filter(({ asset }) => assets.has(asset));
  const [were, are] = [before.missing, inQuestion].map((each) => sumsOf(each, ({ asset }) => asset));
  const short = inQuestion.filter(({ asset }) => (are?.get(asset) ?? 0n) > (were?.get(asset) ?? 0n));
  const known = sumsOf(before.missing, ({ id, asset }) => `${id} ${asset}`);
  const first = short.find(({ id, asset, missing }) => missing > (known.get(`${id} ${asset}`) ?? 0n)) ?? short[0];
  if (first === undefined) return undefined;
  const { id, at, asset, found: held, missing } = first;
  return { number: entryNumberOf(id), at, asset, held, missing };
}
