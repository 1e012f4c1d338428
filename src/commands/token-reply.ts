import { type Button, code, fields, type Reply, rich, type Span, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { compactMoney, duration, money, percent, share } from "../core/format.ts";
import { asides } from "./token-words.ts";
import { sourceLine } from "./source-line.ts";
import { type TokenFacts, tokenReference } from "./token-facts.ts";

/** A token's card: price, what it rests on, the deepest pools, and what is to be known before one believes it. */
export function tokenReply(facts: TokenFacts, call: Call): Reply {
  const { locale, now } = call;
  const { nameGivenByMaker: name, symbolGivenByMaker: symbol, priceUsd, choices } = facts;
  const title = `${name} (${symbol})`;
  const { line } = sourceLine([facts], now);
  const checked = facts.checkedWith === undefined ? "" : ` · agrees with ${facts.checkedWith}`;
  return {
    title: priceUsd === undefined ? title : `${title} ${money(priceUsd, "USD", locale)}`,
    blocks: [
      rich(...head(facts, call)),
      figures(facts, call),
      ...pools(facts, call),
      ...asides(facts, locale).map((each) => text(each)),
    ],
    ...(line === undefined ? {} : { footer: `${line}${checked}` }),
    buttons: buttons(facts),
    ...(choices.length === 0 ? {} : { choices: elsewhere(facts, locale) }),
  };
}

/** Thin price, changes, chain and contract. */
function head(facts: TokenFacts, { locale }: Call): readonly (string | Span)[] {
  const { thinPriceUsd, isThin, chainName, contract } = facts;
  const changes = [
    ["5 m", facts.change5mFraction],
    ["1 h", facts.change1hFraction],
    ["6 h", facts.change6hFraction],
    ["24 h", facts.change24hFraction],
  ] as const;
  const moved = changes.flatMap(([label, fraction]) =>
    fraction === undefined ? [] : [`${label} ${percent(fraction, locale)}`],
  );
  const floor = compactMoney(facts.liquidityFloorUsd, "USD", locale);
  const thin =
    thinPriceUsd === undefined
      ? `Thin: no pool has ${floor}, and none says a price.`
      : `Thin: ${money(thinPriceUsd, "USD", locale)} is not a price one can trade at, as no pool has ${floor}.`;
  const lines = [...(isThin ? [thin] : []), ...(moved.length === 0 ? [] : [moved.join(" · ")])];
  return [
    ...lines.map((each) => `${each}\n`),
    `${chainName} · `,
    code(contract),
    "\nName as given by whoever made the contract.",
  ];
}

function figures(facts: TokenFacts, { locale, now }: Call) {
  const usd = (value: number | undefined): string | undefined =>
    value === undefined ? undefined : compactMoney(value, "USD", locale);
  const count = (value: number): string => new Intl.NumberFormat("en").format(value);
  const { buys24hCount: buys, sells24hCount: sells, volumeToLiquidityMultiple: multiple, countedPools } = facts;
  const trades = buys === undefined || sells === undefined ? "" : ` · ${count(buys)} buys, ${count(sells)} sells`;
  const liquidity = usd(facts.liquidityUsd);
  const volume = usd(facts.volume24hUsd);
  const caps = [
    ["FDV", usd(facts.fdvUsd)],
    ["cap", usd(facts.marketCapUsd)],
  ].flatMap(([label, value]) => (value === undefined ? [] : [`${label} ${value}`]));
  return fields({
    Liquidity:
      liquidity &&
      `${liquidity} in ${countedPools === 1 ? "one pool" : `${countedPools} pools`}${largest(facts, locale)}`,
    "24 h volume":
      volume && `${volume}${multiple === undefined ? "" : ` (${multipleOf(multiple)} the liquidity)`}${trades}`,
    Value: caps.length === 0 ? undefined : caps.join(" · "),
    "Oldest pool": facts.oldestPoolCreatedAt === undefined ? undefined : duration(now - facts.oldestPoolCreatedAt),
    Holders: holders(facts, locale),
    Authority: authority(facts),
  });
}

const largest = ({ largestPoolShareFraction: part, countedPools }: TokenFacts, locale: string): string =>
  part === undefined || countedPools < 2 ? "" : `, ${share(part, locale)} in the largest`;

const multipleOf = (multiple: number): string =>
  `${new Intl.NumberFormat("en", { maximumSignificantDigits: 2 }).format(multiple)} ×`;

function holders({ holderCount, top10HoldersShareFraction: top }: TokenFacts, locale: string): string | undefined {
  const said = [
    holderCount === undefined ? undefined : new Intl.NumberFormat("en").format(holderCount),
    top === undefined ? undefined : `the ten largest have ${share(top, locale)}`,
  ].filter((each) => each !== undefined);
  return said.length === 0 ? undefined : said.join(" · ");
}

function authority({ isMintable, isFreezable }: TokenFacts): string | undefined {
  const said = [
    isMintable === undefined ? undefined : isMintable ? "new tokens can be made" : "no new tokens can be made",
    isFreezable === undefined ? undefined : isFreezable ? "holdings can be frozen" : "holdings cannot be frozen",
  ].filter((each) => each !== undefined);
  return said.length === 0 ? undefined : said.join(" · ");
}

/** A line for each: in a table of a phone's width there is no room for pair and exchange. */
function pools({ pools: each }: TokenFacts, { locale, now }: Call): Reply["blocks"] {
  if (each.length === 0) return [];
  const lines = each.map(({ dex, pair, isThin, liquidityUsd, volume24hUsd, createdAt }) => {
    const figures = [
      liquidityUsd === undefined ? "liquidity unknown" : compactMoney(liquidityUsd, "USD", locale),
      volume24hUsd === undefined ? undefined : `24 h ${compactMoney(volume24hUsd, "USD", locale)}`,
      createdAt === undefined ? undefined : duration(now - createdAt),
      isThin ? "thin" : undefined,
    ].filter((figure) => figure !== undefined);
    return `${pair}, ${dex}: ${figures.join(" · ")}`;
  });
  return [text(lines.join("\n"))];
}

function buttons(facts: TokenFacts): readonly Button[] {
  const { listedAs } = facts;
  const reference = tokenReference(facts);
  const listed = listedAs && { input: { assets: [`=${listedAs.assetId}`] }, answer: "new" as const };
  return [
    { label: "Refresh", command: "token", input: { token: reference } },
    { label: "Chart", command: "chart", input: { assets: [reference] }, answer: "new" },
    ...(listed
      ? [
          { label: "Price", command: "price", ...listed },
          { label: "Coin", command: "coin", ...listed },
        ]
      : []),
  ];
}

const elsewhere = ({ choices }: TokenFacts, locale: string): NonNullable<Reply["choices"]> => ({
  prompt: "Look at another instead?",
  options: choices.map(({ label, contract, chainId, liquidityUsd }) => ({
    label,
    command: "token",
    input: { token: tokenReference({ contract, chainId }) },
    ...(liquidityUsd === undefined ? {} : { description: `liquidity ${compactMoney(liquidityUsd, "USD", locale)}` }),
  })),
});
