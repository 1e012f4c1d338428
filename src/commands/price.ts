import { quoted } from "../market/asset-choices.ts";
import type { Assets } from "../market/assets.ts";
import { currencyOf, quoteCurrency } from "../market/currency-words.ts";
import { assetsField, currencyField } from "./asset-fields.ts";
import { defineCommand } from "../core/command.ts";
import { type PriceFacts, pricedAsset, thinned } from "./price-facts.ts";
import { priceReply } from "./price-reply.ts";
import type { DexTokens } from "../market/dex/tokens.ts";
import { isTokenWord } from "./token-find.ts";
import { tokenCard } from "./token.ts";
import type { TokenFacts } from "./token-facts.ts";
import { tokenReply } from "./token-reply.ts";
import type { Quotes } from "../market/quotes.ts";
import type { Rates } from "../market/rates.ts";
import { resolveEach } from "./resolve-each.ts";
import { suggestAssets, suggestCurrencies } from "./suggest-market.ts";
import {
  inUsualMoney,
  namedOrUsual,
  noteAsked,
  sayAssumed,
  type UsualAssets,
  withCurrencyAlone,
} from "./usual-assets.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** How many assets one answer is about. */
const ASSET_LIMIT = 10;

const EMPTY_HANDED = { limit: ASSET_LIMIT, example: "price TAO, NEAR" };

export interface PriceParts {
  readonly assets: Pick<Assets, "one" | "phrases" | "isKnown" | "suggest">;
  readonly quotes: Quotes;
  /** Answers contracts from their pools; without it they are looked up among listed coins. */
  readonly tokens?: DexTokens;
  readonly rates: Pick<Rates, "isCurrency" | "currencies">;
  /** What is meant where no coin is named; without it one has to be. */
  readonly usual?: UsualAssets;
  /** Of prices where nobody names another: an ISO 4217 code. */
  readonly currency: string;
}

const input = z.object({
  assets: assetsField(ASSET_LIMIT * 3, "One to ten coins: symbols, names, ids or contract addresses").optional(),
  currency: currencyField,
  details: z.boolean().default(false).describe("Whether to add more figures and a chart of the week"),
});

/** `/price`: one asset as a card, several as a table. */
export const price = (parts: PriceParts) =>
  defineCommand({
    name: "price",
    aliases: ["p"],
    summary: "Prices of coins now, and how they moved.",
    examples: ["price TAO, NEAR", "price bittensor in eur"],
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

    async run({ details, ...given }, call): Promise<PriceFacts | TokenFacts> {
      const { usual } = parts;
      const typed = await withCurrencyAlone(given, parts, call);
      const { assumed, ...named } = await namedOrUsual(usual, typed.assets, call, EMPTY_HANDED);
      const asked = { ...typed, ...named };
      const { words, currency } = readQuestion(asked, inUsualMoney(parts, call));
      const { tokens } = parts;
      if (tokens && isTokenWord(words)) {
        const card = await tokenCard({ ...parts, tokens }, words[0] ?? "", call);
        return currency === "USD" ? card : { ...card, currencyNotSaid: currency };
      }
      const again = { assets: words, currency, details };
      const { found, ...rest } = await resolveEach(parts.assets, words, call, again);
      if (!assumed) await noteAsked(usual, found, call);
      const [only, another] = found.map(({ asset }) => asset);
      const quotes = await parts.quotes.of(
        found.map(({ asset }) => asset),
        currency,
        "person",
      );
      const week = details && only && !another ? await parts.quotes.week(only, currency) : undefined;
      return {
        currency,
        assets: found.map((each) => pricedAsset(each, quotes.get(each.asset.id))),
        ...rest,
        hasDetails: details,
        ...(assumed === undefined ? {} : { assumed }),
        ...(week === undefined ? {} : { week: thinned(week) }),
      };
    },

    show: (facts, call) => ("contract" in facts ? tokenReply(facts, call) : sayAssumed(priceReply(facts, call), facts)),
  });

/** The names that were asked for, put together again, and the currency: named, or the last word ("price btc eur"). */
function readQuestion(
  asked: { readonly assets: readonly string[]; readonly currency?: string | undefined },
  { assets, rates, currency: usual }: PriceParts,
): { words: readonly string[]; currency: string } {
  const all = [...new Set(assets.phrases(asked.assets))];
  // A coin may be called by a picture, but not by signs alone. What has a `=` in it is a reference.
  if (all.every((word) => /^[!-~]+$/.test(word) && !/[\p{L}\p{N}=]/u.test(word)))
    throw new UserError(`There is no name in ${quoted(all.join(" "))}.`, { hint: "For example: /price TAO" });
  const last = all.at(-1) ?? "";
  const money = assets.isKnown(last) ? undefined : currencyOf(last, rates);
  if (money !== undefined && all.length === 1)
    throw new UserError(`${money} is money, not a coin.`, { hint: `For example: /convert 1 ${money} to BTC` });
  const isNamed = money !== undefined && asked.currency === undefined;
  const words = isNamed ? all.slice(0, -1) : all;
  if (words.length > ASSET_LIMIT)
    throw new UserError(`That is too many at once: ${words.length}. I look up at most ${ASSET_LIMIT} coins.`, {
      hint: "For example: /price TAO, NEAR, RENDER",
    });
  if (isNamed) return { words, currency: money };
  return { words, currency: asked.currency === undefined ? usual : quoteCurrency(asked.currency, rates) };
}
