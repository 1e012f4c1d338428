import fc from "fast-check";
import { NOON } from "./calls.ts";
import type { EnteredFee, Entry, NewEntry, StatedMoney } from "../../src/portfolio/entry.ts";

const COINS = ["bitcoin", "ethereum", "bittensor", "near"] as const;

const coin = fc.constantFrom(...COINS);
/** Above zero, with up to 18 places. */
const quantity = fc
  .tuple(fc.nat({ max: 10_000 }), fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }))
  .map(([whole, rest]) => `${whole}.${rest.toString().padStart(18, "0")}`.replace(/0+$/, ""));
const amount = fc.nat({ max: 1_000_000 }).map((cents) => (cents / 100).toFixed(2));
const stated = fc.record<StatedMoney>({ amount, currency: fc.constantFrom("USD", "EUR", "BTC") });
const filled = fc.record({
  amount,
  currency: fc.constant("USD"),
  isFilled: fc.constant(true),
  filledFrom: fc.constant("close of 2026-02-01, DefiLlama"),
});
const money: fc.Arbitrary<StatedMoney> = fc.oneof(stated, filled);
const fee: fc.Arbitrary<EnteredFee> = fc.oneof(
  money.map((paid) => ({ kind: "money" as const, ...paid })),
  fc.record(
    { kind: fc.constant("coin" as const), asset: coin, quantity, value: money },
    { requiredKeys: ["kind", "asset", "quantity"] },
  ),
);
const at = fc.integer({ min: NOON - 300 * 86_400_000, max: NOON });

const common = { at, account: fc.constantFrom("Kraken", "Ledger"), note: fc.string({ minLength: 1, maxLength: 20 }) };
const coins = { ...common, asset: coin, quantity, fee, value: money };
const needed = ["kind", "at", "asset", "quantity"] as const;

const plain = fc.record(
  { kind: fc.constantFrom("buy", "sell", "gift_in", "gift_out", "loss"), ...coins },
  { requiredKeys: [...needed] },
);
const income = fc.record(
  { kind: fc.constant("income"), ...coins, incomeKind: fc.constantFrom("staking", "airdrop", "other") },
  { requiredKeys: [...needed, "incomeKind"] },
);
const transfer = fc.record(
  {
    kind: fc.constantFrom("transfer_in", "transfer_out"),
    ...coins,
    transferId: fc.constantFrom("a", "b"),
    acquiredAt: at,
  },
  { requiredKeys: [...needed] },
);
const pair = fc.record(
  { kind: fc.constantFrom("swap", "migration"), ...coins, toQuantity: quantity },
  { requiredKeys: [...needed, "toQuantity"] },
);
const charge = fc.record({ kind: fc.constant("fee"), ...common, fee }, { requiredKeys: ["kind", "at", "fee"] });
const split = fc.record(
  {
    kind: fc.constant("split"),
    ...common,
    asset: coin,
    numerator: fc.constantFrom("2", "10"),
    denominator: fc.constant("1"),
  },
  { requiredKeys: ["kind", "at", "asset", "numerator", "denominator"] },
);

/** The coin that comes in is another than the one that goes. */
const intoOther = <Pair extends { asset: string; kind: string; value?: unknown }>(each: Pair) => {
  const toAsset = COINS[(COINS.findIndex((one) => one === each.asset) + 1) % COINS.length]!;
  const { value: _value, ...rest } = each;
  return each.kind === "migration" ? { ...rest, toAsset } : { ...each, toAsset };
};

/** Any entry, as somebody might enter or import it; whether its coins were there is another matter. */
export const anyEntry: fc.Arbitrary<Entry> = fc
  .oneof({ arbitrary: plain, weight: 4 }, income, transfer, pair.map(intoOther), charge, split)
  .map((entry) => entry as Entry);

/** The same as one that was read from a file, which may sell what was never there. */
export const anyImported: fc.Arbitrary<NewEntry> = fc
  .tuple(anyEntry, fc.uuid())
  .map(([entry, rowKey]) => ({ ...entry, origin: { importId: "import-1", rowKey } }));
