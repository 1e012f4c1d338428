import { type Block, type Button, type CommandButton, fields, link, type Reply, rich, text } from "../core/reply.ts";
import { DATA_SOURCES } from "./about.ts";
import type { Call } from "../core/call.ts";
import { compactMoney, money, percent, utcMinute } from "../core/format.ts";
import type { PricedAsset, PriceFacts } from "./price-facts.ts";
import { sharedName } from "../market/asset-choices.ts";
import { sourceLine } from "./source-line.ts";
import type { Week } from "../market/source.ts";

const NO_PRICE = "no price";

/** A card for one asset, a table for several, and a question where a word was not clear. */
export function priceReply(facts: PriceFacts, call: Call): Reply {
  const [first, second] = facts.assets;
  const isCard = first && !second && facts.notFound.length === 0 && facts.unclear.length === 0;
  const reply = isCard ? card(first, facts, call) : table(facts, call);
  return { ...reply, ...question(facts) };
}

function card(asset: PricedAsset, facts: PriceFacts, call: Call): Reply {
  const { quote } = asset;
  const name = `${asset.name} (${asset.symbol})`;
  const buttons = cardButtons(asset, facts);
  const asides = [asset.note, namesakes(asset)].filter((line) => line !== undefined).join(" ");
  if (!quote) return { title: name, blocks: lines("Nobody has a price for it right now.", asides), buttons };
  const { currency } = facts;
  const { locale } = call;
  return {
    title: `${name} ${money(quote.price, currency, locale)}`,
    blocks: [
      ...lines(
        pairs([
          ["24 h", quote.change24hFraction, (value) => percent(value, locale)],
          ["7 d", quote.change7dFraction, (value) => percent(value, locale)],
        ]),
        pairs([
          ["Cap", quote.marketCap, (value) => compactMoney(value, currency, locale)],
          ["rank", quote.marketCapRank, String],
        ]),
        asides,
      ),
      ...(facts.hasDetails ? details(asset, facts, call) : []),
    ],
    ...footer(facts, call),
    buttons,
  };
}

function details({ assetId, name, quote }: PricedAsset, { currency, week }: PriceFacts, { locale }: Call): Block[] {
  const source = DATA_SOURCES.find((each) => each.name === quote?.source);
  return [
    fields({
      "24 h volume": quote?.volume24h === undefined ? undefined : compactMoney(quote.volume24h, currency, locale),
      "As of": quote && utcMinute(quote.asOf),
      Id: assetId,
    }),
    week === undefined || week.points.length === 0
      ? text("There is no chart of it right now.")
      : chart(name, week, locale),
    ...(source ? [rich(link(source.attribution, source.url))] : []),
  ];
}

function chart(name: string, week: Week, locale: string): Block {
  const prices = week.points.map(([, price]) => price);
  const shown = (value: number | undefined): string =>
    value === undefined ? "?" : money(value, week.currency, locale);
  return {
    kind: "chart",
    alt: `${name} over seven days: from ${shown(prices[0])} to ${shown(prices.at(-1))}, lowest ${shown(Math.min(...prices))}, highest ${shown(Math.max(...prices))}.`,
    chart: {
      kind: "line",
      title: `${name}, 7 days`,
      unit: week.currency,
      series: [{ name, points: week.points }],
      source: week.source,
      asOf: week.asOf,
    },
  };
}

function cardButtons(asset: PricedAsset, { currency, hasDetails }: PriceFacts): Button[] {
  const input = { assets: [`=${asset.assetId}`], currency };
  const others: CommandButton[] =
    asset.otherAssetIds.length === 0
      ? []
      : [{ label: "Others", command: "price", input: { assets: [`${asset.word}?`], currency }, answer: "new" }];
  return [
    { label: "Refresh", command: "price", input: { ...input, details: hasDetails } },
    ...(asset.quote ? [detailsButton(input, hasDetails)] : []),
    ...others,
  ];
}

const detailsButton = (input: Readonly<Record<string, unknown>>, hasDetails: boolean): CommandButton => ({
  label: hasDetails ? "Less" : "Details",
  command: "price",
  input: { ...input, details: !hasDetails },
});

function table(facts: PriceFacts, call: Call): Reply {
  const { currency, hasDetails } = facts;
  const { locale } = call;
  const { markOf } = sourceLine(origins(facts), call.now);
  const change = (fraction: number | undefined): string => (fraction === undefined ? "" : percent(fraction, locale));
  const rows = facts.assets.map(({ name, quote }) =>
    quote
      ? [name, money(quote.price, currency, locale) + markOf(quote), change(quote.change24hFraction)]
      : [name, NO_PRICE, ""],
  );
  const more = facts.assets.map(({ name, quote }) => [
    name,
    change(quote?.change7dFraction),
    quote?.marketCap === undefined ? "" : compactMoney(quote.marketCap, currency, locale),
  ]);
  const input = { assets: facts.assets.map(({ assetId }) => `=${assetId}`), currency };
  return {
    title: `Prices in ${currency}`,
    blocks: [
      tableOf(["Name", "Price", "24 h"], rows),
      ...(hasDetails ? [tableOf(["Name", "7 d", "Cap"], more)] : []),
      ...lines(...asides(facts)),
    ],
    ...footer(facts, call),
    buttons: [
      { label: "Refresh", command: "price", input: { ...input, details: hasDetails } },
      detailsButton(input, hasDetails),
    ],
  };
}

const tableOf = ([first, ...labels]: readonly [string, ...string[]], rows: readonly (readonly string[])[]): Block => ({
  kind: "table",
  columns: [{ label: first, align: "left" }, ...labels.map((label) => ({ label, align: "right" as const }))],
  rows,
});

/** Sentences under a table: old names, names that others have too, what was not found. */
const asides = ({ assets, notFound, unclear }: PriceFacts): string[] => {
  const shared = assets.filter(({ otherAssetIds }) => otherAssetIds.length > 0).map(({ word }) => sharedName(word));
  return [
    ...assets.flatMap(({ note }) => note ?? []),
    ...(shared.length > 0 ? [`More than one coin goes by ${shared.join(", ")}; ask for one alone to choose.`] : []),
    ...notFound.map(({ why }) => why),
    ...unclear.slice(1).map(({ why }) => why),
  ];
};

/** The first question; answering it brings up the next. */
function question({ assets, unclear, currency }: PriceFacts): Pick<Reply, "choices"> {
  const [first, ...rest] = unclear;
  if (!first) return {};
  const known = assets.map(({ assetId }) => `=${assetId}`);
  return {
    choices: {
      prompt: `${first.why} Which one?`,
      options: first.candidates.map(({ label, value, description }) => ({
        label,
        command: "price",
        input: { assets: [...known, value, ...rest.map(({ word }) => word)], currency },
        ...(description === undefined ? {} : { description }),
      })),
    },
  };
}

function namesakes({ word, otherAssetIds }: PricedAsset): string | undefined {
  const count = otherAssetIds.length;
  if (count === 0) return undefined;
  return `${count === 1 ? "One other coin goes" : `${count} other coins go`} by ${sharedName(word)}.`;
}

const origins = ({ assets }: PriceFacts) => assets.flatMap(({ quote }) => quote ?? []);

function footer(facts: PriceFacts, { now }: Call): Pick<Reply, "footer"> {
  const { line } = sourceLine(origins(facts), now);
  return line === undefined ? {} : { footer: line };
}

/** "24 h +1.2% · 7 d −3.4%"; what is not known is left out. */
const pairs = (list: readonly (readonly [string, number | undefined, (value: number) => string])[]): string =>
  list.flatMap(([label, value, show]) => (value === undefined ? [] : [`${label} ${show(value)}`])).join(" · ");

/** One text block of the lines that say something; none if none does. */
function lines(...each: readonly string[]): Block[] {
  const said = each.filter((line) => line !== "");
  return said.length === 0 ? [] : [text(said.join("\n"))];
}
