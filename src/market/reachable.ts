import { ProviderError } from "../core/errors.ts";

/** Anything of the live market that can be asked whether it is there. */
export interface Pingable {
  ping(): Promise<void>;
}

/** Whether any of them answers. One that says "too many requests" is there; one that refuses may be a box in between. */
export async function isReachable(sources: readonly Pingable[]): Promise<boolean> {
  try {
    await Promise.any(sources.map((source) => source.ping().catch(acceptLimit)));
    return true;
  } catch {
    return false; // All of them failed; their transports have logged how.
  }
}

function acceptLimit(error: unknown): void {
  if (!(error instanceof ProviderError) || error.failure !== "limited") throw error;
}
