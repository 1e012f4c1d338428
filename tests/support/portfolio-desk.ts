import { aCall, memoryLog, NOON } from "./calls.ts";
import { addUser } from "./desk.ts";
import { ButtonStore } from "../../src/store/button-store.ts";
import type { Call } from "../../src/core/call.ts";
import { createDayPrices } from "../../src/market/day-prices.ts";
import { createDayRates } from "../../src/market/day-rates.ts";
import { createDesk } from "../../src/desk.ts";
import type { Database } from "../../src/store/database.ts";
import type { Desk } from "../../src/core/desk.ts";
import type { Entry, KeptEntry } from "../../src/portfolio/entry.ts";
import type { Histories } from "../../src/market/history.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openPeople } from "../../src/compose/people.ts";
import { openPortfolios } from "../../src/compose/portfolio.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { plainText } from "../../src/core/plain.ts";
import { portfolioActivities } from "../../src/commands/portfolio-activities.ts";
import { portfolioAdd } from "../../src/commands/portfolio-add.ts";
import type { PortfolioBook } from "../../src/commands/portfolio-book.ts";
import { portfolioEdit } from "../../src/commands/portfolio-edit.ts";
import { portfolioRemove } from "../../src/commands/portfolio-remove.ts";
import { portfolioSettings } from "../../src/commands/portfolio-settings.ts";
import { portfolioUndo } from "../../src/commands/portfolio-undo.ts";
import { ProposalStore } from "../../src/store/proposal-store.ts";
import { ProviderError } from "../../src/core/errors.ts";
import type { Quote } from "../../src/market/quote.ts";
import type { Quotes } from "../../src/market/quotes.ts";
import type { Rates } from "../../src/market/rates.ts";
import type { Reply } from "../../src/core/reply.ts";
import { dayRateBook } from "../../src/store/day-rate-store.ts";
import { testAssets } from "./market-desk.ts";

const DAY_MS = 86_400_000;
/** Units of each for a dollar, at all times. */
const PER_USD: Readonly<Record<string, number>> = { USD: 1, EUR: 0.5, GBP: 0.8 };

/** The days that prices are known of: so many before the day of `NOON`. */
const KNOWN_DAYS = 400;

/** Prices in US dollars that never change; coins that are missing have none. */
const PRICES: Readonly<Record<string, number>> = {
  bitcoin: 80_000,
  ethereum: 2_000,
  bittensor: 300,
  near: 1.5,
  "fetch-ai": 0.25,
  elizaos: 0.01,
};

/** A market that a test can make silent. */
interface PortfolioMarket {
  isSilent: boolean;
  /** What was asked of it: "history bittensor USD". */
  readonly asked: string[];
}

export interface PortfolioDesk {
  readonly desk: Desk;
  readonly database: Database;
  readonly book: PortfolioBook;
  readonly market: PortfolioMarket;
  readonly faults: unknown[];
  /** Lets time pass. */
  readonly pass: (ms: number) => void;
  readonly call: (change?: { readonly userId?: string; readonly key?: string }) => Call;
  /** What a person types, without the slash, and the reply. */
  readonly say: (line: string, from?: Call) => Promise<Reply>;
  readonly read: (line: string, from?: Call) => Promise<string>;
  readonly press: (reply: Reply, label: string, from?: Call) => Promise<Reply>;
  /** What is kept, by number. */
  readonly entries: (from?: Call) => Promise<readonly KeptEntry[]>;
}

/** A real desk with the commands of portfolios over a database in memory, and a market of made-up prices. */
export async function portfolioDesk(): Promise<PortfolioDesk> {
  const database = await openDatabase(":memory:");
  const { assets } = await testAssets();
  let now = NOON;
  const clock = (): number => now;
  const market: PortfolioMarket = { isSilent: false, asked: [] };
  const { once, doneBefore } = openPeople(database, memoryLog());
  const services = { ...pricesOf(market, clock), rates: ratesOf(market, clock) };
  const dayRates = createDayRates({ ...services, book: dayRateBook(database, clock), clock });
  const defaults = { method: "fifo", currency: "USD", zone: "UTC" } as const;
  const book = openPortfolios({ database, once, dayRates, assets, defaults, clock });
  const closes = { of: async () => [] };
  const parts = {
    assets,
    portfolio: book,
    rates: services.rates,
    dayPrices: createDayPrices({ ...services, closes, pastCloses: { of: async () => [] }, clock }),
  };
  const made = [portfolioAdd(parts), portfolioEdit(parts), portfolioRemove(parts), portfolioUndo(parts)];
  const commands = [...made, portfolioActivities(parts), portfolioSettings(parts)];
  const buttons = new ButtonStore();
  const proposals = new ProposalStore();
  const faults: unknown[] = [];
  const desk = createDesk({
    commands: new Map(commands.map((command) => [command.name, command])),
    answer: async () => ({ blocks: [] }),
    buttons: {
      keep: (button, ownerId) => buttons.keep(database, button, ownerId, now, now + DAY_MS),
      find: (id) => buttons.find(database, id, now),
    },
    propose: (command, input, from) => proposals.add(database, command, input, from, now + DAY_MS),
    claim: async () => false,
    withdraw: async () => false,
    doneBefore,
    report: (error) => {
      faults.push(error);
      return "ref123";
    },
    notice: () => undefined,
    served: () => undefined,
  });
  for (const id of ["user-1", "user-2"]) await addUser(database, id);
  const call: PortfolioDesk["call"] = ({ userId = "user-1", key } = {}) =>
    aCall({ caller: { userId }, now, ...(key === undefined ? {} : { key }) });
  const say = async (line: string, from = call()): Promise<Reply> => {
    const [first = "", second = "", ...rest] = line.split(" ");
    const command = desk.commands.get(`${first} ${second}`);
    if (!command) throw new Error(`no command in ${line}`);
    return await desk.run(command.name, parseArguments(command, rest.join(" ")), from);
  };
  return {
    desk,
    database,
    book,
    market,
    faults,
    pass: (ms) => void (now += ms),
    call,
    say,
    read: async (line, from) => plainText(await say(line, from)),
    async press(reply, label, from = call()) {
      const shown = [...(reply.buttons ?? []), ...(reply.choices?.options ?? [])];
      const button = shown.find((each) => each.label === label);
      if (!button || "url" in button)
        throw new Error(`no button ${label} among ${shown.map((each) => each.label).join(", ")}`);
      return (await desk.press(await desk.keep(button, from.caller.userId), from)).reply;
    },
    entries: async (from = call()) => (await book.open(from)).entries.toSorted((a, b) => a.number - b.number),
  };
}

function pricesOf(market: PortfolioMarket, clock: () => number) {
  const ask = (what: string): void => {
    market.asked.push(what);
    if (market.isSilent) throw new ProviderError("stub", "unreachable");
  };
  const quotes: Pick<Quotes, "of"> = {
    async of(assets, currency) {
      ask(`quote ${assets.map(({ id }) => id).join(" ")} ${currency}`);
      return new Map(
        assets.flatMap((asset): [string, Quote][] => {
          const [price, each] = [PRICES[asset.id], PER_USD[currency]];
          if (price === undefined || each === undefined) return [];
          return [
            [asset.id, { asset, price: price * each, currency, source: "CoinGecko", asOf: clock(), isStale: false }],
          ];
        }),
      );
    },
  };
  const histories: Pick<Histories, "daily"> = {
    async daily(asset, currency) {
      ask(`history ${asset.id} ${currency}`);
      const [price, each] = [PRICES[asset.id], PER_USD[currency]];
      if (price === undefined || each === undefined) return undefined;
      const last = Math.floor(clock() / DAY_MS);
      const points = Array.from(
        { length: KNOWN_DAYS },
        (_, back) => [(last - KNOWN_DAYS + 1 + back) * DAY_MS, price * each] as const,
      );
      return { points, volumes: [], currency, source: "DefiLlama", asOf: clock(), isStale: false };
    },
  };
  return { quotes, histories };
}

const ratesOf = (market: PortfolioMarket, clock: () => number): Rates => ({
  isCurrency: (code) => Object.hasOwn(PER_USD, code.toUpperCase()),
  currencies: () => Object.keys(PER_USD),
  async rate(from, to) {
    if (market.isSilent) throw new ProviderError("stub", "unreachable");
    const [source, target] = [PER_USD[from], PER_USD[to]];
    if (source === undefined || target === undefined) return undefined;
    return { value: target / source, source: "CoinGecko", asOf: clock(), isStale: false };
  },
});

/** What an entry says, without its number. */
export function bare({ number: _number, origin: _origin, ...entry }: KeptEntry): Entry {
  return entry;
}
