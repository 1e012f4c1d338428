const LONGEST = 80;
const MOST_WORDS = 12;

/** More than one thing is asked, or something to think about. */
const LARGE =
  /(?<!\p{Letter})(?:and|or|vs|versus|then|but|if|why|how come|explain|compare|comparison|difference|better|best|should|summar\p{Letter}*|analy\p{Letter}*|think|thesis|story|plan|because|und|oder|warum|vergleich\p{Letter}*|y|o|por qu[eé]|compar\p{Letter}*|et|ou|pourquoi|e|perch[eé]|ve|neden)(?!\p{Letter})|[,;&+\n]|[?!].*[?!]/iu;

/** It leans on what was said before. */
const FOLLOW_UP =
  /(?<!\p{Letter})(?:it|its|that|this|those|these|them|they|same|again|instead|more|other|one|about|also|too|es|das|auch|nochmal|eso|otra|ça|aussi)(?!\p{Letter})/iu;

/**
 * Whether a small model can be trusted with a question: short, of one look-up, leaning on nothing that was said. Code decides;
 * in doubt the large model is asked.
 */
export function isSmallQuestion(question: string, hasPast: boolean): boolean {
  const asked = question.trim();
  const words = asked.split(/\s+/);
  if (asked.length > LONGEST || words.length > MOST_WORDS) return false;
  // Words are not told apart in scripts that these lists do not know.
  if (/(?!\p{Script=Latin})\p{Letter}/u.test(asked)) return false;
  if (LARGE.test(asked)) return false;
  return !hasPast || (words.length > 2 && !FOLLOW_UP.test(asked));
}
