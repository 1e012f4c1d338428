import { aCall } from "../support/calls.ts";
import { bench, describe } from "vitest";
import { manyCoins, seeded } from "../support/many-coins.ts";
import { testAssets } from "../support/market-desk.ts";

/**
 * What somebody waits for while they type, beside the least that a search can do: looking once at every name. Read the p99
 * column; a suggestion has to be there within 20 ms. `npx vitest bench --run tests/bench/asset-search.bench.ts`
 */
const coins = manyCoins(17_000);
const { assets } = await testAssets(coins);
const call = aCall();

const random = seeded(7);
const TYPED = Array.from({ length: 500 }, () => {
  const [, symbol = "", name = ""] = coins[Math.floor(random() * coins.length)] ?? [];
  const word = random() < 0.5 ? symbol : name;
  return word.slice(0, 1 + Math.floor(random() * word.length));
});
const names = coins.map(([, symbol, name]) => `${symbol} ${name}`.toLowerCase());

let at = 0;
const next = (): string => TYPED[at++ % TYPED.length] ?? "";

describe("17,000 assets", () => {
  bench("floor: a bare linear scan", () => {
    const typed = next();
    names.filter((name) => name.includes(typed)).slice(0, 25);
  });

  bench("suggest", () => {
    assets.suggest(next());
  });

  bench("suggest for one letter", () => {
    assets.suggest("a");
  });

  bench("suggest where nothing begins so", () => {
    assets.suggest("qqqqqq");
  });

  bench("one, known", async () => {
    await assets.one("bittensor", call);
  });

  bench("one, misspelt", async () => {
    await assets.one("bitensro", call).catch(() => undefined);
  });
});
