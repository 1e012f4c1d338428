import { ProviderError } from "../core/errors.ts";

/**
 * Asks sources in order until one has an answer. Undefined when all of them answered and none has one.
 * @throws ProviderError the first, when nobody has an answer and somebody failed: then it is not known that there is none
 */
export async function firstAnswer<Source, Answer>(
  sources: readonly Source[],
  ask: (source: Source) => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  let failure: ProviderError | undefined;
  for (const source of sources) {
    try {
      const answer = await ask(source);
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      failure ??= error; // Its transport has logged it.
    }
  }
  if (failure) throw failure;
  return undefined;
}
