/** One way to read digits as written, and the size of the last digit shown. */
export interface Reading {
  readonly value: number;
  readonly step: number;
}

/**
 * Text in which every digit is 0-9 and the marks around numbers are those of English and German keyboards, of the same length:
 * positions in it are positions in the text.
 */
export function plainNumerals(text: string): string {
  return text
    .replace(/\p{Nd}/gu, (digit) => (digit.length > 1 ? digit : toAscii(digit)))
    .replace(/[٫]/g, ".")
    .replace(/[٬]/g, ",")
    .replace(/[٪％﹪]/g, "%")
    .replace(/[\u2212\uFF0D\uFE63]/g, "-")
    .replace(/\uFF0B/g, "+")
    .replace(/(?<=\d)[’‘ʼ´](?=\d{3})/g, "'")
    .replace(/[\u00A0\u202F\u2009\u2007]/g, "\u00A0");
}

/** Digits of a script stand in a row of ten, zero first. */
function toAscii(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  for (let zero = point; zero >= point - 9; zero -= 1)
    if (!/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) || point - zero === 9) return String(point - zero);
  return digit;
}

/** Digits with what may stand between them: 1,234.56  1.234,56  1 234,56  1'234.56  1,23,456.78. */
export const NUMERAL = /\d{1,3}(?:[\u00A0 ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:'\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)*/;

/**
 * What digits as written may mean. "1.234" and "1,234" depend on the language: in English the comma groups and the point
 * divides; elsewhere both readings are given.
 */
export function readings(written: string, isEnglish: boolean): Reading[] {
  const digits = written.replace(/[\u00A0 ']/g, "");
  const marks = [...digits.matchAll(/[.,]/g)].map((match) => match[0]);
  const [last] = marks.slice(-1);
  if (last === undefined) return [whole(digits)];
  const other = last === "." ? "," : ".";
  if (marks.includes(other)) return [divided(digits.replaceAll(other, ""), last)];
  if (marks.length > 1) return [whole(digits)];
  const [before = "", after = ""] = digits.split(last);
  const asDivided = divided(digits, last);
  if (after.length !== 3 || before === "0" || before.length > 3) return [asDivided];
  if (!isEnglish) return [asDivided, whole(digits)];
  return [last === "," ? whole(digits) : asDivided];
}

const whole = (digits: string): Reading => ({ value: Number(digits.replace(/[.,]/g, "")), step: 1 });

function divided(digits: string, mark: string): Reading {
  const decimals = digits.length - digits.lastIndexOf(mark) - 1;
  return { value: Number(digits.replace(mark, ".")), step: 10 ** -decimals };
}

/** Short forms show three digits: where a language counts in myriads, "1000만" is filled up with zeros that it does not mean. */
export const shortForm = (reading: Reading): Reading => {
  const filler = 10 ** (Math.floor(Math.log10(Math.max(1, reading.value))) - 2);
  return reading.step === 1 && filler > 1 && reading.value % filler === 0 ? { ...reading, step: filler } : reading;
};

/** The size of the last digit that is not zero: 1,000 for 64,000. */
export function lastNonzeroStep({ value, step }: Reading): number {
  let size = step;
  const units = Math.round(Math.abs(value) / step);
  if (units === 0) return step;
  for (let rest = units; rest % 10 === 0; rest /= 10) size *= 10;
  return size;
}
