import type { Activity, Fee } from "../../src/portfolio/activity.ts";
import { type Conventions, type Method, USUAL_CONVENTIONS } from "../../src/portfolio/conventions.ts";
import { type Money, moneyOf, quantityOf } from "../../src/portfolio/amount.ts";
import type { Ledger } from "../../src/portfolio/ledger.ts";
import { replay } from "../../src/portfolio/replay.ts";

/** An activity before it has a place among others. */
type Entry = Activity extends infer One ? (One extends Activity ? Omit<One, "id" | "order"> : never) : never;

const at = (time: string): number => Date.parse(time.includes("T") ? time : `${time}T00:00:00Z`);

/** What was bought, as people say it: `bought("2026-03-01", "2.5 TAO", 775)`. */
export const bought = (time: string, what: string, value: number | string, fee?: Fee): Entry & { kind: "buy" } => ({
  kind: "buy",
  ...traded(time, what, value, fee),
});

export const sold = (time: string, what: string, value: number | string, fee?: Fee): Entry => ({
  kind: "sell",
  ...traded(time, what, value, fee),
});

const traded = (time: string, what: string, value: number | string, fee?: Fee) => ({
  at: at(time),
  ...coins(what),
  value: money(value),
  fee,
});

export const swapped = (time: string, from: string, to: string, value: number | string, fee?: Fee): Entry => {
  const { asset: toAsset, quantity: toQuantity } = coins(to);
  return { kind: "swap", at: at(time), ...coins(from), toAsset, toQuantity, value: money(value), fee };
};

export const migrated = (time: string, from: string, to: string): Entry => {
  const { asset: toAsset, quantity: toQuantity } = coins(to);
  return { kind: "migration", at: at(time), ...coins(from), toAsset, toQuantity };
};

export const staked = (time: string, what: string, value?: number): Entry => ({
  kind: "income",
  incomeKind: "staking",
  at: at(time),
  ...coins(what),
  value: value === undefined ? undefined : money(value),
});

export const movedOut = (time: string, what: string, transferId?: string, fee?: Fee): Entry => ({
  kind: "transfer_out",
  at: at(time),
  ...coins(what),
  transferId,
  fee,
});

export const movedIn = (time: string, what: string, transferId?: string): Entry => ({
  kind: "transfer_in",
  at: at(time),
  ...coins(what),
  transferId,
});

/** "2.5 TAO" */
export function coins(text: string): { readonly asset: string; readonly quantity: bigint } {
  const [quantity = "", asset = ""] = text.split(" ");
  return { asset, quantity: quantityOf(quantity) };
}

export const money = (value: number | string): Money => moneyOf(String(value));
export const moneyFee = (value: number): Fee => ({ kind: "money", amount: money(value) });
export const coinFee = (what: string, value?: number): Fee => ({
  kind: "coin",
  ...coins(what),
  value: value === undefined ? undefined : money(value),
});

/** Entries in the order in which they were entered, with ids e1, e2, … */
export const entered = (entries: readonly Entry[]): readonly Activity[] =>
  entries.map((entry, at): Activity => ({ ...entry, id: `e${at + 1}`, order: at + 1 }));

export const METHODS: readonly Method[] = ["fifo", "lifo", "hifo", "lofo", "average"];

/** What follows from the entries under a method and the usual conventions, or such as differ from them. */
export const ledgerOf = (
  entries: readonly Entry[],
  method: Method = "fifo",
  differing: Partial<Conventions> = {},
): Ledger => replay(entered(entries), { method, conventions: { ...USUAL_CONVENTIONS, ...differing } });
