import { chainRow, dailyAnswer, dailyPoints, protocolRow, readMany, takingsRow } from "../fees/defillama-answers.ts";
import { createTransport, type Wire } from "../../wire/transport.ts";
import type { FeesSource } from "../fees/fees-source.ts";
import { known } from "../../wire/figure.ts";
import { ProviderError } from "../../core/errors.ts";
import { z } from "zod";

const SOURCE = "DefiLlama";

/** Some 7,000 protocols have about 10 MB, the list of fees about half of that. */
const LIST_BYTES = 48 * 1024 * 1024;
/** Years of days, one number each. */
const CHART_BYTES = 8 * 1024 * 1024;
/** The lists are too large for what a person otherwise waits; they come once an hour. */
const LIST_MS = 12_000;
/** Days of the picture. */
const DAYS = 90;

const list = z.array(z.unknown());
const overview = z.object({ protocols: list });

/** DefiLlama's fees and revenue (api.llama.fi). No limit is published: here five requests in five seconds at most. */
export function createDefiLlamaFees(parts: Wire & { readonly base: string }): FeesSource {
  const { clock } = parts;
  const transport = createTransport({
    ...parts,
    provider: SOURCE,
    allowance: { tokens: 5, perMs: 5_000 },
    limits: { personMs: LIST_MS, ...parts.limits },
  });

  /** An empty list can only be another shape: it would say that nobody has any fees. */
  const listed = async <Row>(rows: readonly unknown[], schema: z.ZodType<Row>) => {
    const read = await readMany(rows, schema);
    if (read.length === 0) throw new ProviderError(SOURCE, "unusable", { detail: "an empty list" });
    return { rows: read, asOf: clock() };
  };

  return {
    source: SOURCE,

    async protocols(patience) {
      const ask = { patience, maxBytes: LIST_BYTES };
      return await listed(await transport.json("/protocols", {}, list, ask), protocolRow);
    },

    async chains(patience) {
      return await listed(await transport.json("/v2/chains", {}, list, { patience }), chainRow);
    },

    async takings(kind, patience) {
      const query = {
        excludeTotalDataChart: "true",
        excludeTotalDataChartBreakdown: "true",
        dataType: kind === "fees" ? "dailyFees" : "dailyRevenue",
      };
      const ask = { patience, maxBytes: LIST_BYTES };
      return await listed((await transport.json("/overview/fees", query, overview, ask)).protocols, takingsRow);
    },

    async daily(slug, patience) {
      const query = {
        excludeTotalDataChart: "false",
        excludeTotalDataChartBreakdown: "true",
        dataType: "dailyFees",
      };
      const ask = { patience, maxBytes: CHART_BYTES };
      const answer = await transport.json(`/summary/fees/${encodeURIComponent(slug)}`, query, dailyAnswer, ask);
      const now = clock();
      return {
        name: answer.displayName ?? answer.name ?? slug,
        ...known({ assetId: answer.gecko_id }),
        points: dailyPoints(answer.totalDataChart, DAYS, now),
        asOf: now,
      };
    },
  };
}
