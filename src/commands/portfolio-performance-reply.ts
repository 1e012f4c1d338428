import { type Block, bold, fields, type Reply, rich, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { EMPTY_PORTFOLIO } from "./portfolio-reply.ts";
import { cash, percent, utcDay } from "../core/format.ts";
import { moneyWeightedWords, namesOf, rateWords, signed } from "./portfolio-words.ts";
import type { BenchmarkFigures } from "./portfolio-benchmark.ts";
import type { PerformanceFacts } from "./portfolio-performance-facts.ts";
import { PERIODS } from "../portfolio/periods.ts";
import { sourceLine } from "./source-line.ts";

type Told = NonNullable<PerformanceFacts["told"]>;

const COINS = 6;

/** What a portfolio did, beside what else its money could have done, and who did it. */
export function performanceReply(facts: PerformanceFacts, call: Call): Reply {
  const { told, currency, range } = facts;
  if (!told) return EMPTY_PORTFOLIO;
  const { locale, now } = call;
  const { returns } = told;
  const amount = (value: number): string => cash(value, currency, locale);
  const from = returns.fromDay;
  const { line } = sourceLine([told], now);
  const blocks: Block[] = [
    fields({
      Value: `${amount(told.startValue)} → ${amount(told.endValue)}`,
      "Paid in, taken out": `${amount(told.paidIn)}, ${amount(told.takenOut)}`,
      Gain: `${signed(told.gain, currency, locale)}, simple ${rateWords(returns.simpleFraction, locale)}`,
      "Time-weighted": rateWords(returns.timeWeightedFraction, locale),
      "Money-weighted (XIRR)": moneyWeightedWords(returns, locale),
    }),
    beside(told, currency, locale),
    ...contributions(told, currency, locale),
    ...noted(told, range),
    ...picture(facts, told),
  ];
  return {
    title: `Your portfolio since ${from}`,
    blocks,
    ...(line === undefined ? {} : { footer: `${line} · UTC days` }),
    buttons: [
      ...PERIODS.map((period) => ({
        label: period === range ? `· ${period} ·` : period,
        command: "portfolio performance",
        input: { range: period },
      })),
      { label: "Portfolio", command: "portfolio", input: {} },
    ],
  };
}

/** What the same money would be worth in something else, and what that did by itself. */
function beside({ benchmarks, endValue }: Told, currency: string, locale: string): Block {
  const told = ({ priceReturnFraction, sameMoneyValue }: BenchmarkFigures): readonly string[] =>
    priceReturnFraction === undefined
      ? ["not known", ""]
      : [
          percent(priceReturnFraction, locale),
          sameMoneyValue === undefined ? "none left" : cash(sameMoneyValue, currency, locale),
        ];
  return {
    kind: "table",
    columns: [
      { label: "Beside", align: "left" },
      { label: "Its price", align: "right" },
      { label: "Same money", align: "right" },
    ],
    rows: [
      ...benchmarks.map((each) => [each.name, ...told(each)]),
      ["Portfolio", "", cash(endValue, currency, locale)],
    ],
  };
}

function contributions({ coins, layers }: Told, currency: string, locale: string): readonly Block[] {
  if (coins.length === 0) return [];
  const shown = coins.length <= COINS ? coins : [...coins.slice(0, COINS / 2), ...coins.slice(-COINS / 2)];
  const points = (fraction: number): string => `${percent(fraction, locale).replace("%", "")} pts`;
  const table: Block = {
    kind: "table",
    columns: [
      { label: coins.length <= COINS ? "Contribution" : "Most and least", align: "left" },
      { label: `Gain, ${currency}`, align: "right" },
      { label: "Of the return", align: "right" },
    ],
    rows: shown.map(({ name, gain, contributionFraction }) => [
      name,
      gain === undefined ? "" : signed(gain, currency, locale),
      points(contributionFraction),
    ]),
  };
  const byLayer = layers.slice(0, 5).map(({ name, contributionFraction }) => `${name} ${points(contributionFraction)}`);
  return [table, rich(bold("By layer"), `: ${byLayer.join(", ")}.`)];
}

/** What of it is not known, and where it begins later than asked. */
function noted(told: Told, range: PerformanceFacts["range"]): readonly Block[] {
  const { askedFromDay, returns, leftOut, notAsked, unanswered, withGaps, daysWithoutRate, benchmarks, costNotKnown } =
    told;
  const until = benchmarks.find(({ untilDay }) => untilDay !== undefined);
  const lines: readonly (string | false | undefined)[] = [
    askedFromDay !== undefined &&
      `${range} would begin on ${askedFromDay}; prices of the past are known from ${returns.fromDay} on.`,
    leftOut.length > 0 && `Left out for want of past prices: ${namesOf(leftOut)}.`,
    notAsked.length > 0 && `Not asked for yet, so press again: ${namesOf(notAsked)}.`,
    unanswered.length > 0 && `No answer about the past of ${namesOf(unanswered)}.`,
    withGaps.length > 0 && `The last price known stands in on days without one: ${namesOf(withGaps)}.`,
    daysWithoutRate > 0 && `No exchange rate for ${daysWithoutRate} days; those go by the day before.`,
    costNotKnown.length > 0 &&
      `What a part of it cost is not known, so the line of costs is without it: ${namesOf(costNotKnown)}.`,
    until && `${until.name}: to the close of ${until.untilDay ?? ""}.`,
  ];
  const said = lines.filter((line) => typeof line === "string");
  return said.length === 0 ? [] : [text(said.join("\n"))];
}

function picture(
  { currency }: PerformanceFacts,
  { valueOverTime, costOverTime, costNotKnown, source, asOf, startValue, endValue, returns }: Told,
): readonly Block[] {
  if (valueOverTime.length < 2) return [];
  const title = `Portfolio since ${returns.fromDay}`;
  const last = valueOverTime.at(-1)?.[0] ?? asOf;
  const isCostKnown = costNotKnown.length === 0;
  // A line along the bottom would say that all of it was for nothing.
  const hasCost = isCostKnown || costOverTime.some(([, cost]) => cost > 0);
  const cost = isCostKnown ? "Cost" : "Cost, as far as known";
  return [
    {
      kind: "chart",
      alt: `${title}: value from ${startValue.toFixed(2)} to ${endValue.toFixed(2)} ${currency} on ${utcDay(last)}${hasCost ? `, beside its ${cost.toLowerCase()}` : ""}`,
      chart: {
        kind: "line",
        title,
        unit: currency,
        series: [{ name: "Value", points: valueOverTime }, ...(hasCost ? [{ name: cost, points: costOverTime }] : [])],
        source,
        asOf,
      },
    },
  ];
}
