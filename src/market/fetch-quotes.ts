import type { MarketSource, PriceSource } from "./source.ts";
import type { Patience } from "../wire/transport.ts";
import type { Asset } from "./asset.ts";
import type { Health, State } from "../core/health.ts";
import { known, readPositive } from "../wire/figure.ts";
import { isQuotedIn } from "./currencies.ts";
import { ProviderError } from "../core/errors.ts";
import type { Figures, Quote } from "./quote.ts";
import type { Rates } from "./rates.ts";

/** Who is asked, in which order. */
export interface QuoteSources {
  readonly markets: MarketSource;
  /** Asked in this order for what is still missing. */
  readonly fallbacks: readonly PriceSource[];
  /** For prices in a currency that a provider does not have. */
  readonly rates: Pick<Rates, "rate">;
}

/** How a round ended for the assets that got no quote. */
export interface RoundEnd {
  /** The market did not answer, so that it says nothing about these assets that they have no quote. */
  readonly failure?: ProviderError;
  /** Everybody answered, and nobody has a price for them. */
  readonly isCertain: boolean;
}

/**
 * Asks the market, then the others for what is missing.
 * @param found  given quotes as soon as they are there, once per provider
 */
export async function fetchQuotes(
  {
    markets,
    fallbacks,
    rates,
    clock,
    health,
  }: QuoteSources & { readonly clock: () => number; readonly health?: Health },
  assets: readonly Asset[],
  code: string,
  patience: Patience,
  found: (quotes: readonly Quote[]) => Promise<void>,
): Promise<RoundEnd> {
  const missing = new Map(assets.map((asset) => [asset.id, asset]));
  const failures: ProviderError[] = [];
  let answers = 0;

  /** @returns undefined when the provider answered, with or without what was asked */
  const attempt = async (ask: () => Promise<readonly Quote[]>): Promise<ProviderError | undefined> => {
    try {
      const quotes = await ask();
      for (const quote of quotes) missing.delete(quote.asset.id);
      if (quotes.length > 0) await found(quotes);
      answers += 1;
      return undefined;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      failures.push(error);
      return error;
    }
  };

  const toQuotes = async (priced: ReadonlyMap<string, Figures>, source: string, currency: string): Promise<Quote[]> => {
    const factor = priced.size === 0 || currency === code ? 1 : await factorFrom(currency);
    return [...missing.values()].flatMap((asset) => {
      const one = priced.get(asset.id);
      if (one === undefined) return [];
      return toQuote(asset, currency === code ? one : converted(one, factor), { source, code });
    });
  };

  const factorFrom = async (currency: string): Promise<number> => {
    const rate = await rates.rate(currency, code, patience);
    if (rate === undefined) throw new ProviderError(markets.source, "missing", { detail: `no rate for ${code}` });
    return rate.value;
  };

  const asked = isQuotedIn(code) ? code : "USD";
  const failure = await attempt(async () =>
    toQuotes(await markets.markets([...missing.keys()], asked, patience), markets.source, asked),
  );
  for (const fallback of fallbacks) {
    if (missing.size === 0) break;
    await attempt(async () => toQuotes(await fallback.prices([...missing.values()], patience), fallback.source, "USD"));
  }
  health?.set("market", ...standing(answers, failures), clock());
  return { isCertain: failures.length === 0, ...(failure === undefined ? {} : { failure }) };
}

/** Down is when nobody answers; being told to wait is no outage. */
function standing(answers: number, failures: readonly ProviderError[]): readonly [State, string] {
  if (answers > 0) return ["ok", "answers"];
  const detail = failures.map((failure) => failure.message).join("; ");
  return [failures.every((each) => each.failure === "limited") ? "late" : "down", detail];
}

/** In another currency. Changes are left out: they were measured in the first one, and the currency itself has moved. */
const converted = (priced: Figures, factor: number): Figures => ({
  price: priced.price * factor,
  asOf: priced.asOf,
  ...known({
    marketCap: readPositive((priced.marketCap ?? 0) * factor),
    volume24h: readPositive((priced.volume24h ?? 0) * factor),
    rank: priced.rank,
  }),
});

function toQuote(asset: Asset, priced: Figures, { source, code }: { source: string; code: string }): Quote[] {
  // A conversion can still leave the range of numbers.
  if (readPositive(priced.price) === undefined) return [];
  const { price, asOf, change24h, change7d, marketCap, volume24h, rank } = priced;
  const figures = known({ change24h, change7d, marketCap, volume24h, rank });
  return [{ asset, currency: code, price, ...figures, source, asOf, isStale: false }];
}
