import { type Block, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { compactMoney, percent, quantity, share, utcDay } from "../core/format.ts";
import type { MarketFacts } from "./market-facts.ts";
import { marketPicture } from "./market-picture.ts";
import { sourceLine } from "./source-line.ts";

/** One card of at most eight lines. */
export function marketReply(facts: MarketFacts & { readonly hasPicture?: true }, { locale, now }: Call): Reply {
  const { global, ethBtc, aiSector, fearAndGreed, longAccounts = [], missing } = facts;
  const origins = [global, ethBtc, aiSector, fearAndGreed, ...longAccounts].filter((each) => each !== undefined);
  const { line, markOf } = sourceLine(origins, now);
  const usd = (value: number): string => compactMoney(value, "USD", locale);
  const mark = global ? markOf(global) : "";

  const title = [
    "Crypto market",
    global?.marketCap !== undefined && `${usd(global.marketCap)}${mark}`,
    global?.change24hFraction !== undefined && `${percent(global.change24hFraction, locale)} in 24 h${mark}`,
  ];
  const size = [
    global?.volume24h !== undefined && `24 h volume ${usd(global.volume24h)}${mark}`,
    ethBtc && `ETH/BTC ${quantity(ethBtc.priceBtc, "", locale, 4).trim()}${markOf(ethBtc)}`,
  ];
  const dominance = [
    global?.btcDominancePercent !== undefined &&
      `BTC dominance ${share(global.btcDominancePercent / 100, locale)}${mark}`,
    global?.ethDominancePercent !== undefined && `ETH ${share(global.ethDominancePercent / 100, locale)}${mark}`,
  ];
  const mood = fearAndGreed && [
    `Fear & Greed ${[fearAndGreed.value, fearAndGreed.mood].filter((each) => each !== undefined).join(", ")}`,
    `(${utcDay(fearAndGreed.asOf)})${markOf(fearAndGreed)}`,
  ];
  const said = [
    joined(size, " · "),
    joined(dominance, " · "),
    joined(mood ?? [], " "),
    aiSector &&
      `AI share ${share(aiSector.sharePercent / 100, locale)} (CoinGecko category ${usd(aiSector.marketCap)})${markOf(aiSector)}`,
    longAccounts.length > 0 &&
      `Accounts long: ${longAccounts.map((each) => `${each.symbol} ${share(each.longAccountsPercent / 100, locale)}${markOf(each)}`).join(" · ")}`,
    missing.length > 0 &&
      `Missing: ${missing.map(({ source, why, what }) => `${what.join(", ")} (${source} ${why})`).join("; ")}`,
  ].filter(isSaid);
  const picture = facts.hasPicture ? marketPicture(facts, locale) : undefined;
  const blocks: Block[] = [...(said.length === 0 ? [] : [text(said.join("\n"))]), ...(picture ? [picture] : [])];

  return {
    title: joined(title, " "),
    blocks,
    ...(line === undefined ? {} : { footer: line }),
    buttons: [
      { label: "Refresh", command: "market", input: facts.hasPicture ? { picture: true } : {} },
      {
        label: facts.hasPicture ? "No picture" : "Picture",
        command: "market",
        input: facts.hasPicture ? {} : { picture: true },
      },
    ],
  };
}

type Said = string | false | undefined;

const isSaid = (each: Said): each is string => typeof each === "string" && each !== "";

/** What there is of it, in one line. */
const joined = (each: readonly Said[], between: string): string => each.filter(isSaid).join(between);
