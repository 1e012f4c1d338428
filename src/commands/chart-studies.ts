import { bollinger, ema, rsi, sma } from "../market/indicators.ts";
import type { Candle, Studies } from "../core/reply.ts";
import { duration, money } from "../core/format.ts";
import { lastOfEach } from "../market/performance.ts";
import type { Points } from "../market/source.ts";
import { UserError } from "../core/errors.ts";

/** What people write, with the window that is meant where none is said; those that most charts begin with. */
const WINDOWS = { ma: 50, ema: 20, rsi: 14, bollinger: 20 } as const;
type StudyKind = keyof typeof WINDOWS;

const NAMES: Readonly<Record<StudyKind, string>> = { ma: "MA", ema: "EMA", rsi: "RSI", bollinger: "Bollinger" };
const ALIASES: Readonly<Record<string, StudyKind>> = {
  ma: "ma",
  sma: "ma",
  ema: "ema",
  rsi: "rsi",
  bollinger: "bollinger",
  bollingerband: "bollinger",
  bollingerbands: "bollinger",
};
const LONGEST_WINDOW = 200;
/** Lines over a price that can be told apart. */
const MOST_LINES = 4;
/** Bands lie so many standard deviations around their middle. */
const DEVIATIONS = 2;
/** Points of a study that the picture and a model's memory need: its lines are smooth. */
const POINTS = 80;

/** One thing to compute from a price. */
export interface Study {
  readonly kind: StudyKind;
  readonly window: number;
}

/** What a study says, in the answer's currency where it is a price. Without values where the history is too short. */
export interface StudyFacts {
  /** "EMA 20". */
  readonly name: string;
  readonly kind: StudyKind;
  /** Of how many prices, and how far apart they are. */
  readonly window: number;
  readonly intervalMs: number;
  readonly pricesNeededCount: number;
  readonly pricesCount: number;
  readonly lastPrice?: number;
  readonly lastUpperPrice?: number;
  readonly lastLowerPrice?: number;
  /** Relative strength, 0 to 100. */
  readonly lastStrength?: number;
  /** At most 80 each, oldest first. */
  readonly points?: Points;
  readonly upperPoints?: Points;
  readonly lowerPoints?: Points;
}

/**
 * A study as it is written: "ema", "ma50", "RSI (14)", "Bollinger Bands"; undefined for what is none.
 * @throws UserError for a window that cannot be computed
 */
export function readStudy(written: string): Study | undefined {
  const [, word = "", digits] = /^([a-z]+)(\d{1,4})?$/.exec(written.toLowerCase().replaceAll(/[\s(),_-]/g, "")) ?? [];
  const kind = Object.hasOwn(ALIASES, word) ? ALIASES[word] : undefined;
  if (!kind) return undefined;
  const window = digits === undefined ? WINDOWS[kind] : Number(digits);
  if (window < 2 || window > LONGEST_WINDOW)
    throw new UserError(`${NAMES[kind]} ${window} cannot be drawn.`, {
      hint: `It can look back on 2 to ${LONGEST_WINDOW} prices: ${kind}${WINDOWS[kind]}`,
    });
  return { kind, window };
}

/** Whether a study is named without its window, which may be the next word. */
export const isBareStudy = (word: string): boolean => Object.hasOwn(ALIASES, word.toLowerCase());

/** As a button and a model name it: "ema20". */
const studyWord = ({ kind, window }: Pick<Study, "kind" | "window">): string => `${kind}${window}`;

/** The field of a stored command that asks for the same studies; none for none. */
export const studyInput = (
  studies: readonly Pick<Study, "kind" | "window">[],
): { readonly studies?: readonly string[] } => (studies.length === 0 ? {} : { studies: studies.map(studyWord) });

/**
 * Each once, as many as can be told apart.
 * @throws UserError for a word that is none, or too many
 */
export function readStudies(words: readonly string[]): readonly Study[] {
  const read = words.map((word) => {
    const study = readStudy(word);
    if (study) return study;
    throw new UserError(`"${word}" is not something that I can draw over a price.`, {
      hint: "I know ma, ema, rsi and bollinger, with a number of prices if you like: ema20",
    });
  });
  const studies = read.filter((one, at) => read.findIndex((each) => studyWord(each) === studyWord(one)) === at);
  const lines = studies.filter(({ kind }) => kind === "ma" || kind === "ema").length;
  for (const kind of ["rsi", "bollinger"] as const)
    if (studies.filter((each) => each.kind === kind).length > 1)
      throw new UserError(`I draw one ${NAMES[kind]} at a time.`);
  if (lines > MOST_LINES) throw new UserError(`I draw at most ${MOST_LINES} averages over a price, not ${lines}.`);
  return studies;
}

/** The close of each candle. */
export const closesOf = (candles: readonly Candle[]): Points => candles.map(({ at, close }) => [at, close] as const);

/** How far apart most prices are. */
function intervalOf(points: Points): number {
  const gaps = points.slice(1).map(([at], index) => at - (points[index]?.[0] ?? at));
  return gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
}

/** What the studies say of prices, as a part of facts; nothing where none were asked for. @param points  all that are known, not thinned */
export const studied = (studies: readonly Study[], points: Points): { readonly studies?: readonly StudyFacts[] } =>
  studies.length === 0 ? {} : { studies: studyFacts(studies, points) };

function studyFacts(studies: readonly Study[], points: Points): readonly StudyFacts[] {
  const intervalMs = intervalOf(points);
  return studies.map(({ kind, window }) => {
    const head = {
      name: `${NAMES[kind]} ${window}${kind === "bollinger" ? `, ${DEVIATIONS}` : ""}`,
      kind,
      window,
      intervalMs,
      pricesNeededCount: kind === "rsi" ? window + 1 : window,
      pricesCount: points.length,
    };
    return { ...head, ...values({ kind, window }, points) };
  });
}

type Values = Omit<StudyFacts, "name" | "kind" | "window" | "intervalMs" | "pricesNeededCount" | "pricesCount">;

function values({ kind, window }: Study, points: Points): Values {
  if (kind === "bollinger") {
    const { upper, lower } = bollinger(points, window, DEVIATIONS);
    const [lastUpperPrice, lastLowerPrice] = [upper.at(-1)?.[1], lower.at(-1)?.[1]];
    if (lastUpperPrice === undefined || lastLowerPrice === undefined) return {};
    return {
      lastUpperPrice,
      lastLowerPrice,
      upperPoints: lastOfEach(upper, POINTS),
      lowerPoints: lastOfEach(lower, POINTS),
    };
  }
  const found = { ma: sma, ema, rsi }[kind](points, window);
  const last = found.at(-1)?.[1];
  if (last === undefined) return {};
  const shown = lastOfEach(found, POINTS);
  return kind === "rsi" ? { lastStrength: last, points: shown } : { lastPrice: last, points: shown };
}

/** What is drawn over and below the price; what has no value is left out. */
export function studiesDrawn(facts: readonly StudyFacts[]): Studies {
  const overlays = facts.flatMap(({ name, kind, points, upperPoints, lowerPoints }) => {
    if (upperPoints && lowerPoints)
      return [upperPoints, lowerPoints].map((each) => ({ name, points: each, look: "band" as const }));
    return points && kind !== "rsi" ? [{ name, points }] : [];
  });
  const strength = facts.find(({ kind }) => kind === "rsi");
  return {
    ...(overlays.length === 0 ? {} : { overlays }),
    ...(strength?.points ? { rsi: { name: strength.name, points: strength.points } } : {}),
  };
}

/** "EMA 20 $306.27", one for each study that has a value. */
export const studyWords = (facts: readonly StudyFacts[], currency: string, locale: string): readonly string[] =>
  facts.flatMap(({ name, lastPrice, lastUpperPrice, lastLowerPrice, lastStrength }) => {
    if (lastPrice !== undefined) return [`${name} ${money(lastPrice, currency, locale)}`];
    if (lastStrength !== undefined) return [`${name} at ${lastStrength.toFixed(1)} of 100`];
    if (lastUpperPrice === undefined || lastLowerPrice === undefined) return [];
    return [`${name} ${money(lastLowerPrice, currency, locale)} to ${money(lastUpperPrice, currency, locale)}`];
  });

/** Sentences about studies: what their numbers count, and which had too little to look back on. */
export function studyAsides(facts: readonly StudyFacts[]): readonly string[] {
  const short = facts.filter(({ pricesCount, pricesNeededCount }) => pricesCount < pricesNeededCount);
  const [shown] = facts.filter((each) => !short.includes(each));
  return [
    ...(shown && shown.intervalMs > 0 ? [`Windows count prices ${duration(shown.intervalMs)} apart.`] : []),
    ...short.map(
      ({ name, pricesNeededCount, pricesCount }) =>
        `${name} needs ${pricesNeededCount} prices; this time has ${pricesCount}.`,
    ),
  ];
}
