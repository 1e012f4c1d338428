import { ProviderError } from "../core/errors.ts";

/** What a provider said, now or within the past day, or why there is nothing to say. */
export type Told<Value> =
  | {
      readonly kind: "known";
      readonly value: Value;
      /** Nothing newer could be had. */
      readonly isStale: boolean;
    }
  | { readonly kind: "failed"; readonly failure: ProviderError };

export interface LastKnownParts<Value> {
  readonly ask: () => Promise<Value>;
  readonly clock: () => number;
  readonly cacheMs: number;
  /** From what age of the provider's figure on it is called stale; Infinity for sample data. */
  readonly staleAfterMs: number;
}

const KEPT_MS = 24 * 60 * 60_000;

/** One answer of a provider, asked for again when the cache has run out, and remembered for a day when there is no other. */
export function createLastKnown<Value extends { readonly asOf: number }>({
  ask,
  clock,
  cacheMs,
  staleAfterMs,
}: LastKnownParts<Value>): () => Promise<Told<Value>> {
  let latest: { readonly value: Value; readonly at: number } | undefined;

  /** A clock that was set back must not make an answer last for ever. */
  const isWithin = (at: number, ms: number): boolean => {
    const age = clock() - at;
    return age >= 0 && age < ms;
  };

  const told = (value: Value, isOld: boolean): Told<Value> => ({
    kind: "known",
    value,
    isStale: isOld || clock() - value.asOf > staleAfterMs,
  });

  return async () => {
    if (latest && isWithin(latest.at, cacheMs)) return told(latest.value, false);
    try {
      const value = await ask();
      latest = { value, at: clock() };
      return told(value, false);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return latest && isWithin(latest.at, KEPT_MS) ? told(latest.value, true) : { kind: "failed", failure: error };
    }
  };
}
