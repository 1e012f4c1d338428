import type { Assets } from "../market/assets.ts";
import { candleFacts, type ChartFacts, lineFacts } from "./chart-facts.ts";
import { chartReply } from "./chart-reply.ts";
import { DAYS, KINDS, RANGES, readChartQuestion } from "./chart-input.ts";
import { assetsField, currencyField } from "./asset-fields.ts";
import { defineCommand } from "../core/command.ts";
import type { Histories } from "../market/history.ts";
import { historiesOf } from "./histories-of.ts";
import type { Rates } from "../market/rates.ts";
import { resolveEach } from "./resolve-each.ts";
import { suggestAssets, suggestCurrencies } from "./suggest-market.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** As many lines as can be told apart. */
const ASSET_LIMIT = 6;

export interface ChartParts {
  readonly assets: Pick<Assets, "one" | "phrases" | "isKnown" | "suggest">;
  readonly histories: Histories;
  readonly rates: Pick<Rates, "isCurrency" | "currencies">;
  /** Of prices where nobody names another: an ISO 4217 code. */
  readonly currency: string;
}

const input = z.object({
  assets: assetsField(ASSET_LIMIT * 4, "One to six coins: symbols, names, ids or contract addresses"),
  range: z.enum(RANGES).optional().describe("How far back; 30D unless said otherwise"),
  kind: z.enum(KINDS).optional().describe("Line or candles; candles are for one coin"),
  currency: currencyField,
});

/** `/chart`: the price of one asset as a picture, or how several did beside each other. */
export const chart = (parts: ChartParts) =>
  defineCommand({
    name: "chart",
    summary: "A picture of what coins cost over time.",
    examples: ["chart TAO 90D", "chart BTC 7D candles", "chart TAO, NEAR, FET 1Y"],
    input,
    keywords: { in: "currency" },
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    suggest: {
      assets: async (typed) => suggestAssets(parts.assets, typed),
      currency: async (typed) => suggestCurrencies(parts.rates, typed),
    },

    async run(asked, call): Promise<ChartFacts> {
      const { words, range = "30D", kind = "line", currency } = readChartQuestion(asked, parts);
      if (words.length > ASSET_LIMIT)
        throw new UserError(`That is too many at once: ${words.length}. I draw at most ${ASSET_LIMIT} coins.`, {
          hint: "For example: /chart TAO, NEAR, RENDER",
        });
      const { found, ...rest } = await resolveEach(parts.assets, words, call, { assets: words, range, kind, currency });
      const [only, another] = found;
      const days = DAYS[range];
      if (kind === "candles" && only && !another) {
        const answer = await parts.histories.candles(only.asset, currency, days);
        const { asset, ...interval } = candleFacts(only, answer);
        return { ...answered(answer, currency), range, kind, assets: [asset], ...interval, ...rest };
      }
      const answers = await historiesOf(found, (asset) => parts.histories.of(asset, currency, days));
      const first = answers.find(({ answer }) => answer !== undefined)?.answer;
      const failure = answers.find((each) => each.failure !== undefined)?.failure;
      if (first === undefined && failure) throw failure;
      const assets = lineFacts(answers);
      const rebasedAt = another && assets.find(({ prices }) => prices)?.prices?.fromAt;
      const facts = { ...answered(first, currency), range, kind: "line", assets, ...rest } as const;
      return { ...facts, ...(rebasedAt === undefined ? {} : { rebasedAt }) };
    },

    show: chartReply,
  });

/** In which currency there was an answer, and whether it was cut short. */
const answered = (
  answer: { readonly currency: string; readonly limitedToDays?: number } | undefined,
  currency: string,
): Pick<ChartFacts, "currency" | "limitedToDays"> => ({
  currency: answer?.currency ?? currency,
  ...(answer?.limitedToDays === undefined ? {} : { limitedToDays: answer.limitedToDays }),
});
