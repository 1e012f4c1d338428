import type { Asset } from "../market/asset.ts";
import type { Resolved } from "../market/asset-resolver.ts";
import { ProviderError } from "../core/errors.ts";

/** An asset with what is known of its past; `failure` where the provider did not answer, which says nothing of the asset. */
export interface Answered<Answer> {
  readonly resolved: Resolved;
  readonly answer: Answer | undefined;
  readonly failure?: ProviderError;
}

/**
 * Asks for each asset; one whose provider fails does not cost the others their answer. All answers are in one currency: some
 * fall-backs have only theirs, and a course in euros beside one in dollars would compare the two moneys.
 * @param currency  to ask in first
 */
export async function historiesOf<Answer extends { readonly currency: string }>(
  found: readonly Resolved[],
  currency: string,
  ask: (asset: Asset, currency: string) => Promise<Answer | undefined>,
): Promise<readonly Answered<Answer>[]> {
  const answers = await eachOf(found, (asset) => ask(asset, currency));
  const [first, another] = new Set(answers.flatMap(({ answer }) => answer?.currency ?? []));
  if (first === undefined || another === undefined) return answers;
  const common = first === currency ? another : first;
  return await eachOf(found, async (asset) => {
    const answer = await ask(asset, common);
    return answer?.currency === common ? answer : undefined;
  });
}

const eachOf = <Answer>(
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
