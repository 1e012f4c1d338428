import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ModelPrice } from "../model-servers.ts";

const usd = z.number().nonnegative().max(10_000);

/** The form of data/model-prices.json. */
const file = z.strictObject({
  schemaVersion: z.literal(1),
  about: z.string(),
  prices: z.array(
    z.strictObject({
      model: z.string().min(1),
      inputUsd: usd,
      outputUsd: usd,
      source: z.string().min(1),
      /** The month in which it stood there. */
      asOf: z.string().regex(/^\d{4}-\d{2}$/),
    }),
  ),
});

/** A price, and where it is from: a price list of a month, or the operator. */
export interface KnownPrice extends ModelPrice {
  readonly source: string;
}

/**
 * What models cost, by name: what the operator says, else list prices. A model that neither knows has no price.
 * @throws Error when the file is not of its form
 */
export function readModelPrices(
  own: ReadonlyMap<string, ModelPrice>,
  path: URL = new URL("../../data/model-prices.json", import.meta.url),
): (model: string) => KnownPrice | undefined {
  const { prices } = file.parse(JSON.parse(readFileSync(path, "utf8")));
  const listed = new Map(
    prices.map(({ model, source, asOf, ...price }) => [model, { ...price, source: `${source}, ${asOf}` }]),
  );
  return (model) => {
    const said = own.get(model);
    return said ? { ...said, source: "MODEL_PRICES" } : listed.get(model);
  };
}
