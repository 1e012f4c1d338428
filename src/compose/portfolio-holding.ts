import type { HoldingAfter } from "../commands/portfolio-book.ts";
import { moneyText, quantityText } from "../portfolio/amount.ts";
import type { KeptLedger } from "../portfolio/replay-kept.ts";

/** What there is of a coin after a change. */
export function holdingAfter(asset: string, { ledger }: KeptLedger): HoldingAfter {
  const holding = ledger.holdings.get(asset);
  const lacking = ledger.missing.reduce((sum, each) => (each.asset === asset ? sum + each.missing : sum), 0n);
  const isCostKnown = holding?.lots.every((lot) => lot.isCostKnown) ?? true;
  return {
    asset,
    quantity: quantityText(holding?.quantity ?? 0n),
    ...(isCostKnown ? { cost: moneyText(holding?.cost ?? 0n) } : {}),
    ...(lacking === 0n ? {} : { missing: quantityText(lacking) }),
  };
}
