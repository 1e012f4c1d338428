import type { Patience } from "../wire/transport.ts";
import { ProviderError } from "../core/errors.ts";

/** How an answer stands in time. */
export interface Standing {
  /** Nothing newer could be had, or what it is about is no longer traded. */
  readonly isStale: boolean;
}

/** Where answers outlive the process, as JSON. Neither rejects: a full disk must not cost the answer. `store/answer-store.ts` implements it. */
export interface AnswerBook {
  keep(name: string, key: string, answer: object, now: number): Promise<void>;
  /** @param since  UTC epoch milliseconds at which it was kept; an older answer is none */
  lastKnown(name: string, key: string, since: number): Promise<unknown>;
}

export interface MemoryParts<Question, Answer> {
  /** What is remembered, as the book files it: "global market". Another where the shape of the answer changes. */
  readonly name: string;
  /** Undefined is an answer too: there is no such thing. @throws ProviderError */
  readonly ask: (question: Question, patience: Patience) => Promise<Answer | undefined>;
  /** What tells two questions apart. */
  readonly keyOf: (question: Question) => string;
  readonly cacheMs: number | ((question: Question) => number);
  /** From what age of the provider's figure on an answer is called stale; Infinity for sample data. */
  readonly staleAfterMs: number;
  readonly clock: () => number;
  /** How many times longer answers are cached, to spare a quota; 1 by default. */
  readonly stretch?: () => number;
  /** Without one, answers are forgotten at the end of the process; sample answers have to be. */
  readonly book?: AnswerBook;
  /** How many answers are held in memory; the oldest go first. */
  readonly size?: number;
}

/** Asks, or remembers. Undefined when there is no such thing. @throws ProviderError when nobody answers and nothing younger than a day is known */
export type Memory<Question, Answer> = (
  question: Question,
  patience?: Patience,
) => Promise<(Answer & Standing) | undefined>;

const KEPT_MS = 24 * 60 * 60_000;
const SIZE = 300;

/** Answers of a provider by question: a cache, one request for what several ask at once, and the last known of a day for when nobody answers. */
export function createMemory<Question, Answer extends { readonly asOf: number }>({
  name,
  ask,
  keyOf,
  cacheMs,
  staleAfterMs,
  clock,
  stretch = () => 1,
  book,
  size = SIZE,
}: MemoryParts<Question, Answer>): Memory<Question, Answer> {
  const cache = new Map<string, { readonly answer: Answer | undefined; readonly at: number }>();
  const open = new Map<string, Promise<Answer | undefined>>();

  /** A clock that was set back must not make an entry last for ever. */
  const isWithin = (at: number, ms: number): boolean => clock() - at < ms && clock() >= at;

  const marked = (answer: Answer | undefined, isStale: boolean): (Answer & Standing) | undefined =>
    answer && { ...answer, isStale: isStale || clock() - answer.asOf > staleAfterMs };

  const fetch = async (key: string, question: Question, patience: Patience): Promise<Answer | undefined> => {
    const answer = await ask(question, patience);
    cache.delete(key);
    cache.set(key, { answer, at: clock() });
    const oldest = cache.keys().next();
    if (cache.size > size && oldest.done !== true) cache.delete(oldest.value);
    if (answer) await book?.keep(name, key, answer, clock());
    return answer;
  };

  const recall = async (key: string): Promise<Answer | undefined> => {
    const known = cache.get(key);
    if (known?.answer && isWithin(known.at, KEPT_MS)) return known.answer;
    // What was written under this name is of this shape: a new shape takes a new name.
    return (await book?.lastKnown(name, key, clock() - KEPT_MS)) as Answer | undefined;
  };

  return async (question, patience = "person") => {
    const key = keyOf(question);
    const known = cache.get(key);
    const freshMs = (typeof cacheMs === "number" ? cacheMs : cacheMs(question)) * stretch();
    if (known && isWithin(known.at, freshMs)) return marked(known.answer, false);
    // People do not join a job's request: its time limit is longer than they would wait.
    const way = `${patience} ${key}`;
    const running = open.get(way) ?? fetch(key, question, patience).finally(() => open.delete(way));
    open.set(way, running);
    try {
      return marked(await running, false);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const last = await recall(key);
      if (!last) throw error;
      return marked(last, true); // The transport has logged why there is nothing newer.
    }
  };
}
