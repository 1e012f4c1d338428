import { z } from "zod";

/**
 * The schema of worked cases: transactions, conventions and what should come out, by which other programs' figures can be
 * compared with ours. All numbers are decimal texts. Keys that we do not need are let through.
 */
const decimal = z.string();
const day = z.iso.date();

const transaction = z.object({
  id: z.string(),
  time: z.iso.datetime({ offset: true }),
  type: z.enum([
    "buy",
    "sell",
    "income",
    "gift_in",
    "gift_out",
    "loss",
    "fee",
    "transfer_out",
    "transfer_in",
    "swap",
    "migration",
    "split",
    "dividend",
  ]),
  subtype: z.string().optional(),
  asset: z.string().optional(),
  quantity: decimal.optional(),
  price: decimal.optional(),
  value: decimal.optional(),
  fee: decimal.optional(),
  feeAsset: z.string().optional(),
  feeValue: decimal.optional(),
  account: z.string().optional(),
  transferId: z.string().optional(),
  toAsset: z.string().optional(),
  toQuantity: decimal.optional(),
  ratio: z.string().optional(),
  currency: z.string().optional(),
});
export type Transaction = z.infer<typeof transaction>;

const conventions = z.object({
  profile: z.string().optional(),
  sameTime: z.enum(["acquisitions_first", "input_order"]).optional(),
  buyFee: z.enum(["capitalise", "separate"]).optional(),
  sellFee: z.enum(["deduct", "separate"]).optional(),
  swapFee: z.enum(["capitalise", "deduct", "separate"]).optional(),
  assetFeeOnSell: z.enum(["zero_proceeds", "market_value"]).optional(),
  feeAssetDisposal: z.enum(["silent", "market_value"]).optional(),
  transferFee: z.enum(["market_value", "zero_proceeds", "none"]).optional(),
  incomeCost: z.enum(["market", "zero"]).optional(),
  hifoKey: z.enum(["price", "unit_cost"]).optional(),
  lotOrder: z.enum(["acquired", "arrival"]).optional(),
  longTerm: z
    .union([
      z.object({ days: z.number(), compare: z.enum([">=", ">"]) }),
      z.object({ seconds: z.number(), compare: z.enum([">=", ">"]) }),
    ])
    .optional(),
  oversell: z.enum(["error", "zero_cost"]).optional(),
  sharedBasis: z.record(z.string(), z.string()).optional(),
  dust: decimal.optional(),
});
export type CaseConventions = z.infer<typeof conventions>;

const method = z.enum(["fifo", "lifo", "hifo", "lofo", "average"]);

const common = {
  id: z.string().optional(),
  currency: z.string().optional(),
  conventions: conventions.default({}),
  transactions: z.array(transaction),
};

const lots = z.object({
  ...common,
  kind: z.literal("lots"),
  method: z.union([method, z.literal("byYear")]),
  methodByYear: z.record(z.string().regex(/^\d{4}$/), method).optional(),
  prices: z
    .array(
      z.object({
        asset: z.string(),
        time: z.iso.datetime({ offset: true }),
        price: decimal,
        valuation: z.boolean().optional(),
      }),
    )
    .default([]),
});
export type LotsCase = z.infer<typeof lots>;

const performance = z.object({
  ...common,
  kind: z.literal("performance"),
  asOf: day,
  closes: z.array(z.object({ asset: z.string(), date: day, price: decimal })),
  fx: z.array(z.object({ from: z.string(), date: day, rate: decimal })).default([]),
  query: z.object({ ranges: z.array(z.string()).optional(), seriesDates: z.array(day).optional() }).default({}),
});
export type PerformanceCase = z.infer<typeof performance>;

const returns = z.object({
  id: z.string().optional(),
  kind: z.literal("returns"),
  input: z.object({
    cashFlows: z.array(z.object({ date: day, amount: decimal })).optional(),
    rate: decimal.optional(),
    periodicFlows: z.array(decimal).optional(),
    subperiods: z.array(z.object({ start: decimal, end: decimal, income: decimal.optional() })).optional(),
    years: decimal.optional(),
    modifiedDietz: z
      .object({
        startValue: decimal,
        endValue: decimal,
        days: decimal,
        flows: z.array(z.object({ day: decimal, amount: decimal })),
      })
      .optional(),
  }),
});
export type ReturnsCase = z.infer<typeof returns>;

/** One case of any kind. */
export const workedCase = z.discriminatedUnion("kind", [lots, performance, returns]);
/** A file of them. */
export const workedCases = z.object({ schema: z.literal(1), cases: z.array(workedCase) });
