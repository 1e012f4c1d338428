import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "./database.ts";
import { type HiddenRange, PortfolioHiddenStore } from "./portfolio-hidden-store.ts";

const hidden = new PortfolioHiddenStore();

/**
 * Removes entries that nobody sees, a few at a time.
 * @param pause  lets others have their turn
 */
export async function removeHidden(database: Database, range: HiddenRange, pause: () => Promise<void>): Promise<void> {
  while (await database.transaction().execute(async (on) => await hidden.removeSome(on, range))) await pause();
}

/** Removes what was left hidden when the process died: see `PortfolioHiddenStore`. */
export async function removeGivenUp(database: Database, now: number): Promise<void> {
  for (const range of await hidden.dueAt(database, now)) await removeHidden(database, range, nextTurn);
}
