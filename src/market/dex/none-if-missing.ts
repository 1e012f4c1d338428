import { ProviderError } from "../../core/errors.ts";

/** The answer, or undefined where the provider knows no such chain, token or pool: that is no failure. */
export async function noneIfMissing<Body>(asked: Promise<Body>): Promise<Body | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProviderError && error.failure === "missing") return undefined;
    throw error;
  }
}
