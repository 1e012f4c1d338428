import { Exact } from "../amount.ts";
import type { EnteredFee, Entry, StatedMoney } from "../entry.ts";

/** What becomes of one coin's name. `Why` is whatever the asker has to say about a name that means nothing for certain. */
type Named<Why extends object> = { readonly asset: { readonly id: string } } | Why;

/**
 * The entry with coins by their ids where it has them as a file names them.
 * @returns the first name that means nothing for certain, with what there is to say about it
 */
export async function withAssets<Why extends object>(
  entry: Entry,
  meant: (symbol: string) => Promise<Named<Why>>,
): Promise<{ readonly entry: Entry } | (Exclude<Why, { readonly asset: unknown }> & { readonly symbol: string })> {
  const ids = new Map<string, string>();
  for (const symbol of coinsOf(entry)) {
    const named = await meant(symbol);
    if (!("asset" in named)) return { ...(named as Exclude<Why, { readonly asset: unknown }>), symbol };
    ids.set(symbol, (named as { readonly asset: { readonly id: string } }).asset.id);
  }
  const idOf = (symbol: string): string => ids.get(symbol) ?? symbol;
  const fee =
    "fee" in entry && entry.fee?.kind === "coin" ? { fee: { ...entry.fee, asset: idOf(entry.fee.asset) } } : {};
  const asset = "asset" in entry ? { asset: idOf(entry.asset) } : {};
  const to = "toAsset" in entry ? { toAsset: idOf(entry.toAsset) } : {};
  return { entry: { ...entry, ...asset, ...to, ...fee } as Entry };
}

function coinsOf(entry: Entry): readonly string[] {
  return [
    ...("asset" in entry ? [entry.asset] : []),
    ...("toAsset" in entry ? [entry.toAsset] : []),
    ...("fee" in entry && entry.fee?.kind === "coin" ? [entry.fee.asset] : []),
  ];
}

/**
 * What makes two entries the same: everything that a person or a file has said. Neither its number nor its origin, nor a price
 * that was filled, since that may be another on another day.
 */
export function entryKey(entry: Entry): string {
  const {
    value,
    fee,
    number: _number,
    origin: _origin,
    ...said
  } = entry as Entry & {
    readonly value?: StatedMoney;
    readonly fee?: EnteredFee;
    readonly number?: number;
    readonly origin?: unknown;
  };
  const stated = value?.isFilled ? undefined : value;
  const paid = fee?.kind === "coin" && fee.value?.isFilled ? { ...fee, value: undefined } : fee;
  return JSON.stringify(sorted({ ...said, value: stated, fee: paid }));
}

const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => each !== undefined)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, each]) => [key, sorted(each)]),
      )
    : value;

const IN: ReadonlySet<string> = new Set(["buy", "income", "transfer_in", "gift_in"]);

/** What an entry changes of each coin; splits are left out, since they change by what is held. */
export function flowsOf(entry: Entry): readonly { readonly asset: string; readonly change: Exact }[] {
  const flows: { asset: string; change: Exact }[] = [];
  if (entry.kind !== "fee" && entry.kind !== "split")
    flows.push({ asset: entry.asset, change: new Exact(entry.quantity).mul(IN.has(entry.kind) ? 1 : -1) });
  if ("toAsset" in entry) flows.push({ asset: entry.toAsset, change: new Exact(entry.toQuantity) });
  if ("fee" in entry && entry.fee?.kind === "coin")
    flows.push({ asset: entry.fee.asset, change: new Exact(entry.fee.quantity).neg() });
  return flows;
}
