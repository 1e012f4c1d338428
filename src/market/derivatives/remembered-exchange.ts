import type { Board, Details, Exchange, LongShort, Perpetual } from "./exchange.ts";
import { createMemory, type Memory } from "../memory.ts";
import type { Patience } from "../../wire/transport.ts";
import { ProviderError } from "../../core/errors.ts";

/** An exchange whose answers are remembered for a minute. */
export interface RememberedExchange {
  readonly source: string;
  readonly board: Memory<"all", Board>;
  readonly details: Memory<Perpetual, Details & { readonly asOf: number }>;
  /** By base; a coin that it does not count may be refused. */
  readonly longShort: Memory<string, LongShort>;
  /** By base, of a coin that every exchange has: what is refused there is us, so it is not asked again for a while. */
  readonly longShortOfMajor: Memory<string, LongShort>;
  /** How the last question for the board failed; undefined when it was answered. */
  lastFailure(): ProviderError | undefined;
}

const CACHE_MS = 60_000;
/** The ratio is counted every five minutes. */
const RATIO_CACHE_MS = 3 * 60_000;
/** How long one is left alone that refused: some turn away whole countries and hosting companies (403, 451), and ban who keeps asking (418). */
const REFUSED_REST_MS = 30 * 60_000;

/** A question that is not put again for a while to who refused it. */
function resting<Question, Answer>(
  ask: (question: Question, patience: Patience) => Promise<Answer>,
  clock: () => number,
) {
  let failure: { readonly error: ProviderError; readonly at: number } | undefined;
  const isResting = (): boolean => {
    const age = clock() - (failure?.at ?? Number.NEGATIVE_INFINITY);
    return failure?.error.failure === "refused" && age >= 0 && age < REFUSED_REST_MS;
  };
  return {
    lastFailure: (): ProviderError | undefined => failure?.error,
    ask: async (question: Question, patience: Patience): Promise<Answer> => {
      if (failure !== undefined && isResting()) throw failure.error;
      try {
        const answer = await ask(question, patience);
        failure = undefined;
        return answer;
      } catch (error) {
        if (error instanceof ProviderError) failure = { error, at: clock() };
        throw error;
      }
    },
  };
}

/**
 * Remembers what an exchange said, and leaves one alone that refused: a wall does not open in a minute.
 * @param staleAfterMs  from what age of the exchange's figure on it is called stale; Infinity for sample data
 */
export function remembered(exchange: Exchange, clock: () => number, staleAfterMs: number): RememberedExchange {
  const board = resting((_all: "all", patience) => exchange.board(patience), clock);
  const majors = resting((base: string, patience) => exchange.longShort(base, patience), clock);

  const common = { clock, staleAfterMs };
  return {
    source: exchange.source,
    board: createMemory({
      ...common,
      name: "perpetuals",
      keyOf: () => exchange.source,
      cacheMs: CACHE_MS,
      ask: board.ask,
    }),
    details: createMemory({
      ...common,
      name: "perpetual",
      // The payment belongs to the key: after it the interval is measured anew.
      keyOf: ({ contract, nextPaymentAt }: Perpetual) => `${contract} ${nextPaymentAt}`,
      cacheMs: CACHE_MS,
      ask: async (perpetual, patience) => ({ ...(await exchange.details(perpetual, patience)), asOf: clock() }),
    }),
    longShort: createMemory({
      ...common,
      name: "long and short accounts",
      keyOf: (base: string) => base,
      cacheMs: RATIO_CACHE_MS,
      ask: (base, patience) => exchange.longShort(base, patience),
    }),
    longShortOfMajor: createMemory({
      ...common,
      name: "long and short accounts of majors",
      keyOf: (base: string) => base,
      cacheMs: RATIO_CACHE_MS,
      ask: majors.ask,
    }),
    lastFailure: board.lastFailure,
  };
}
