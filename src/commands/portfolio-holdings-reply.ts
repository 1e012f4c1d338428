import { type Block, bold, type Button, fields, type Reply, rich, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { coins, doubts, shareWords, signed, signedWith } from "./portfolio-words.ts";
import type { DisposalFigures, LotFigures } from "./portfolio-holding-facts.ts";
import { EMPTY_PORTFOLIO } from "./portfolio-reply.ts";
import type { HoldingFigures } from "./portfolio-value.ts";
import type { HoldingsFacts } from "./portfolio-holdings.ts";
import { cash, money } from "../core/format.ts";
import { shownDay } from "./portfolio-date.ts";
import { sourceLine } from "./source-line.ts";

const METHOD_WORDS = {
  fifo: "first in, first out",
  lifo: "last in, first out",
  hifo: "the dearest first",
  lofo: "the cheapest first",
  average: "average cost",
} as const;

const KIND_WORDS = {
  sell: "Sold",
  swap: "Swapped",
  gift_out: "Given",
  loss: "Lost",
  fee: "Paid as a fee",
  transfer_fee: "Paid for a transfer",
} as const satisfies Record<DisposalFigures["kind"], string>;

/** What is held, coin by coin, or one coin down to its lots. */
export function holdingsReply(facts: HoldingsFacts, call: Call): Reply {
  const { coin, entryCount } = facts;
  if (entryCount === 0) return EMPTY_PORTFOLIO;
  return coin ? oneReply(facts, coin, call) : allReply(facts, call);
}

function allReply({ value, holdingCount, page, pageCount, unknown }: HoldingsFacts, { locale, now }: Call): Reply {
  const { currency, holdings } = value;
  if (holdingCount === 0)
    return { title: "Your holdings", blocks: [text("Nothing is held now.")], buttons: [PORTFOLIO] };
  const { line, markOf } = sourceLine(
    holdings.flatMap(({ worth }) => worth ?? []),
    now,
  );
  const cell = (holding: HoldingFigures): string => {
    const { worth, cost, averageCost, unknownCostQuantity } = holding;
    const held = coins(holding.quantity, holding, locale);
    const average = averageCost === undefined ? undefined : money(averageCost, currency, locale);
    const paid =
      average === undefined ? "cost not known" : `average ${average}${unknownCostQuantity ? " where known" : ""}`;
    if (!worth)
      return `${held}: no price now; ${cost === undefined ? paid : `cost ${cash(cost, currency, locale)}, ${paid}`}`;
    const gain =
      worth.unrealisedGain === undefined
        ? ""
        : `, ${signedWith(worth.unrealisedGain, worth.unrealisedGainFraction, currency, locale)}`;
    const part = worth.shareFraction === undefined ? "" : `, ${shareWords(worth.shareFraction, locale)}`;
    return `${held} at ${money(worth.price, currency, locale)}${markOf(worth)} = ${cash(worth.value, currency, locale)}${part}; ${paid}${gain}`;
  };
  const notes = doubts({ ...value, unknown }, locale).filter((each) => !each.startsWith("24 h"));
  return {
    title: pageCount > 1 ? `Your holdings, ${page} of ${pageCount}` : "Your holdings",
    blocks: [
      ...holdings.map((holding) => rich(bold(holding.name), "\n", cell(holding))),
      ...(notes.length === 0 ? [] : [text(notes.join("\n"))]),
    ],
    ...(line === undefined ? {} : { footer: line }),
    choices: {
      prompt: "Lots and gains of one",
      options: holdings.map(({ assetId, symbol, name }) => ({
        label: `${symbol} · ${name}`,
        command: "portfolio holdings",
        input: { coin: `=${assetId}` },
        answer: "new" as const,
      })),
    },
    buttons: [...pages({}, page, pageCount), PORTFOLIO],
  };
}

const PORTFOLIO: Button = { label: "Portfolio", command: "portfolio", input: {} };

const pages = (input: Readonly<Record<string, unknown>>, page: number, pageCount: number): readonly Button[] => [
  ...(page > 1 ? [{ label: "Previous", command: "portfolio holdings", input: { ...input, page: page - 1 } }] : []),
  ...(page < pageCount ? [{ label: "Next", command: "portfolio holdings", input: { ...input, page: page + 1 } }] : []),
];

type Coin = NonNullable<HoldingsFacts["coin"]>;

function oneReply({ settings, value, unknown }: HoldingsFacts, coin: Coin, { locale, now }: Call): Reply {
  const { currency, zone, method } = settings;
  const [held] = value.holdings;
  const amount = (figure: number): string => signed(figure, currency, locale);
  const { line } = sourceLine(held?.worth ? [held.worth] : [], now);
  const hasSold = coin.shortTermGain !== 0 || coin.longTermGain !== 0;
  const notes = doubts({ ...value, unknown: { ...unknown, unconvertedEntries: [] } }, locale);
  const day = (at: number): string => shownDay(at, zone);
  const blocks: Block[] = [
    fields({
      Held: held ? coins(held.quantity, held, locale) : "nothing now",
      Value:
        held &&
        (held.worth
          ? `${cash(held.worth.value, currency, locale)} at ${money(held.worth.price, currency, locale)}`
          : "no price now"),
      Cost: held && costOf(held, currency, locale),
      Unrealised:
        held?.worth?.unrealisedGain === undefined
          ? undefined
          : signedWith(held.worth.unrealisedGain, held.worth.unrealisedGainFraction, currency, locale),
      Realised: amount(coin.realisedGain),
      "Short, long": hasSold ? `${amount(coin.shortTermGain)}, ${amount(coin.longTermGain)}` : undefined,
      Income: coin.income === 0 ? undefined : cash(coin.income, currency, locale),
      Fees: coin.fees === 0 ? undefined : cash(coin.fees, currency, locale),
    }),
    ...(coin.lotCount === 0 ? [] : [lotTable(coin, { currency, locale, day })]),
    ...coin.lastDisposals.map((disposal) => why(disposal, coin, { currency, locale, day })),
    ...(notes.length === 0 ? [] : [text(notes.join("\n"))]),
  ];
  return {
    title: `${coin.name} (${coin.symbol})`,
    blocks,
    footer: [line, `Lots: ${METHOD_WORDS[method]}`].filter((each) => each !== undefined).join(" · "),
    buttons: [
      ...pages({ coin: `=${coin.assetId}` }, coin.page, coin.pageCount),
      { label: "Holdings", command: "portfolio holdings", input: {} },
      PORTFOLIO,
    ],
  };
}

function costOf({ cost, averageCost, unknownCostQuantity }: HoldingFigures, currency: string, locale: string): string {
  if (cost === undefined || averageCost === undefined) return "not known";
  const where = unknownCostQuantity === undefined ? "" : " where it is known";
  return `${cash(cost, currency, locale)}, ${money(averageCost, currency, locale)} each${where}`;
}

interface Shown {
  readonly currency: string;
  readonly locale: string;
  readonly day: (at: number) => string;
}

function lotTable({ lots, lotCount, page, pageCount, ...coin }: Coin, { currency, locale, day }: Shown): Block {
  const label = pageCount > 1 ? `Lots ${page}/${pageCount} of ${lotCount}` : "Lot";
  return {
    kind: "table",
    columns: [label, "Held", `Cost, ${currency}`].map((each, index) => ({
      label: each,
      align: index === 0 ? "left" : "right",
    })),
    rows: lots.map(({ entryNumber, acquiredAt, quantity, cost }) => [
      `#${entryNumber} ${day(acquiredAt)}`,
      coins(quantity, coin, locale),
      cost === undefined ? "not known" : cash(cost, currency, locale),
    ]),
  };
}

/** Why a gain is what it is: the lots that it was made of. */
function why(disposal: DisposalFigures, coin: Coin, { currency, locale, day }: Shown): Block {
  const { entryNumber, at, kind, quantity, proceeds, cost, gain, lots, lotCount, missingQuantity } = disposal;
  const amount = (figure: number): string => cash(figure, currency, locale);
  const lotLine = ({
    entryNumber: number,
    acquiredAt,
    quantity: used,
    cost: paid,
    gain: made,
    term,
  }: LotFigures & DisposalFigures["lots"][number]): string =>
    `${coins(used, coin, locale)} of #${number} (${day(acquiredAt)}), ${
      paid === undefined ? "cost not known, so none" : `cost ${amount(paid)}`
    }: ${signed(made, currency, locale)}${term ? `, ${term} term` : ""}`;
  const lines = [
    `${KIND_WORDS[kind]} ${coins(quantity, coin, locale)} on ${day(at)} (#${entryNumber}): ${amount(proceeds)} less cost ${amount(cost)} = ${signed(gain, currency, locale)}`,
    ...lots.map((lot) => `– ${lotLine(lot)}`),
    ...(lotCount > lots.length ? [`– and ${lotCount - lots.length} more lots`] : []),
    ...(missingQuantity === undefined ? [] : [`– ${coins(missingQuantity, coin, locale)} was not there: no cost`]),
  ];
  return text(lines.join("\n"));
}
