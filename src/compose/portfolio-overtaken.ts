import type { Executor } from "../store/database.ts";
import { PortfolioStore } from "../store/portfolio-store.ts";
import { UserError } from "../core/errors.ts";

/** So often something is computed again because the portfolio was changed meanwhile. */
const TRIES = 5;

const store = new PortfolioStore();

/** Somebody else changed the portfolio since it was read: nothing is written. */
export class Overtaken extends Error {}

/**
 * Does it again where the portfolio was changed while the change was made ready.
 * @throws UserError when that happens time and again
 */
export async function retrying<Facts>(attempt: () => Promise<Facts>): Promise<Facts> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      if (tries === TRIES) throw new UserError("Your portfolio is being changed just now. Please try again.");
    }
  }
}

/** @throws Overtaken when the portfolio is no longer what was read */
export async function stillAt(on: Executor, userId: string, read: { readonly version: number }): Promise<void> {
  if ((await store.version(on, userId)) !== read.version) throw new Overtaken();
}
