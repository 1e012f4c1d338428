import type { Funding } from "../market/derivatives/funding.ts";
import type { Origin } from "./source-line.ts";
import { ProviderError } from "../core/errors.ts";
import type { Told } from "../market/last-known.ts";

/** How many of the accounts with a position in a coin's perpetual future are long, by the exchange that counted them. */
export interface LongAccounts extends Origin {
  readonly symbol: string;
  /** 55 is 55 %; the others are short. */
  readonly longAccountsPercent: number;
  /** Long accounts for each short one. */
  readonly longShortRatio?: number;
}

/** Of one coin, by the first exchange that says it; one that fails is an answer too. */
export async function longAccounts(funding: Pick<Funding, "accounts">, symbol: string): Promise<Told<LongAccounts>> {
  try {
    const counted = await funding.accounts(symbol);
    if (counted === undefined) return { kind: "failed", failure: new ProviderError("exchanges", "missing") };
    const { longFraction, exchange, asOf, isStale } = counted;
    const ratio = longFraction < 1 ? { longShortRatio: longFraction / (1 - longFraction) } : {};
    const value = { symbol, longAccountsPercent: longFraction * 100, ...ratio, source: exchange, asOf, isStale };
    return { kind: "known", value, isStale };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { kind: "failed", failure: error };
  }
}
