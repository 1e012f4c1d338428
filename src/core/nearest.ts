/** Edits (insert, delete, replace, swap of neighbours) between two words; gives up above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? limit + 1;
}

/** The word that was probably meant: at most two slips away, one for words of up to four letters. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  const limit = wanted.length <= 4 ? 1 : 2;
  let best: { word: string; slips: number } | undefined;
  for (const word of known) {
    const slips = distance(wanted, word.toLowerCase(), limit);
    if (slips <= limit && (best === undefined || slips < best.slips)) best = { word, slips };
  }
  return best?.word;
}

/** How many are named as those that may have been meant. */
const FEW = 3;

/** The words that may have been meant, the likeliest first: such as hold it, or differ in a third of it, whole or in one of their parts. */
export function closest(typed: string, known: readonly string[]): readonly string[] {
  const wanted = typed.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const slipsTo = (word: string): number =>
    wanted.length >= 3 && word.includes(wanted)
      ? 0
      : Math.min(...[word, ...word.split(/[_ -]/)].map((part) => distance(wanted, part, limit)));
  return known
    .map((word) => ({ word, slips: slipsTo(word.toLowerCase()) }))
    .filter(({ slips }) => slips <= limit)
    .toSorted((a, b) => a.slips - b.slips)
    .slice(0, FEW)
    .map(({ word }) => word);
}
