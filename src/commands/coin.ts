import type { AnyCommand } from "../core/command.ts";
import type { Asset } from "../market/asset.ts";
import type { Assets } from "../market/assets.ts";
import { assetsField, currencyField } from "./asset-fields.ts";
import type { Days } from "../market/source.ts";
import { coinFacts, type CoinFacts } from "./coin-facts.ts";
import { coinReply } from "./coin-reply.ts";
import type { HistoryAnswer } from "./coin-missing.ts";
import { currencyOf, quoteCurrency } from "../market/currency-words.ts";
import { defineCommand } from "../core/command.ts";
import type { Histories } from "../market/history.ts";
import type { Profiles } from "../market/profile.ts";
import { ProviderError, UserError } from "../core/errors.ts";
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
import { z } from "zod";

export interface CoinParts {
  readonly assets: Pick<Assets, "one" | "phrases" | "isKnown" | "suggest">;
  readonly profiles: Profiles;
  readonly histories: Pick<Histories, "of">;
  readonly rates: Pick<Rates, "isCurrency" | "currencies">;
  /** What is meant where no coin is named; without it one has to be. */
  readonly usual?: UsualAssets;
  /** Of amounts where nobody names another: an ISO 4217 code. */
  readonly currency: string;
  /** Every command: a button leads only where there is one. */
  readonly all: ReadonlyMap<string, AnyCommand>;
}

const EMPTY_HANDED = { limit: 1, example: "coin TAO" };

const input = z.object({
  assets: assetsField(6, "One coin: its symbol, name, id or contract address").optional(),
  currency: currencyField,
});

/** `/coin`: who a coin is, on one card. */
export const coin = (parts: CoinParts) =>
  defineCommand({
    name: "coin",
    aliases: ["info"],
    summary: "One coin: ranges, cap, supply, highs and lows, contracts, links, what it is.",
    examples: ["coin TAO", "coin bittensor in eur"],
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

    async run(given, call): Promise<CoinFacts> {
      const typed = await withCurrencyAlone(given, parts, call);
      const { assumed, ...named } = await namedOrUsual(parts.usual, typed.assets, call, EMPTY_HANDED);
      const asked = { ...typed, ...named };
      const { word, currency } = readQuestion(asked, inUsualMoney(parts, call));
      const { found } = await resolveEach(parts.assets, [word], call, { assets: [word], currency });
      const [resolved] = found;
      if (!resolved) throw new RangeError("a word without a coin is an error of resolveEach");
      if (!assumed) await noteAsked(parts.usual, found, call);
      const [profile, week, year] = await Promise.all([
        parts.profiles.of(resolved.asset),
        historyOf(parts.histories, resolved.asset, currency, 7),
        historyOf(parts.histories, resolved.asset, currency, 365),
      ]);
      const answers = { profile, source: parts.profiles.source, week, year };
      const facts = coinFacts(resolved, currency, answers, call.now);
      return assumed === undefined ? facts : { ...facts, assumed };
    },

    show: (facts, call) =>
      sayAssumed(
        coinReply(facts, call, (name) => parts.all.has(name)),
        facts,
      ),
  });

/** The ranges are a part of the card; without them there is still a card. */
async function historyOf(
  histories: Pick<Histories, "of">,
  asset: Asset,
  currency: string,
  days: Days,
): Promise<HistoryAnswer> {
  try {
    return { kind: "answered", history: await histories.of(asset, currency, days) };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { kind: "failed", failure: error };
  }
}

/** The one name that was asked for, put together again, and the currency: named, or the last word ("coin tao eur"). */
function readQuestion(
  asked: { readonly assets: readonly string[]; readonly currency?: string | undefined },
  { assets, rates, currency: usual }: CoinParts,
): { readonly word: string; readonly currency: string } {
  const all = [...new Set(assets.phrases(asked.assets))];
  const last = all.at(-1) ?? "";
  const money =
    asked.currency === undefined && all.length > 1 && !assets.isKnown(last) ? currencyOf(last, rates) : undefined;
  const [word = "", ...more] = money === undefined ? all : all.slice(0, -1);
  if (more.some((each) => assets.isKnown(each)))
    throw new UserError("This card is about one coin at a time.", {
      hint: `To see several beside each other: /compare ${[word, ...more].join(", ").slice(0, 80)}`,
    });
  return {
    // Words that no coin is known by are one name: the search says what is like it.
    word: [word, ...more].join(" "),
    currency: asked.currency === undefined ? (money ?? usual) : quoteCurrency(asked.currency, rates),
  };
}
