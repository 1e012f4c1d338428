import { assetOf, figure, heldIn, standingAt, type ValueParts } from "../commands/portfolio-value.ts";
import type { Call } from "../core/call.ts";
import type { OpenPortfolio, PortfolioBook } from "../commands/portfolio-book.ts";
import type { PortfolioNow, PortfolioValues } from "../jobs/check-alerts-values.ts";
import type { Quote } from "../market/quote.ts";

export interface PortfolioValueParts extends ValueParts {
  readonly portfolio: Pick<PortfolioBook, "open">;
  readonly clock: () => number;
}

/** What a portfolio is worth, and what of it has no price right now, by asset id: that is in no figure. */
export interface PortfolioWorth extends PortfolioNow {
  readonly unpriced: readonly string[];
}

/** A portfolio is opened by its owner's id alone: nothing is shown to anybody by it. */
const ownerCall = (userId: string, now: number): Call => ({
  caller: { userId, accountId: "", role: "member" },
  place: { platform: "web", chatId: "", isPublic: false },
  surface: "chat",
  locale: "en",
  now,
});

/**
 * What portfolios are worth, with one request for the coins of all that are in one currency. Those in which nothing is held, or
 * nothing has a price, are absent.
 * @throws ProviderError when no source of prices answers
 */
export async function portfolioWorths(
  userIds: readonly string[],
  { portfolio, assets, quotes, clock }: PortfolioValueParts,
): Promise<ReadonlyMap<string, PortfolioWorth>> {
  const now = clock();
  const byCurrency = new Map<string, (readonly [userId: string, open: OpenPortfolio])[]>();
  // One after the other: a large one takes a moment to read, and nobody waits for it.
  for (const userId of new Set(userIds)) {
    const open = await portfolio.open(ownerCall(userId, now));
    if (heldIn(open.ledger).length === 0) continue;
    const { currency } = open.settings;
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), [userId, open]]);
  }
  const worths = new Map<string, PortfolioWorth>();
  for (const [currency, opened] of byCurrency) {
    const ids = new Set(opened.flatMap(([, { ledger }]) => heldIn(ledger)));
    const found = await quotes.of(
      [...ids].map((id) => assetOf(id, assets)),
      currency,
      "job",
    );
    for (const [userId, { ledger }] of opened) {
      const worth = worthOf(ledger, found, currency);
      if (worth) worths.set(userId, worth);
    }
  }
  return worths;
}

function worthOf(
  ledger: OpenPortfolio["ledger"],
  quotes: ReadonlyMap<string, Quote>,
  currency: string,
): PortfolioWorth | undefined {
  const { holdings, value, day } = standingAt(ledger, quotes);
  const priced = holdings.filter((holding) => holding.priced !== undefined);
  const used = priced.flatMap(({ asset }) => quotes.get(asset) ?? []);
  const [first] = used;
  if (!first) return undefined;
  // The change of a part is not that of the whole.
  const isWhole = day !== undefined && day.before > 0n && priced.every((each) => each.priced?.change !== undefined);
  return {
    value: figure(value),
    currency,
    ...(isWhole && { dayFraction: figure(day.change) / figure(day.before) }),
    asOf: used.reduce((oldest, { asOf }) => Math.min(oldest, asOf), first.asOf),
    source: [...new Set(used.map(({ source }) => source))].join(", "),
    unpriced: holdings.flatMap(({ asset, priced: worth }) => (worth ? [] : [asset])),
  };
}

/** The same for alerts: a value that lacks a coin would cross a threshold by the lack, so such a portfolio is absent. */
export const portfolioValues =
  (parts: PortfolioValueParts): PortfolioValues =>
  async (userIds) =>
    new Map([...(await portfolioWorths(userIds, parts))].filter(([, { unpriced }]) => unpriced.length === 0));
