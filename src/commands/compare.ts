import type { Assets } from "../market/assets.ts";
import { type CompareFacts, comparedAssets, correlations } from "./compare-facts.ts";
import { compareReply } from "./compare-reply.ts";
import { DAYS, RANGES, readChartQuestion } from "./chart-input.ts";
import { assetsField, currencyField } from "./asset-fields.ts";
import { defineCommand } from "../core/command.ts";
import type { Histories } from "../market/history.ts";
import { historiesOf } from "./histories-of.ts";
import { UserError } from "../core/errors.ts";
import type { Quotes } from "../market/quotes.ts";
import type { Rates } from "../market/rates.ts";
import { resolveEach } from "./resolve-each.ts";
import { suggestAssets, suggestCurrencies } from "./suggest-market.ts";
import { inUsualMoney } from "./usual-assets.ts";
import { z } from "zod";

/** As many as stand beside each other on a phone. */
const ASSET_LIMIT = 4;

const EXAMPLE = "For example: /compare TAO NEAR";

export interface CompareParts {
  readonly assets: Pick<Assets, "one" | "phrases" | "isKnown" | "suggest">;
  readonly quotes: Pick<Quotes, "of">;
  readonly histories: Pick<Histories, "daily">;
  readonly rates: Pick<Rates, "isCurrency" | "currencies">;
  /** Of prices where nobody names another: an ISO 4217 code. */
  readonly currency: string;
}

const input = z.object({
  assets: assetsField(ASSET_LIMIT * 4, "Two to four coins: symbols, names, ids or contract addresses"),
  range: z.enum(RANGES).optional().describe("How far back to compare; 30D unless said otherwise"),
  currency: currencyField,
});

/** `/compare`: assets side by side in figures and as a picture. */
export const compare = (parts: CompareParts) =>
  defineCommand({
    name: "compare",
    summary: "Coins side by side: figures, size, how alike they move.",
    examples: ["compare TAO NEAR", "compare TAO, NEAR, FET 1Y"],
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

    async run(asked, call): Promise<CompareFacts> {
      const {
        words,
        range = "30D",
        currency,
      } = readChartQuestion({ ...asked, kind: "line" }, inUsualMoney(parts, call));
      checkCount(words.length);
      const { found, ...rest } = await resolveEach(parts.assets, words, call, { assets: words, range, currency });
      if (found.length < 2 && rest.unclear.length === 0)
        throw new UserError(rest.notFound[0]?.why ?? "All of these are the same coin.", { hint: EXAMPLE });
      // One after the other: figures matter more than the picture, and a keyless plan may not have requests for both.
      const quotes = await parts.quotes.of(
        found.map(({ asset }) => asset),
        currency,
        "person",
      );
      const histories = await historiesOf(found, currency, (asset, code) =>
        parts.histories.daily(asset, code, DAYS[range]),
      );
      const limit = histories.find(({ answer }) => answer?.limitedToDays !== undefined)?.answer?.limitedToDays;
      return {
        currency,
        range,
        ...(limit === undefined ? {} : { limitedToDays: limit }),
        assets: comparedAssets(histories, quotes),
        correlations: correlations(histories),
        ...rest,
      };
    },

    show: compareReply,
  });

function checkCount(count: number): void {
  if (count < 2) throw new UserError("It takes two coins to compare.", { hint: EXAMPLE });
  if (count > ASSET_LIMIT)
    throw new UserError(`That is too many at once: ${count}. I compare at most ${ASSET_LIMIT} coins.`, {
      hint: EXAMPLE,
    });
}
