import { type Block, type Reply, type TableBlock, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { compactMoney, duration, money, percent, share } from "../core/format.ts";
import type { ExchangeFunding, FundingFacts } from "./funding-facts.ts";
import { sourceLine } from "./source-line.ts";

/** A table by exchange with the mean of all below, or a sentence why there is none. */
export function fundingReply(facts: FundingFacts, call: Call): Reply {
  const { name, symbol, assetId, exchanges, total, note } = facts;
  const { locale, now } = call;
  const mean = total.meanAnnualPercent;
  const { line, markOf } = sourceLine(ages(exchanges), now);
  const first = exchanges.length === 0 ? [absence(facts)] : [sum(facts, locale), payments(exchanges, now)];
  const said = [note, ...first, ratios(exchanges, locale), ...asides(facts, locale)].filter(
    (each) => each !== undefined,
  );
  return {
    title: `${name} (${symbol}) funding${mean === undefined ? "" : ` ${yearly(mean, locale)} a year`}`,
    blocks: [
      ...(exchanges.length === 0 ? [] : [table(exchanges, locale, markOf)]),
      ...(said.length === 0 ? [] : [text(said.join("\n"))]),
    ] satisfies Block[],
    ...(line === undefined ? {} : { footer: `${line} · a year: ${facts.method}` }),
    buttons: [
      { label: "Refresh", command: "funding", input: { asset: `=${assetId}` } },
      { label: "Price", command: "price", input: { assets: [`=${assetId}`] }, answer: "new" },
    ],
  };
}

/** The exchanges are named in the table, so the last line needs only the age of the oldest. */
const ages = (exchanges: readonly ExchangeFunding[]) =>
  exchanges.map(({ asOf, isStale }) => ({ source: "the exchanges named", asOf, isStale }));

function table(
  exchanges: readonly ExchangeFunding[],
  locale: string,
  markOf: (origin: { source: string; asOf: number; isStale: boolean }) => string,
): TableBlock {
  const right = (label: string) => ({ label, align: "right" as const });
  return {
    kind: "table",
    columns: [{ label: "Exchange", align: "left" }, right("Rate"), right("Year"), right("Open")],
    rows: exchanges.map((each) => [
      each.exchange + markOf({ source: "the exchanges named", asOf: each.asOf, isStale: each.isStale }),
      `${rate(each.ratePercent, locale)}${each.intervalHours === undefined ? "" : `/${each.intervalHours}h`}`,
      each.annualPercent === undefined ? "?" : yearly(each.annualPercent, locale),
      each.openInterestUsd === undefined ? "?" : compactMoney(each.openInterestUsd, "USD", locale),
    ]),
  };
}

/** A rate for one payment: four decimals, as exchanges show it. */
const rate = (inPercent: number, locale: string): string => percent(inPercent / 100, locale, 4);

const yearly = (inPercent: number, locale: string): string =>
  percent(inPercent / 100, locale, Math.abs(inPercent) < 100 ? 1 : 0);

function sum({ exchanges, total, symbol }: FundingFacts, locale: string): string | undefined {
  const { openInterestUsd, openInterestCoins, meanAnnualPercent, withoutOpenInterest } = total;
  if (openInterestUsd === undefined) return "No exchange says how much is open.";
  const count = exchanges.length - withoutOpenInterest.length;
  const coins = openInterestCoins === undefined ? "" : ` (${compactMoney(openInterestCoins, symbol, locale)})`;
  const mean =
    meanAnnualPercent === undefined || count < 2
      ? ""
      : `; mean by open interest ${yearly(meanAnnualPercent, locale)} a year`;
  const over = count === 1 ? "on one exchange" : `on ${count} exchanges`;
  const without = withoutOpenInterest.length === 0 ? "" : `, without ${withoutOpenInterest.join(", ")}`;
  return `Open: ${compactMoney(openInterestUsd, "USD", locale)}${coins} ${over}${without}${mean}.`;
}

/** When the next payments are, exchanges with the same time together. */
function payments(exchanges: readonly ExchangeFunding[], now: number): string | undefined {
  const byTime = new Map<number, string[]>();
  for (const { exchange, nextPaymentAt } of exchanges)
    if (nextPaymentAt !== undefined) byTime.set(nextPaymentAt, [...(byTime.get(nextPaymentAt) ?? []), exchange]);
  const each = [...byTime].toSorted(([a], [b]) => a - b);
  if (each.length === 0) return undefined;
  const when = (at: number): string => (at - now < 60_000 ? "now" : `in ${duration(at - now)}`);
  const [only, second] = each;
  if (only !== undefined && second === undefined && only[1].length === exchanges.length)
    return `Next payment ${when(only[0])} (${utcTime(only[0])}).`;
  return `Next payments: ${each.map(([at, names]) => `${names.join(", ")} ${when(at)} (${utcTime(at)})`).join("; ")}.`;
}

/** "16:00 UTC": it is never more than a day away. */
const utcTime = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`;

function ratios(exchanges: readonly ExchangeFunding[], locale: string): string | undefined {
  const each = exchanges.flatMap(({ exchange, longAccountsPercent }) =>
    longAccountsPercent === undefined ? [] : [`${exchange} ${share(longAccountsPercent / 100, locale)}`],
  );
  return each.length === 0 ? undefined : `Accounts that are long: ${each.join(" · ")}.`;
}

function absence(facts: FundingFacts): string {
  const { symbol, name, tickerBelongsTo, notListedOn, anotherCoinOn, unanswered } = facts;
  if (tickerBelongsTo)
    return `Exchanges mean ${tickerBelongsTo.name} by ${symbol}, so there is no contract that is certainly ${name}'s.`;
  if (notListedOn.length + anotherCoinOn.length === 0 && unanswered.length > 0)
    return "None of the exchanges answers right now, so nothing can be said about its perpetual futures.";
  return `There is no perpetual future of it in USDT on ${[...notListedOn, ...anotherCoinOn.map(({ exchange }) => exchange)].join(", ")}.`;
}

type Why = FundingFacts["unanswered"][number]["why"];

const OF_SEVERAL: Readonly<Record<Why, string>> = {
  "does not answer": "do not answer",
  "refuses requests from here": "refuse requests from here",
};

/** Who is not in the table, and why. */
function asides({ exchanges, notListedOn, anotherCoinOn, unanswered, quote, symbol }: FundingFacts, locale: string) {
  const scaled = exchanges.find(({ coinsPerUnit }) => coinsPerUnit !== undefined);
  const failed = new Map<Why, string[]>();
  for (const { exchange, why } of unanswered) failed.set(why, [...(failed.get(why) ?? []), exchange]);
  return [
    ...anotherCoinOn.map(
      ({ exchange, markPriceUsd }) =>
        `${exchange}'s ${symbol} costs ${money(markPriceUsd, "USD", locale)}${quote ? `, not ${money(quote.price, "USD", locale)}` : ""}: another coin, left out.`,
    ),
    ...(exchanges.length > 0 && notListedOn.length > 0 ? [`Not listed: ${notListedOn.join(", ")}.`] : []),
    ...[...failed].map(([why, names]) => `${names.join(", ")}: ${names.length > 1 ? OF_SEVERAL[why] : why}.`),
    ...(exchanges.length > 0 && quote === undefined
      ? ["No other price to compare the contracts with: they are taken by their ticker."]
      : []),
    ...(scaled?.coinsPerUnit === undefined
      ? []
      : [`Contracts of ${scaled.coinsPerUnit.toLocaleString("en")} coins are counted by the coin.`]),
  ];
}
