import { aCall, NOON } from "./calls.ts";
import type { AnyCommand } from "../../src/core/command.ts";
import type { Call } from "../../src/core/call.ts";
import type { DailyClose } from "../../src/market/closes.ts";
import { type DayRate } from "../../src/market/day-rates.ts";
import type { Histories } from "../../src/market/history.ts";
import type { IndexDay } from "../../src/sector/indices.ts";
import type { KeptEntry, NewEntry } from "../../src/portfolio/entry.ts";
import type { Method } from "../../src/portfolio/conventions.ts";
import type { OpenPortfolio } from "../../src/commands/portfolio-book.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { plainText } from "../../src/core/plain.ts";
import { portfolio } from "../../src/commands/portfolio-view.ts";
import { portfolioAllocation } from "../../src/commands/portfolio-allocation.ts";
import { portfolioHoldings } from "../../src/commands/portfolio-holdings.ts";
import { portfolioPerformance } from "../../src/commands/portfolio-performance.ts";
import type { PastCloses } from "../../src/market/past-closes.ts";
import { priceOf } from "../../src/portfolio/amount.ts";
import { ProviderError } from "../../src/core/errors.ts";
import type { Quote } from "../../src/market/quote.ts";
import { readSectorMap } from "../../src/sector/map.ts";
import { replayKept } from "../../src/portfolio/replay-kept.ts";
import type { Reply } from "../../src/core/reply.ts";
import { type TestDesk, testDesk } from "./desk.ts";
import { testAssets } from "./market-desk.ts";

const DAY_MS = 86_400_000;
/** The UTC day of `NOON`, counted since 1970. */
export const TODAY = Math.floor(NOON / DAY_MS);

/** What there is to be known; a test changes it as it likes. Amounts in US dollars. */
interface ViewMarket {
  /** What a coin costs now, by id; a coin that is missing has no price. */
  readonly prices: Map<string, Partial<Pick<Quote, "change24h" | "asOf" | "isStale" | "source">> & { price: number }>;
  /** Closes that are kept, by coin and day. */
  readonly kept: Map<string, Map<number, number>>;
  /** Those that only a provider has. */
  readonly elsewhere: Map<string, Map<number, number>>;
  /** Those of days that no history reaches back to. */
  readonly longAgo: Map<string, Map<number, number>>;
  /** Units of a currency for a dollar, at the end of a day. */
  readonly perUsd: Map<string, (day: number) => number | undefined>;
  readonly sector: Map<number, number>;
  /** What was asked for: "quotes bittensor near USD", "history near". */
  readonly asked: string[];
  isSilent: boolean;
}

export interface ViewDesk extends TestDesk {
  readonly market: ViewMarket;
  /** What the portfolio is made of from now on, by a method and in a currency. */
  keep(entries: readonly NewEntry[], settings?: { method?: Method; currency?: string; zone?: string }): void;
  say(line: string, from?: Call): Promise<Reply>;
  read(line: string, from?: Call): Promise<string>;
  /** What a model reads. */
  facts(line: string): Promise<unknown>;
  readonly opened: () => OpenPortfolio;
}

/** A real desk with the commands that show a portfolio, over entries and a market that the test says. */
export async function viewDesk(): Promise<ViewDesk> {
  const { assets } = await testAssets();
  const market: ViewMarket = {
    prices: new Map(),
    kept: new Map(),
    elsewhere: new Map(),
    longAgo: new Map(),
    perUsd: new Map(),
    sector: new Map(),
    asked: [],
    isSilent: false,
  };
  let open: OpenPortfolio = opened([], {}, market);
  const parts = {
    ...servicesOf(market),
    assets,
    portfolio: { open: async () => open },
    sector: { map: readSectorMap() },
  };
  const commands: readonly AnyCommand[] = [
    portfolio(parts),
    portfolioHoldings(parts),
    portfolioPerformance(parts),
    portfolioAllocation(parts),
  ];
  const desk = await testDesk(commands);
  const commandIn = (line: string): readonly [AnyCommand, string] => {
    const [first = "", second = "", ...rest] = line.split(" ");
    const longer = commands.find(({ name }) => name === `${first} ${second}`);
    const command = longer ?? commands.find(({ name }) => name === first);
    if (!command) throw new Error(`no command in ${line}`);
    return [command, longer ? rest.join(" ") : [second, ...rest].join(" ").trim()];
  };
  const say = async (line: string, from = aCall()): Promise<Reply> => {
    const [command, typed] = commandIn(line);
    return await desk.desk.run(command.name, parseArguments(command, typed), from);
  };
  return {
    ...desk,
    market,
    keep: (entries, settings = {}) => void (open = opened(entries, settings, market)),
    say,
    read: async (line, from) => plainText(await say(line, from)),
    async facts(line) {
      const [command, typed] = commandIn(line);
      const input: unknown = command.input.parse(parseArguments(command, typed));
      return (await command.run(input, aCall(), () => undefined)) as unknown;
    },
    opened: () => open,
  };
}

function opened(
  entries: readonly NewEntry[],
  { method = "fifo", currency = "USD", zone = "UTC" }: { method?: Method; currency?: string; zone?: string },
  market: ViewMarket,
): OpenPortfolio {
  const kept = entries
    .map((entry, index): KeptEntry => ({ ...entry, number: index + 1 }))
    .toSorted((a, b) => a.at - b.at || a.number - b.number);
  const replayed = replayKept(kept, method, {
    currency,
    rateOf(code, day) {
      const [from, to] = [code, currency].map((each) => (each === "USD" ? 1 : market.perUsd.get(each)?.(day)));
      return from === undefined || to === undefined ? undefined : priceOf(String(to / from));
    },
  });
  return { settings: { method, currency, zone }, entries: kept, ...replayed };
}

function servicesOf(market: ViewMarket) {
  const histories: Pick<Histories, "daily"> = {
    async daily(asset, currency, days) {
      market.asked.push(`history ${asset.id}`);
      if (market.isSilent) throw new ProviderError("CoinGecko", "unreachable");
      const from = days === "max" ? Number.NEGATIVE_INFINITY : TODAY - days;
      const closes = [...(market.elsewhere.get(asset.id) ?? [])].filter(([day]) => day >= from);
      if (closes.length === 0 || currency !== "USD") return undefined;
      const points = closes.map(([day, price]) => [(day + 1) * DAY_MS, price] as const);
      return { points, volumes: [], currency, source: "DefiLlama", asOf: NOON, isStale: false };
    },
  };
  const pastCloses: PastCloses = {
    async of({ id }, days) {
      const asked = [...days].toSorted((a, b) => a - b);
      if (asked.length > 0) market.asked.push(`past ${id} ${asked.length}`);
      return asked.flatMap((day) => {
        const close = market.longAgo.get(id)?.get(day);
        return close === undefined ? [] : [{ assetId: id, day, close, source: "DefiLlama" }];
      });
    },
  };
  return {
    histories,
    pastCloses,
    quotes: {
      async of(
        asked: readonly { readonly id: string; readonly symbol: string; readonly name: string }[],
        currency: string,
      ) {
        market.asked.push(`quotes ${asked.map(({ id }) => id).join(" ")} ${currency}`);
        if (market.isSilent) throw new ProviderError("CoinGecko", "unreachable");
        const perUsd = currency === "USD" ? 1 : market.perUsd.get(currency)?.(TODAY);
        if (perUsd === undefined) return new Map<string, Quote>();
        return new Map(
          asked.flatMap((asset): [string, Quote][] => {
            const known = market.prices.get(asset.id);
            if (!known) return [];
            const origin = { source: "CoinGecko", asOf: NOON - 40_000, isStale: false };
            return [[asset.id, { ...origin, ...known, price: known.price * perUsd, asset, currency }]];
          }),
        );
      },
    },
    closes: {
      async of(ids: readonly string[], fromDay: number, toDay: number): Promise<readonly DailyClose[]> {
        return ids.flatMap((assetId) =>
          [...(market.kept.get(assetId) ?? [])]
            .filter(([day]) => day >= fromDay && day <= toDay)
            .map(([day, close]) => ({ assetId, day, close, source: "CoinGecko" })),
        );
      },
    },
    dayRates: {
      async of(days: ReadonlyMap<string, ReadonlySet<number>>): Promise<readonly DayRate[]> {
        return [...days].flatMap(([currency, of]) =>
          [...of].flatMap((day) => {
            const perUsd = market.perUsd.get(currency)?.(day);
            return perUsd === undefined ? [] : [{ currency, day, perUsd: String(perUsd), source: "CoinGecko" }];
          }),
        );
      },
    },
    indices: {
      async between(fromDay: number, toDay: number): Promise<readonly IndexDay[]> {
        return [...market.sector]
          .filter(([day]) => day >= fromDay && day <= toDay)
          .map(([day, byCap]) => ({
            indexId: "sector",
            day,
            assetIds: [],
            listedOnDay: day,
            level: { byCap, equal: byCap, used: 9, of: 9 },
            moves: {},
          }));
      },
    },
  };
}

/** An instant of a day so many before today, at nine in the morning. */
const daysAgo = (days: number): number => (TODAY - days) * DAY_MS + 9 * 3_600_000;

/** A price for each of so many days up to yesterday. @param priceOn  of the number of days before today */
export const closesOver = (days: number, priceOn: (ago: number) => number): Map<number, number> =>
  new Map(Array.from({ length: days }, (_, index) => [TODAY - days + index, priceOn(days - index)]));

const usd = (amount: string | number) => ({ amount: String(amount), currency: "USD" });

/** A purchase, as kept: of `quantity` coins for `value` US dollars. */
export const buy = (ago: number, asset: string, quantity: string, value: string | number, fee?: number): NewEntry => ({
  kind: "buy",
  at: daysAgo(ago),
  asset,
  quantity,
  value: usd(value),
  ...(fee === undefined ? {} : { fee: { kind: "money", ...usd(fee) } }),
});

export const sell = (ago: number, asset: string, quantity: string, value: string | number): NewEntry => ({
  kind: "sell",
  at: daysAgo(ago),
  asset,
  quantity,
  value: usd(value),
});

export const stake = (ago: number, asset: string, quantity: string, value: string | number): NewEntry => ({
  kind: "income",
  incomeKind: "staking",
  at: daysAgo(ago),
  asset,
  quantity,
  value: usd(value),
});

/** Coins from outside, of which nobody knows what they cost. */
export const arrive = (ago: number, asset: string, quantity: string): NewEntry => ({
  kind: "transfer_in",
  at: daysAgo(ago),
  asset,
  quantity,
});
