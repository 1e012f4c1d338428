import { ProviderError } from "../../core/errors.ts";

/** The answer, or undefined where the provider gave none; what the transport has logged is no reason to lose the rest. */
export async function ifAnswered<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}
