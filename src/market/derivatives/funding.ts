import { annualOf } from "./annual.ts";
import type { Board, Exchange, LongShort } from "./exchange.ts";
import { byTheCoin, type CoinPerpetual, contractOf } from "./contract-of.ts";
import { ifAnswered } from "./if-answered.ts";
import { ProviderError } from "../../core/errors.ts";
import { remembered, type RememberedExchange } from "./remembered-exchange.ts";
import type { Standing } from "../memory.ts";

/** What one exchange's contract of a coin pays, and how much of it is open. */
export interface FundingLine extends CoinPerpetual, Standing {
  /** The exchange as shown: "Binance". */
  readonly exchange: string;
  /** Fraction a year, not compounded; absent where the interval is not known. */
  readonly annual?: number;
  /** Absent where the exchange does not say. */
  readonly longShort?: LongShort;
  readonly asOf: number;
}

/** A coin's perpetuals on every exchange that is asked. */
export interface CoinFunding {
  /** The largest open interest first, unknown ones last. */
  readonly lines: readonly FundingLine[];
  /** Exchanges that answered and have no contract of it. */
  readonly notListed: readonly string[];
  /** Exchanges that have another coin under its ticker; the price is theirs. */
  readonly anotherCoin: readonly {
    readonly exchange: string;
    readonly contract: string;
    readonly markPriceUsd: number;
  }[];
  readonly unanswered: readonly { readonly exchange: string; readonly why: WhyUnanswered }[];
}

/** `refuses`: it turns requests from here away, as some exchanges do with whole countries. */
type WhyUnanswered = "does not answer" | "refuses requests from here";

/** Long and short accounts with the exchange that counted them. */
interface CountedAccounts extends LongShort, Standing {
  readonly exchange: string;
}

/** Perpetual futures across exchanges. */
export interface Funding {
  /** As shown, in the order in which they are asked. */
  readonly exchanges: readonly string[];
  /**
   * Never throws for an exchange that fails; that one is named.
   * @param symbol  the coin's ticker; make sure that it is this coin's
   * @param priceUsd  of the coin by another source: a contract more than a tenth away from it is another coin's
   */
  of(symbol: string, priceUsd: number | undefined): Promise<CoinFunding>;
  /**
   * Of the first exchange that says it; for coins that every exchange has.
   * @throws ProviderError when none answers
   */
  accounts(symbol: string): Promise<CountedAccounts | undefined>;
}

export interface FundingParts {
  readonly exchanges: readonly Exchange[];
  readonly clock: () => number;
  /** Whether figures get old; those of sample data do not. */
  readonly ages?: "never";
}

const STALE_AFTER_MS = 5 * 60_000;
/** A rate of before the last payment is of no use to anybody; ratios live a little longer. */
const TOO_OLD_MS = 15 * 60_000;

export function createFunding({ exchanges, clock, ages }: FundingParts): Funding {
  const staleAfterMs = ages === "never" ? Number.POSITIVE_INFINITY : STALE_AFTER_MS;
  const tooOldMs = ages === "never" ? Number.POSITIVE_INFINITY : TOO_OLD_MS;
  const all = exchanges.map((exchange) => remembered(exchange, clock, staleAfterMs));

  const young = <Answer extends { readonly asOf: number }>(answer: Answer | undefined): Answer | undefined =>
    answer !== undefined && clock() - answer.asOf <= tooOldMs ? answer : undefined;

  async function lineOf(
    exchange: RememberedExchange,
    board: Board & Standing,
    listed: Extract<ReturnType<typeof contractOf>, { kind: "listed" }>,
  ): Promise<FundingLine> {
    const { perpetual, coinsPerUnit } = listed;
    const [details, accounts] = await Promise.all([
      exchange.details(perpetual),
      ifAnswered(exchange.longShort(perpetual.base)),
    ]);
    const { isStale: _, asOf: __, ...more } = details ?? { isStale: false, asOf: 0 };
    const coin = byTheCoin({ ...perpetual, ...more }, coinsPerUnit);
    const counted = young(accounts);
    return {
      ...coin,
      exchange: exchange.source,
      ...(coin.intervalHours === undefined ? {} : { annual: annualOf(coin.rate, coin.intervalHours) }),
      ...(counted === undefined ? {} : { longShort: { longFraction: counted.longFraction, asOf: counted.asOf } }),
      asOf: board.asOf,
      isStale: board.isStale,
    };
  }

  async function answerOf(exchange: RememberedExchange, symbol: string, priceUsd: number | undefined) {
    const board = young(await ifAnswered(exchange.board("all")));
    if (board === undefined) return { kind: "unanswered", exchange: exchange.source, why: whyOf(exchange) } as const;
    const listing = contractOf(board, symbol, priceUsd);
    if (listing.kind !== "listed") return { ...listing, exchange: exchange.source };
    return { kind: "line", line: await lineOf(exchange, board, listing) } as const;
  }

  return {
    exchanges: all.map(({ source }) => source),

    async of(symbol, priceUsd) {
      const answers = await Promise.all(all.map((exchange) => answerOf(exchange, symbol, priceUsd)));
      return {
        lines: answers
          .flatMap((each) => (each.kind === "line" ? [each.line] : []))
          .toSorted((a, b) => (b.openInterestUsd ?? -1) - (a.openInterestUsd ?? -1)),
        notListed: answers.flatMap((each) => (each.kind === "not listed" ? [each.exchange] : [])),
        anotherCoin: answers.flatMap((each) =>
          each.kind === "another coin"
            ? [{ exchange: each.exchange, contract: each.contract, markPriceUsd: each.markPriceUsd }]
            : [],
        ),
        unanswered: answers.flatMap((each) =>
          each.kind === "unanswered" ? [{ exchange: each.exchange, why: each.why }] : [],
        ),
      };
    },

    async accounts(symbol) {
      const base = symbol.toUpperCase();
      // All at once, but the first in order that says it: one that hangs in the middle is waited for by nobody.
      const asked = all.map((exchange) => ({ exchange, told: told(exchange.longShortOfMajor(base)) }));
      let failure: ProviderError | undefined;
      for (const { exchange, told: telling } of asked) {
        const { answer, error } = await telling;
        if (answer !== undefined && young(answer) !== undefined) return { ...answer, exchange: exchange.source };
        if (error === undefined) continue;
        if (!(error instanceof ProviderError)) throw error;
        failure ??= error;
      }
      if (failure !== undefined) throw failure;
      return undefined;
    },
  };
}

const whyOf = (exchange: RememberedExchange): WhyUnanswered =>
  exchange.lastFailure()?.failure === "refused" ? "refuses requests from here" : "does not answer";

/** An answer or an error, never a rejection: some are asked that nobody waits for in the end. */
const told = async <Answer>(
  asked: Promise<Answer>,
): Promise<{ readonly answer?: Answer; readonly error?: unknown }> => {
  try {
    return { answer: await asked };
  } catch (error) {
    return { error };
  }
};
