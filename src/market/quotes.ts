import { fetchQuotes, type QuoteSources } from "./fetch-quotes.ts";
import type { Asset } from "./asset.ts";
import type { Health } from "../core/health.ts";
import { createMemory } from "./memory.ts";
import { isQuotedIn } from "./currencies.ts";
import type { Log } from "../core/log.ts";
import type { Week } from "./source.ts";
import type { Patience } from "../wire/transport.ts";
import { ProviderError } from "../core/errors.ts";
import type { Quote } from "./quote.ts";
import type { QuoteBook } from "./quote-book.ts";

/** What assets are worth. */
export interface Quotes {
  /**
   * Quotes by asset id, from the cache or from the first provider that has one.
   * An asset without a quote is absent from the map: nobody has a price for it right now. (Whether the asset exists is not
   * asked here; the index of assets knows.) When no provider answers, the last known quote of the past day stands in, stale.
   * @param currency  a code for which `Rates.isCurrency` holds, or BTC or ETH; any case
   * @throws ProviderError when there is not one quote to give and the market did not answer: then it is not the assets' fault
   */
  of(assets: readonly Asset[], currency: string, patience: Patience): Promise<ReadonlyMap<string, Quote>>;
  /**
   * The last seven days, hourly; undefined when nobody has them or can be asked now. Never throws ProviderError.
   * In US dollars when the provider has no prices in `currency`; the week says so.
   */
  week(asset: Asset, currency: string, patience?: Patience): Promise<Week | undefined>;
}

export interface QuotesParts extends QuoteSources {
  /** Without one, quotes are forgotten at the end of the process; sample quotes have to be. */
  readonly book?: QuoteBook;
  readonly clock: () => number;
  readonly log: Log;
  /** Told of part "market": `down` when no provider answers. */
  readonly health?: Health;
  readonly cacheMs?: number;
  /** How long questions are gathered before one request is made of them all. */
  readonly gatherMs?: number;
  /** From what age of the provider's figure on a quote is called stale; Infinity for sample data. */
  readonly staleAfterMs?: number;
  /** How many times longer quotes are cached, to spare a quota; 1 by default. */
  readonly stretch?: () => number;
}

const CACHE_MS = 60_000;
const GATHER_MS = 10;
/** CoinPaprika's free plan is up to ten minutes late, CoinGecko's up to five for small coins. */
const STALE_AFTER_MS = 15 * 60_000;
const LAST_KNOWN_MS = 24 * 60 * 60_000;
const WEEK_CACHE_MS = 10 * 60_000;
/** More assets than a day of questions names; the oldest go first. */
const CACHE_SIZE = 5_000;

/** What a round of asking found for one asset: a quote, or why there is none. Neither: nobody has a price. */
interface Found {
  readonly quote?: Quote;
  readonly failure?: ProviderError;
}

interface Pending {
  readonly asset: Asset;
  readonly found: Promise<Found>;
  settle(found: Found): void;
  fail(error: unknown): void;
}

/** Quotes with a cache, one request for what several ask at once, other providers to fall back on, and a memory of a day. */
export function createQuotes(parts: QuotesParts): Quotes {
  const { book, clock, log, cacheMs = CACHE_MS, gatherMs = GATHER_MS, staleAfterMs = STALE_AFTER_MS } = parts;
  const stretch = parts.stretch ?? (() => 1);
  const cache = new Map<string, { readonly quote: Quote | undefined; readonly at: number }>();
  const weeks = createMemory<{ readonly asset: Asset; readonly code: string }, Week>({
    name: "week",
    ask: ({ asset, code }, patience) => parts.markets.week(asset.id, code, patience),
    keyOf: ({ asset, code }) => `${code} ${asset.id}`,
    cacheMs: WEEK_CACHE_MS,
    staleAfterMs: Number.POSITIVE_INFINITY,
    clock,
    stretch,
  });
  const pending = new Map<string, Pending>();
  const gathering = new Map<string, Pending[]>();

  return {
    async of(assets, currency, patience) {
      const code = currency.toUpperCase();
      const each = [...new Map(assets.map((asset) => [asset.id, asset])).values()];
      const found = await Promise.all(
        each.map(async (asset) => cached(asset, code) ?? { asset, ...(await ask(asset, code, patience)) }),
      );
      const missed = found.filter((one) => one.failure !== undefined);
      const lastKnown = await recall(
        missed.map((one) => one.asset),
        code,
      );
      const quotes = found.flatMap(({ asset, quote }) => quote ?? lastKnown.get(asset.id) ?? []);
      if (quotes.length === 0 && missed[0]?.failure !== undefined) throw lastWord(missed[0].failure);
      return new Map(quotes.map((quote) => [quote.asset.id, marked(quote)]));
    },

    async week(asset, currency, patience = "person") {
      const code = isQuotedIn(currency.toUpperCase()) ? currency.toUpperCase() : "USD";
      try {
        return await weeks({ asset, code }, patience);
      } catch (error) {
        if (error instanceof ProviderError) return undefined; // A card without a chart is still a card.
        throw error;
      }
    },
  };

  function cached(asset: Asset, code: string): (Found & { asset: Asset }) | undefined {
    const entry = cache.get(`${code} ${asset.id}`);
    if (!entry || !isWithin(entry.at, cacheMs * stretch())) return undefined;
    return entry.quote === undefined ? { asset } : { asset, quote: { ...entry.quote, asset } };
  }

  /** Joins the round that is being gathered, or one that is out already for this asset. */
  function ask(asset: Asset, code: string, patience: Patience): Promise<Found> {
    const key = `${patience} ${code} ${asset.id}`;
    const running = pending.get(key);
    if (running) return running.found;
    const own = newPending(asset);
    pending.set(key, own);
    const group = `${patience} ${code}`;
    const others = gathering.get(group);
    if (others) others.push(own);
    else {
      gathering.set(group, [own]);
      setTimeout(() => void round(group, code, patience), gatherMs);
    }
    return own.found;
  }

  async function round(group: string, code: string, patience: Patience): Promise<void> {
    const left = new Map((gathering.get(group) ?? []).map((each) => [each.asset.id, each]));
    gathering.delete(group);
    /** As soon as an asset has its quote whoever asked for it has it too, whatever the rest still waits for. */
    const settle = (id: string, found: Found): void => {
      const each = left.get(id);
      left.delete(id);
      pending.delete(`${patience} ${code} ${id}`);
      each?.settle(found);
    };
    try {
      const assets = [...left.values()].map((each) => each.asset);
      const { failure, isCertain } = await fetchQuotes(parts, assets, code, patience, async (quotes) => {
        for (const quote of quotes) put(cache, `${code} ${quote.asset.id}`, { quote, at: clock() });
        await remember(quotes);
        for (const quote of quotes) settle(quote.asset.id, { quote });
      });
      for (const id of left.keys()) {
        if (isCertain) put(cache, `${code} ${id}`, { quote: undefined, at: clock() });
        settle(id, failure === undefined ? {} : { failure });
      }
    } catch (error) {
      for (const [id, each] of left) {
        pending.delete(`${patience} ${code} ${id}`);
        each.fail(error);
      }
    }
  }

  /** The last known quotes of the past day, from memory, else from the book. */
  async function recall(assets: readonly Asset[], code: string): Promise<ReadonlyMap<string, Quote>> {
    if (assets.length === 0) return new Map();
    const since = clock() - LAST_KNOWN_MS;
    const remembered = assets.flatMap((asset) => {
      const quote = cache.get(`${code} ${asset.id}`)?.quote;
      return quote && quote.asOf > since ? [{ ...quote, asset }] : [];
    });
    const seen = new Set(remembered.map((quote) => quote.asset.id));
    const rest = assets.filter((asset) => !seen.has(asset.id));
    const kept = rest.length === 0 ? [] : await fromBook(rest, code, since);
    return new Map([...remembered, ...kept].map((quote) => [quote.asset.id, { ...quote, isStale: true }]));
  }

  async function fromBook(assets: readonly Asset[], code: string, since: number): Promise<readonly Quote[]> {
    try {
      return (await book?.lastKnown(assets, code, since)) ?? [];
    } catch (error) {
      log.error({ error }, "quotes not recalled");
      return [];
    }
  }

  async function remember(quotes: readonly Quote[]): Promise<void> {
    try {
      await book?.keep(quotes, clock());
    } catch (error) {
      log.error({ error }, "quotes not kept"); // A full disk must not cost the answer.
    }
  }

  function marked(quote: Quote): Quote {
    return { ...quote, isStale: quote.isStale || clock() - quote.asOf > staleAfterMs };
  }

  /** A clock that was set back must not make an entry last for ever. */
  function isWithin(at: number, ms: number): boolean {
    const age = clock() - at;
    return age < ms && age >= 0;
  }
}

function newPending(asset: Asset): Pending {
  let settle: Pending["settle"] = () => undefined;
  let fail: Pending["fail"] = () => undefined;
  const found = new Promise<Found>((resolve, reject) => {
    settle = resolve;
    fail = reject;
  });
  return { asset, found, settle, fail };
}

/** Sets an entry as the newest, and lets the oldest go when there are too many. */
function put<Entry>(cache: Map<string, Entry>, key: string, entry: Entry): void {
  cache.delete(key);
  cache.set(key, entry);
  const oldest = cache.keys().next();
  if (cache.size > CACHE_SIZE && oldest.done !== true) cache.delete(oldest.value);
}

/** The failure of the market, after the others were asked and the memory of a day was looked through. */
const lastWord = (failure: ProviderError): ProviderError =>
  new ProviderError(failure.provider, failure.failure, {
    cause: failure,
    remark: "No other source has it either, and no figure younger than a day is known.",
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
  });
