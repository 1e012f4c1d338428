/** A sentence or a line of a text, with the blanks that follow it: all of them joined are the text again. */
export interface Sentence {
  readonly text: string;
  readonly gap: string;
}

// Behind these a full stop ends no sentence.
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|approx|vs|ca|cf|nr|mr|mrs|ms|dr|inc|ltd|corp|co|etc|est|incl|excl|resp|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mio|mrd|bzw|z\.\s?b|d\.\s?h|u\.s|u\.k|a\.m|p\.m|fig|avg|тыс|млн|млрд|\p{L})\.$/iu;
// "1. TAO" opens a line of a list; "1. März" is a day.
const NUMBERED = /(?:^|\n)\s*\d{1,2}\.$/;
const DAY = /(?:^|\s)\d{1,2}\.$/;
const MONTH = /^(?:jan|feb|m[äa]r|apr|ma[ij]|jun|jul|aug|sep|o[kc]t|nov|de[zc])/i;

/** All of these are shorter: what is longer need not be looked at again and again. */
const TAIL = 24;
const isNumbered = (before: string): boolean => before.length <= TAIL && NUMBERED.test(before);

/** Cuts a text where sentences and lines end; a decimal point, an abbreviation or a list number ends none. */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  for (const match of text.matchAll(/(?:(?<![.!?…])[.!?…]+["'”’»)\]*_]*(?=\s|$)|[。！？]["'”’」』]*)(\s*)|(\n\s*)/gu)) {
    const end = match.index + match[0].length;
    const gap = match[1] ?? match[2] ?? "";
    const before = text.slice(start, end - gap.length);
    const tail = before.slice(-TAIL);
    const after = text.slice(end, end + TAIL);
    const isLineEnd = gap.includes("\n");
    if (!isLineEnd && (ABBREVIATION.test(tail) || isNumbered(before) || (DAY.test(tail) && MONTH.test(after))))
      continue;
    if (before.trim() !== "") sentences.push({ text: before, gap });
    start = end;
  }
  if (text.slice(start).trim() !== "") sentences.push({ text: text.slice(start), gap: "" });
  return sentences;
}
