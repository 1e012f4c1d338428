/** The value axis: where its lines are and what stands beside them. */
export interface Scale {
  /** All drawn values are divided by this, so that the chart library computes with numbers of everyday size. */
  readonly divisor: number;
  /** Ends and spacing of the axis, after the division: about five lines. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** "×10⁻¹¹" where the labels leave it out, else empty. */
  readonly factor: string;
  /** What stands beside a line. @param drawn  after the division */
  readonly label: (drawn: number) => string;
}

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const superscript = (exponent: number): string =>
  (exponent < 0 ? "⁻" : "") + [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPT[Number(digit)]).join("");

/** Whole thousands have a letter; what is larger or smaller than people read gets a power of ten. */
export const LETTERS = [
  { size: 1e12, letter: "T" },
  { size: 1e9, letter: "B" },
  { size: 1e6, letter: "M" },
  { size: 1e3, letter: "K" },
] as const;

/** 1, 2 or 5 times a power of ten, so that a span has at most `lines` steps. */
function niceStep(span: number, lines: number): number {
  const raw = span / lines;
  const power = 10 ** Math.floor(Math.log10(raw));
  const times = [1, 2, 5, 10].find((each) => each * power >= raw * 0.999) ?? 10;
  return times * power;
}

/** How many decimals tell two values apart that differ by `step`. */
export const decimalsOf = (step: number): number => Math.min(20, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));

/**
 * An axis for values from `low` to `high`, both finite. A constant series gets room on both sides; values that are never
 * negative get no line below zero.
 */
export function createScale(low: number, high: number): Scale {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  // Below this, ten to its power cannot be computed with any more.
  const size = largest < 1e-300 ? 0 : largest;
  const isOdd = size !== 0 && (size < 1e-7 || size >= 1e15);
  const exponent = isOdd ? Math.floor(Math.log10(size)) : 0;
  const divisor = 10 ** exponent;
  const from = low / divisor;
  const to = high / divisor;
  // Differences smaller than a number of this size can hold would give steps of zero.
  const noise = (size / divisor) * 1e-12;
  const room = size === 0 ? 1 : to - from > noise ? (to - from) * 0.04 : Math.abs(size / divisor) * 0.02;
  const bottom = low >= 0 ? Math.max(0, from - room) : from - room;
  const top = high <= 0 && low < 0 ? Math.min(0, to + room) : to + room;
  const step = niceStep(top - bottom, 5);
  const min = Math.floor(bottom / step + 1e-9) * step;
  const max = Math.ceil(top / step - 1e-9) * step;
  const letter = isOdd
    ? undefined
    : LETTERS.find((each) => Math.max(-min, max) >= each.size * 10 && step >= each.size / 1000);
  const unit = letter?.size ?? 1;
  const decimals = decimalsOf(step / unit);
  const format = new Intl.NumberFormat("en", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: "negative",
  });
  return {
    divisor,
    min,
    max,
    step,
    factor: exponent === 0 ? "" : `×10${superscript(exponent)}`,
    label: (drawn) => format.format(drawn / unit) + (letter?.letter ?? ""),
  };
}
