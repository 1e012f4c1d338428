import type { Patience } from "./transport.ts";

/** What may still be asked of providers that count requests by the month. `market/quota.ts` keeps it. */
export interface Budget {
  /** A request was answered, in whatever way. @param provider  as shown: "CoinGecko" */
  spent(provider: string): void;
  /** Why a request of this patience must not be sent now, for the log; undefined when it may. */
  refusal(provider: string, patience: Patience): string | undefined;
}
