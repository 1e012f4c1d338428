import type { Asset } from "./asset.ts";
import { type Closes, dayOf } from "./closes.ts";
import { closesByDay } from "./day-rates.ts";
import { firstAnswer } from "./first-answer.ts";
import type { Days } from "./source.ts";
import type { Histories } from "./history.ts";
import type { PastCloses } from "./past-closes.ts";
import type { Patience } from "../wire/transport.ts";
import { ProviderError } from "../core/errors.ts";
import type { Quotes } from "./quotes.ts";
import { utcDay, utcMinute } from "../core/format.ts";

/** What a coin was worth at a time. */
interface DayPrice {
  readonly price: number;
  /** The one asked for, or US dollars where nobody has it in that one. */
  readonly currency: string;
  /** As shown: "close of 2026-03-01, DefiLlama". */
  readonly from: string;
}

/** Prices of days that are over, and of now. */
export interface DayPrices {
  /**
   * The close of the UTC day that an instant is in; of today the price of now.
   * @param currency  ISO 4217 code, or BTC or ETH
   * @returns undefined when nobody has one, or nobody answers: it is not known then, and nothing near it will do
   */
  at(asset: Asset, at: number, currency: string, patience: Patience): Promise<DayPrice | undefined>;
}

export interface DayPriceParts {
  readonly closes: Closes;
  readonly histories: Pick<Histories, "daily">;
  readonly pastCloses: PastCloses;
  readonly quotes: Pick<Quotes, "of">;
  readonly clock: () => number;
}

/** Asked for as so many days, so that several questions are one. */
const SPANS = [30, 90, 365] as const;

/** Prices from kept closes, else from histories, else of the day alone: histories reach back a year. */
export function createDayPrices({ closes, histories, pastCloses, quotes, clock }: DayPriceParts): DayPrices {
  return {
    async at(asset, at, currency, patience) {
      const day = dayOf(at);
      try {
        return day >= dayOf(clock())
          ? await ofNow(asset, currency, patience)
          : await ofDay(asset, day, currency, patience);
      } catch (error) {
        if (error instanceof ProviderError) return undefined;
        throw error;
      }
    },
  };

  async function ofNow(asset: Asset, currency: string, patience: Patience): Promise<DayPrice | undefined> {
    const quote = (await quotes.of([asset], currency, patience)).get(asset.id);
    if (!quote || quote.isStale) return undefined;
    return { price: quote.price, currency: quote.currency, from: `price of ${utcMinute(quote.asOf)}, ${quote.source}` };
  }

  async function ofDay(asset: Asset, day: number, currency: string, patience: Patience): Promise<DayPrice | undefined> {
    const told = (source: string): string => `close of ${utcDay(day * 86_400_000)}, ${source}`;
    const [kept] = currency === "USD" ? await closes.of([asset.id], day, day) : [];
    if (kept) return { price: kept.close, currency, from: told(kept.source) };
    const fromHistory = async (): Promise<DayPrice | undefined> => {
      const days = dayOf(clock()) - day + 1;
      const span: Days = SPANS.find((each) => each >= days) ?? "max";
      const history = await histories.daily(asset, currency, span, patience);
      const price = history && closesByDay(history).get(day);
      return history && price !== undefined
        ? { price, currency: history.currency, from: told(history.source) }
        : undefined;
    };
    const ofThatDay = async (): Promise<DayPrice | undefined> => {
      const found = (await pastCloses.of(asset, [day], patience)).find((each) => each.day === day);
      return found && { price: found.close, currency: "USD", from: told(found.source) };
    };
    return await firstAnswer([fromHistory, ofThatDay], (ask) => ask());
  }
}
