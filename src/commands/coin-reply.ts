import { type Block, type Button, code, italic, link, type Reply, rich, type Span, text } from "../core/reply.ts";
import type { CoinFacts, ExtremeFacts, RangeFacts } from "./coin-facts.ts";
import { compact, compactMoney, money, percent, share, utcDay } from "../core/format.ts";
import type { Call } from "../core/call.ts";
import { sharedName } from "../market/asset-choices.ts";
import { sourceLine } from "./source-line.ts";

/** More fill the screen; /token knows the others. */
const CONTRACTS = 3;
const CATEGORIES = 4;

const LINKS = { website: "Website", docs: "Docs", x: "X", github: "GitHub", explorer: "Explorer" } as const;

/** One card: where the price stands, how large it is, what there is of it, what it is, where to find it. */
export function coinReply(facts: CoinFacts, call: Call, isCommand: (name: string) => boolean): Reply {
  const { name, symbol, currency, price, standing, origin } = facts;
  const title = `${name} (${symbol})`;
  const aside = [facts.note, namesakes(facts)].filter((line) => line !== undefined).join(" ");
  const buttons = buttonsOf(facts, isCommand);
  if (standing === "unlisted")
    return {
      title,
      blocks: lines(`${facts.unlistedBy ?? "The market"} no longer lists this coin: nobody has figures for it.`, aside),
      buttons: buttons.filter(({ label }) => label === "Others"),
    };
  const last = standing === "dormant" ? " last" : "";
  const { line, markOf } = sourceLine(
    [origin, facts.rangesFrom].filter((each) => each !== undefined),
    call.now,
  );
  return {
    title: price === undefined ? title : `${title}${last} ${money(price, currency, call.locale)}`,
    blocks: [
      ...lines(
        notTraded(facts) ?? changes(facts, call),
        size(facts, call),
        ...ranges(facts, call, facts.rangesFrom ? markOf(facts.rangesFrom) : ""),
        ...extremes(facts, call),
        supply(facts, call),
        missing(facts),
        aside,
      ),
      ...words(facts),
      ...lines(kinds(facts)),
      ...contracts(facts),
      ...links(facts),
    ],
    ...(line === undefined ? {} : { footer: line }),
    buttons,
  };
}

const joined = (...each: readonly (string | false | undefined)[]): string =>
  each.filter((one) => typeof one === "string" && one !== "").join(" · ");

function notTraded({ standing, origin }: CoinFacts): string | undefined {
  if (standing === "untraded") return "It is listed, but nobody trades it: there is no price.";
  if (standing !== "dormant" || !origin) return undefined;
  return `Nobody has traded it since ${utcDay(origin.asOf)}, as far as ${origin.source} knows: the price is the last one.`;
}

function changes(facts: CoinFacts, { locale }: Call): string {
  const each = [
    ["24 h", facts.change24hFraction],
    ["7 d", facts.change7dFraction],
    ["30 d", facts.change30dFraction],
    ["1 y", facts.change1yFraction],
  ] as const;
  return joined(...each.map(([span, value]) => value !== undefined && `${span} ${percent(value, locale)}`));
}

function size(facts: CoinFacts, { locale }: Call): string {
  const { marketCap, marketCapRank, fullyDilutedValuation, volume24h, volumeOfCapPercent, currency } = facts;
  const amount = (value: number): string => compactMoney(value, currency, locale);
  const ofCap = volumeOfCapPercent === undefined ? "" : ` (${share(volumeOfCapPercent / 100, locale)} of cap)`;
  return [
    joined(
      marketCap !== undefined && `Cap ${amount(marketCap)}`,
      fullyDilutedValuation !== undefined && `FDV ${amount(fullyDilutedValuation)}`,
      marketCapRank !== undefined && `rank ${marketCapRank}`,
    ),
    volume24h === undefined ? "" : `24 h volume ${amount(volume24h)}${ofCap}`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** "7 d $241.94 – $310.00, now at 84%": 0% is the low, 100% the high. */
function ranges(facts: CoinFacts, { locale }: Call, mark: string): string[] {
  const { currency } = facts;
  const line = (label: string, range: RangeFacts | undefined, sign: string): string => {
    if (!range) return "";
    const { low, high, placePercent, sinceDay } = range;
    const place = placePercent === undefined ? "" : `, now at ${Math.round(placePercent)}%`;
    const shorter = sinceDay === undefined ? "" : ` (only since ${sinceDay})`;
    return `${label} ${money(low, currency, locale)} – ${money(high, currency, locale)}${place}${shorter}${sign}`;
  };
  return [line("24 h", facts.range24h, ""), line("7 d", facts.range7d, mark), line("52 w", facts.range52w, mark)];
}

function extremes({ allTimeHigh, allTimeLow, currency }: CoinFacts, { locale }: Call): string[] {
  const line = (label: string, extreme: ExtremeFacts | undefined): string => {
    if (!extreme) return "";
    const { price, on, distanceFraction } = extreme;
    const away = distanceFraction === undefined ? "" : `, now ${percent(distanceFraction, locale)}`;
    return `${label} ${money(price, currency, locale)}${on === undefined ? "" : ` (${on})`}${away}`;
  };
  return [line("All-time high", allTimeHigh), line("All-time low", allTimeLow)];
}

function supply({ supply: each }: CoinFacts, { locale }: Call): string {
  if (!each) return "";
  const { circulating, total, max, hasNoMaximum, circulatingPercent } = each;
  const count = (value: number): string => compact(value, locale);
  const part = circulatingPercent === undefined ? "" : ` (${share(circulatingPercent / 100, locale)})`;
  const known = joined(
    circulating !== undefined && `${count(circulating)} circulating${part}`,
    total !== undefined && total !== max && `total ${count(total)}`,
    max !== undefined && `max ${count(max)}`,
    hasNoMaximum === true && "no maximum",
  );
  return `Supply ${known}`;
}

function missing({ missing: each }: CoinFacts): string {
  if (each.length === 0) return "";
  return `Unknown: ${each.map(({ source, why, what }) => `${what.join(", ")} (${source} ${why})`).join("; ")}`;
}

/** What others wrote, marked as theirs and not as ours. */
function words({ projectsOwnWords, noticeOfSource, origin }: CoinFacts): Block[] {
  const by = origin?.source ?? "the source";
  return [
    ...(noticeOfSource === undefined
      ? []
      : [rich(italic(`${by} notes:`), "\n", { text: noticeOfSource, style: "quote" } satisfies Span)]),
    ...(projectsOwnWords === undefined
      ? []
      : [
          rich(italic(`In the project's own words, by ${by}, unchecked:`), "\n", {
            text: projectsOwnWords,
            style: "quote",
          } satisfies Span),
        ]),
  ];
}

function kinds({ categories = [], genesisOn, commits4Weeks }: CoinFacts): string {
  return [
    categories.length === 0 ? "" : `Categories: ${categories.slice(0, CATEGORIES).join(", ")}`,
    joined(
      genesisOn !== undefined && `Since ${genesisOn}`,
      commits4Weeks !== undefined && `${commits4Weeks} commits in 4 weeks`,
    ),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** Whole addresses: a short one could not be copied, and looks like another's. */
function contracts({ contracts: each = [], contractCount = each.length }: CoinFacts): Block[] {
  const shown = each.slice(0, CONTRACTS);
  if (shown.length === 0) return [];
  const spans = shown.flatMap(({ chain, address }, index) => [`${index === 0 ? "" : "\n"}${chain} `, code(address)]);
  const rest = contractCount - shown.length;
  return [rich(...spans, ...(rest > 0 ? [`\nand on ${rest} more ${rest === 1 ? "chain" : "chains"}`] : []))];
}

function links({ links: each = {} }: CoinFacts): Block[] {
  const spans = Object.entries(LINKS).flatMap(([key, label]) => {
    const address = each[key as keyof typeof LINKS];
    return address === undefined ? [] : [link(label, address)];
  });
  return spans.length === 0 ? [] : [rich(...spans.flatMap((span, index) => (index === 0 ? [span] : [" · ", span])))];
}

/** What leads elsewhere leaves this card where it is: scrolling up is the way back. */
function buttonsOf(facts: CoinFacts, isCommand: (name: string) => boolean): Button[] {
  const { assetId, currency, word, otherAssetIds, price, contracts: [first] = [] } = facts;
  const assets = [`=${assetId}`];
  return [
    { label: "Refresh", command: "coin", input: { assets, currency } },
    ...(price !== undefined && isCommand("chart")
      ? [{ label: "Chart", command: "chart", input: { assets, currency }, answer: "new" as const }]
      : []),
    ...(first && isCommand("token")
      ? [{ label: "Pools", command: "token", input: { token: first.address }, answer: "new" as const }]
      : []),
    ...(otherAssetIds.length > 0
      ? [{ label: "Others", command: "coin", input: { assets: [`${word}?`], currency }, answer: "new" as const }]
      : []),
  ];
}

function namesakes({ word, otherAssetIds }: CoinFacts): string | undefined {
  const count = otherAssetIds.length;
  if (count === 0) return undefined;
  return `${count === 1 ? "One other coin goes" : `${count} other coins go`} by ${sharedName(word)}.`;
}

/** One text block of the lines that say something; none if none does. */
function lines(...each: readonly string[]): Block[] {
  const said = each.filter((line) => line !== "");
  return said.length === 0 ? [] : [text(said.join("\n"))];
}
