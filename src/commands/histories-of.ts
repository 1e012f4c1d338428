import type { Asset } from "../market/asset.ts";
import type { Resolved } from "../market/asset-resolver.ts";
import { ProviderError } from "../core/errors.ts";

/** An asset with what is known of its past; `failure` where the provider did not answer, which says nothing of the asset. */
export interface Answered<Answer> {
  readonly resolved: Resolved;
  readonly answer: Answer | undefined;
  readonly failure?: ProviderError;
}

/** Asks for each asset; one whose provider fails does not cost the others their answer. */
export const historiesOf = <Answer>(
  found: readonly Resolved[],
  ask: (asset: Asset) => Promise<Answer | undefined>,
): Promise<readonly Answered<Answer>[]> =>
  Promise.all(
    found.map(async (resolved): Promise<Answered<Answer>> => {
      try {
        return { resolved, answer: await ask(resolved.asset) };
      } catch (error) {
        if (error instanceof ProviderError) return { resolved, answer: undefined, failure: error };
        throw error;
      }
    }),
  );
