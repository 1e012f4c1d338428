import { compactMoney, money } from "../core/format.ts";
import type { TokenFacts } from "./token-facts.ts";

/** As many pools as GeckoTerminal lists at once; there may be more. */
const PAGE = 20;

type Contradiction = TokenFacts["contradictions"][number];

/** Sentences about what is not as one would think. */
export function asides(facts: TokenFacts, locale: string): readonly string[] {
  const { listedAs, countedPools, listedPools, isThin, unansweredBy, currencyNotSaid } = facts;
  const left = listedPools - countedPools;
  const isCut = listedPools >= PAGE;
  return [
    ...facts.contradictions.map((each) => contradiction(each, locale)),
    ...(left > 0 && !isThin
      ? [
          `${left === 1 ? "One pool" : `${left} pools`} below the floor of ${compactMoney(facts.liquidityFloorUsd, "USD", locale)} ${left === 1 ? "is" : "are"} left out of the sums.`,
        ]
      : []),
    ...(isCut
      ? [`The sums are over the ${listedPools} pools that ${facts.source} lists first; there may be more.`]
      : []),
    ...(currencyNotSaid === undefined ? [] : [`Pools are priced in US dollars, not in ${currencyNotSaid}.`]),
    ...(listedAs ? [`CoinGecko lists this contract as ${listedAs.name} (${listedAs.symbol}).`] : []),
    ...(unansweredBy.length === 0 ? [] : [`${unansweredBy.join(" and ")} did not answer.`]),
  ];
}

/** What each of two figures is, who says it, and which is used. */
function contradiction(each: Contradiction, locale: string): string {
  const usd = (value: number): string => money(value, "USD", locale);
  const { about, droppedUsd, droppedFdvUsd, droppedSource, usedUsd, usedSource = "", pool = "", factor } = each;
  const than = `more than ${factor} times apart`;
  if (about === "cap")
    return `${droppedSource} gives a cap of ${usd(droppedUsd)} and a value of all tokens of ${usd(droppedFdvUsd ?? 0)}; those are ${than}, so neither is shown.`;
  const used = usd(usedUsd ?? 0);
  return about === "price"
    ? `${droppedSource} gives ${usd(droppedUsd)}, ${usedSource} ${used}: ${than}. Shown is the price of the deeper pool.`
    : `For ${pool} ${droppedSource} gives a liquidity of ${usd(droppedUsd)}, ${usedSource} ${used}: ${than}. The lower one is used.`;
}
