/** The most that one call may write: an answer of 600 tokens, and what reasoning models think first, which servers count as output. */
export const OUTPUT_TOKENS = 2_000;
