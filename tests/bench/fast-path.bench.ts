import { bench, describe } from "vitest";
import { manyCoins } from "../support/many-coins.ts";
import { LOOK_UPS, testPhrases } from "../support/phrases.ts";

/**
 * What the grammar costs, over 17,000 coins, beside the least that any recogniser does: one regular expression per message.
 * Read the p99 column; the whole of it has to stay under 5 ms. `npx vitest bench --run tests/bench/fast-path.bench.ts`
 */
const phrase = await testPhrases(LOOK_UPS, manyCoins(17_000));

const LOOKED_UP = [
  "price of tao",
  "$TAO",
  "tao in eur",
  "2.5 near to usd",
  "eth vs sol 30d chart",
  "chart tao 7d candles",
  "what's the market doing",
  "top movers 7d",
  "hey bot, can you show me the tao chart for the last 90 days pls",
];
const TALK = [
  "should I buy tao or wait until the market has settled a little",
  "why is near down today, and what are people saying about it?",
  "tell me a story about a cat who lived near the sea and loved to render pictures",
  "will the price of tao reach 1000 in eur before the end of the year",
];
const LONG = "tao, near vs ".repeat(6);
const FLOOR = /^\s*(?:price|chart|convert)\s+(?:of\s+)?(\$?\w+)(?:\s+in\s+(\w+))?[?!.\s]*$/i;

let at = 0;
const next = (from: readonly string[]): string => from[at++ % from.length] ?? "";

describe("one message", () => {
  bench("floor: one regular expression", () => {
    FLOOR.exec(next(LOOKED_UP));
  });

  bench("a look-up", () => {
    phrase(next(LOOKED_UP));
  });

  bench("talk, left to the agent", () => {
    phrase(next(TALK));
  });

  bench("the worst: a long list that fits almost", () => {
    phrase(LONG);
  });
});
