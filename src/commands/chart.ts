import type { Assets } from "../market/assets.ts";
import { candleFacts, type ChartFacts, lineFacts } from "./chart-facts.ts";
import { chartReply } from "./chart-reply.ts";
import { DAYS, KINDS, RANGES, readChartQuestion } from "./chart-input.ts";
import { assetsField, currencyField } from "./asset-fields.ts";
import { poolChart, type PoolChartFacts } from "./chart-pool.ts";
import { poolChartReply } from "./chart-pool-reply.ts";
import { defineCommand } from "../core/command.ts";
import { studyInput } from "./chart-studies.ts";
import type { DexTokens } from "../market/dex/tokens.ts";
import { isTokenWord } from "./token-find.ts";
import type { Histories } from "../market/history.ts";
import { historiesOf } from "./histories-of.ts";
import type { Rates } from "../market/rates.ts";
import { resolveEach } from "./resolve-each.ts";
import { suggestAssets, suggestCurrencies } from "./suggest-market.ts";
import { inUsualMoney, namedOrUsual, noteAsked, sayAssumed, type UsualAssets } from "./usual-assets.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** As many lines as can be told apart. */
const ASSET_LIMIT = 6;

const EMPTY_HANDED = { limit: ASSET_LIMIT, example: "chart TAO 90D" };

export interface ChartParts {
  readonly assets: Pick<Assets, "one" | "phrases" | "isKnown" | "suggest">;
  readonly histories: Pick<Histories, "of" | "candles">;
  /** Draws contracts from their pools; without it they are looked up among listed coins. */
  readonly tokens?: DexTokens;
  readonly rates: Pick<Rates, "isCurrency" | "currencies">;
  /** What is meant where no coin is named; without it one has to be. */
  readonly usual?: UsualAssets;
  /** Of prices where nobody names another: an ISO 4217 code. */
  readonly currency: string;
}

const input = z.object({
  assets: assetsField(ASSET_LIMIT * 4, "One to six coins: symbols, names, ids or contract addresses").optional(),
  range: z.enum(RANGES).optional().describe("How far back; 30D unless said otherwise"),
  kind: z.enum(KINDS).optional().describe("Line or candles; candles are for one coin"),
  currency: currencyField,
  studies: z
    .array(z.string().trim().min(1).max(24))
    .max(8)
    .optional()
    .describe("Drawn over one coin's price: ma, ema, rsi, bollinger; with a window: ema20"),
});

/** `/chart`: the price of one asset as a picture, or how several did beside each other. */
export const chart = (parts: ChartParts) =>
  defineCommand({
    name: "chart",
    summary: "A picture of what coins cost over time.",
    examples: ["chart TAO 90D", "chart BTC 7D candles ema rsi", "chart TAO, NEAR, FET 1Y"],
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

    async run(typed, call): Promise<ChartFacts | PoolChartFacts> {
      const {
        words: named,
        range = "30D",
        kind = "line",
        currency,
        studies,
      } = readChartQuestion(typed, inUsualMoney(parts, call));
      const { assumed, assets: words } = await namedOrUsual(
        parts.usual,
        named.length === 0 ? undefined : named,
        call,
        EMPTY_HANDED,
      );
      const { tokens } = parts;
      if (tokens && isTokenWord(words)) {
        const drawn = await poolChart({ ...parts, tokens }, { word: words[0] ?? "", range, kind, studies });
        return currency === "USD" ? drawn : { ...drawn, currencyNotSaid: currency };
      }
      if (words.length > ASSET_LIMIT)
        throw new UserError(`That is too many at once: ${words.length}. I draw at most ${ASSET_LIMIT} coins.`, {
          hint: "For example: /chart TAO, NEAR, RENDER",
        });
      const again = { assets: words, range, kind, currency, ...studyInput(studies) };
      const { found, ...unmet } = await resolveEach(parts.assets, words, call, again);
      if (!assumed) await noteAsked(parts.usual, found, call);
      const rest = { ...unmet, ...(assumed === undefined ? {} : { assumed }) };
      const [only, another] = found;
      const days = DAYS[range];
      if (kind === "candles" && only && !another) {
        const answer = await parts.histories.candles(only.asset, currency, days);
        const { asset, ...interval } = candleFacts(only, answer, studies);
        return { ...answered(answer, currency), range, kind, assets: [asset], ...interval, ...rest };
      }
      const answers = await historiesOf(found, currency, (asset, code) => parts.histories.of(asset, code, days));
      const first = answers.find(({ answer }) => answer !== undefined)?.answer;
      const failure = answers.find((each) => each.failure !== undefined)?.failure;
      if (first === undefined && failure) throw failure;
      const assets = lineFacts(answers, studies);
      const rebasedAt = another && assets.find(({ prices }) => prices)?.prices?.fromAt;
      const facts = { ...answered(first, currency), range, kind: "line", assets, ...rest } as const;
      const leftOut = another && studies.length > 0 ? ({ studiesLeftOut: true } as const) : {};
      return { ...facts, ...leftOut, ...(rebasedAt === undefined ? {} : { rebasedAt }) };
    },

    show: (facts, call) => ("pool" in facts ? poolChartReply(facts, call) : sayAssumed(chartReply(facts, call), facts)),
  });

/** In which currency there was an answer, and whether it was cut short. */
const answered = (
  answer: { readonly currency: string; readonly limitedToDays?: number } | undefined,
  currency: string,
): Pick<ChartFacts, "currency" | "limitedToDays"> => ({
  currency: answer?.currency ?? currency,
  ...(answer?.limitedToDays === undefined ? {} : { limitedToDays: answer.limitedToDays }),
});
