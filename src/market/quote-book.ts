import type { Asset } from "./asset.ts";
import type { Quote } from "./quote.ts";

/** Where the last known quotes outlive the process. `store/quote-store.ts` implements it. */
export interface QuoteBook {
  /** Keeps each unless a newer one of its asset and currency is there. */
  keep(quotes: readonly Quote[], now: number): Promise<void>;
  /** @param since  UTC epoch milliseconds; older ones are left out */
  lastKnown(assets: readonly Asset[], currency: string, since: number): Promise<readonly Quote[]>;
}
