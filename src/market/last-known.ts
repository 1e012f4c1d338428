import { createMemory, type MemoryParts } from "./memory.ts";
import type { Patience } from "../wire/transport.ts";
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

export interface LastKnownParts<Value> extends Pick<
  MemoryParts<"", { readonly value: Value; readonly asOf: number }>,
  "name" | "clock" | "staleAfterMs" | "stretch" | "book"
> {
  readonly ask: (patience: Patience) => Promise<Value>;
  readonly cacheMs: number;
}

/** One answer of a provider, asked for again when the cache has run out, and remembered for a day when there is no other. */
export function createLastKnown<Value extends { readonly asOf: number }>({
  ask,
  ...parts
}: LastKnownParts<Value>): () => Promise<Told<Value>> {
  const memory = createMemory<"", { readonly value: Value; readonly asOf: number }>({
    ...parts,
    ask: async (_question, patience) => {
      const value = await ask(patience);
      return { value, asOf: value.asOf };
    },
    keyOf: () => "",
  });
  return async () => {
    try {
      const answer = await memory("");
      if (!answer) throw new TypeError(`${parts.name}: there is always an answer or a failure`);
      return { kind: "known", value: answer.value, isStale: answer.isStale };
    } catch (error) {
      if (error instanceof ProviderError) return { kind: "failed", failure: error };
      throw error;
    }
  };
}
