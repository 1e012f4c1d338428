import type { Asset } from "../market/asset.ts";
import type { Resolved } from "../market/asset-resolver.ts";
import { ProviderError } from "../core/errors.ts";

export interface Answered<Answer> {
  readonly resolved: Resolved;
  readonly answer: Answer | undefined;
}

/**
 * Asks for each asset; one whose provider fails has no answer as long as another has one.
 * @throws ProviderError when nothing was answered and somebody failed
 */
export async function historiesOf<Answer extends { readonly currency: string }>(
  found: readonly Resolved[],
  ask: (asset: Asset) => Promise<Answer | undefined>,
): Promise<readonly Answered<Answer>[]> {
  const failures: ProviderError[] = [];
  const all = await Promise.all(
    found.map(async (resolved): Promise<Answered<Answer>> => {
      try {
        return { resolved, answer: await ask(resolved.asset) };
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        failures.push(error);
        return { resolved, answer: undefined };
      }
    }),
  );
  const [failure] = failures;
  if (failure && all.every(({ answer }) => answer === undefined)) throw failure;
  return all;
}
