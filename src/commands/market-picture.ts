import { compactMoney, share } from "../core/format.ts";
import type { ChartBlock } from "../core/reply.ts";
import type { MarketFacts } from "./market-facts.ts";

/** What the whole market is made of: Bitcoin, Ether and all the rest; undefined where the parts or the whole are not known. */
export function marketPicture({ global }: Pick<MarketFacts, "global">, locale: string): ChartBlock | undefined {
  const { marketCap, btcDominancePercent: btc, ethDominancePercent: eth, source, asOf } = global ?? {};
  if (marketCap === undefined || btc === undefined || eth === undefined || btc + eth >= 100) return undefined;
  if (source === undefined || asOf === undefined) return undefined;
  const parts = [
    { name: "Bitcoin", percent: btc },
    { name: "Ether", percent: eth },
    { name: "All others", percent: 100 - btc - eth },
  ];
  const said = parts.map(({ name, percent }) => `${name} ${share(percent / 100, locale)}`).join(", ");
  return {
    kind: "chart",
    alt: `Of ${compactMoney(marketCap, "USD", locale)} market cap: ${said}.`,
    chart: {
      kind: "donut",
      title: "Market cap",
      unit: "USD",
      parts: parts.map(({ name, percent }) => ({ name, value: (marketCap * percent) / 100 })),
      source,
      asOf,
    },
  };
}
