import type { Assets } from "../market/assets.ts";
import type { Call } from "../core/call.ts";
import { currencyField } from "./asset-fields.ts";
import { defineCommand } from "../core/command.ts";
import { quoteCurrency } from "../market/currency-words.ts";
import type { Quotes } from "../market/quotes.ts";
import type { Quote } from "../market/quote.ts";
import type { Rates } from "../market/rates.ts";
import { quotesNow } from "./portfolio-value.ts";
import { readShowLine } from "./show-line.ts";
import { suggestCurrencies } from "./suggest-market.ts";
import { inUsualMoney } from "./usual-assets.ts";
import type { ValuedBalance, WalletBook, WalletFacts, WalletListFacts } from "./wallet-book.ts";
import type { WalletBalances } from "../wallets/balances.ts";
import { walletListReply } from "./wallet-reply.ts";
import type { Wallets } from "../wallets/wallets.ts";
import { z } from "zod";

export interface WalletParts {
  readonly assets: Pick<Assets, "byId">;
  readonly quotes: Pick<Quotes, "of">;
  readonly rates: Rates;
  readonly currency: string;
  readonly wallets: Wallets;
  readonly walletBook: WalletBook;
}

/** `/wallet list`: what lies at the public addresses that the caller follows, read from the chains; for the caller alone. */
export const walletList = (parts: WalletParts) =>
  defineCommand({
    name: "wallet list",
    aliases: ["wallet", "wallets"],
    summary: "What lies at the public addresses that you follow.",
    examples: ["wallet list", "wallet list eur"],
    input: z.object({ currency: currencyField }),
    readLine: readShowLine,
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    suggest: { currency: async (typed) => suggestCurrencies(parts.rates, typed) },

    async run(asked, call: Call, progress): Promise<WalletListFacts> {
      const currency =
        asked.currency === undefined ? inUsualMoney(parts, call).currency : quoteCurrency(asked.currency, parts.rates);
      const followed = await parts.walletBook.of(call);
      if (followed.length > 0) progress("Reading the chains");
      const found = await Promise.all(
        followed.map(async (wallet) => ({ wallet, held: await parts.wallets.balances(wallet) })),
      );
      const ids = new Set(found.flatMap(({ held }) => held.balances.map(({ assetId }) => assetId)));
      const listed = [...ids].filter((id) => parts.assets.byId(id) !== undefined);
      // Without prices it is still known how many coins there are.
      const { quotes } = await quotesNow(listed, currency, parts, "person");
      const wallets = found.map(({ wallet, held }) => ({ ...wallet, ...valued(held, quotes, parts.assets) }));
      return {
        currency,
        wallets,
        value: wallets.reduce((sum, { value }) => sum + value, 0),
        origins: [...quotes.values()].map(({ source, asOf, isStale }) => ({ source, asOf, isStale })),
      };
    },

    show: walletListReply,
  });

function valued(
  { balances, unlisted, chains, silent, old, asOf }: WalletBalances,
  quotes: ReadonlyMap<string, Quote>,
  assets: Pick<Assets, "byId">,
): Omit<WalletFacts, "address" | "family" | "label"> {
  const shown = balances.map((balance): ValuedBalance => {
    const price = quotes.get(balance.assetId)?.price;
    const symbol = assets.byId(balance.assetId)?.symbol ?? balance.assetId;
    return { ...balance, symbol, ...(price === undefined ? {} : { price, value: Number(balance.quantity) * price }) };
  });
  return {
    balances: shown.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0)),
    unlistedTokens: unlisted,
    chains,
    silent,
    old,
    asOf,
    value: shown.reduce((sum, { value }) => sum + (value ?? 0), 0),
  };
}
