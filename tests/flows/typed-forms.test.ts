import { beforeAll, describe, expect, test } from "vitest";
import { aCall } from "../support/calls.ts";
import { openWholeDesk, type WholeDesk } from "../support/whole-desk.ts";
import { parseArguments } from "../../src/core/parse.ts";
import { plainText } from "../../src/core/plain.ts";

const VIRTUAL = "0x0b3e328455c4059eeb9e3f84b5543f74e24e7e1b";
let whole: WholeDesk;
beforeAll(async () => {
  whole = await openWholeDesk();
});

async function say(line: string): Promise<string> {
  const [name = "", ...rest] = line.split(" ");
  const command = whole.desk.commands.get(name);
  if (!command) throw new Error(`no command ${name}`);
  return plainText(await whole.desk.run(name, parseArguments(command, rest.join(" ")), aCall({ now: whole.clock() })));
}

describe("forms that people type", () => {
  test.each(["movers losers", "movers gainers 7d", "movers biggest losers in compute", "movers top gainers"])(
    "/%s shows both ends of a list",
    async (line) => expect(await say(line)).toMatch(/^Movers.*\n[\s\S]* up, \d+ down/),
  );

  test("a chain may stand before the contract", async () => {
    expect(await say(`token base ${VIRTUAL}`)).toBe(await say(`token ${VIRTUAL} on base`));
  });

  test.each(["funding btc eth", "funding btc, eth", "fees tao, near"])(
    "/%s is told that it is one at a time",
    async (line) => {
      const [command = "", first = ""] = line.replace(",", "").split(" ");
      expect(await say(line)).toContain(`This card is about one coin at a time. For example: /${command} ${first}`);
    },
  );

  test("a contract's price in another currency says that it is in dollars", async () => {
    expect(await say(`price ${VIRTUAL} in eur`)).toContain("Pools are priced in US dollars, not in EUR.");
    expect(await say(`chart ${VIRTUAL} 7d in eur`)).toContain("Pools are priced in US dollars, not in EUR.");
    expect(await say(`price ${VIRTUAL} gbp`)).toContain("Pools are priced in US dollars, not in GBP.");
    expect(await say(`price ${VIRTUAL}`)).not.toContain("Pools are priced");
  });

  test.each(["eth", "sol", "bsc", "bnb", "arb", "arbitrum", "op", "optimism", "polygon", "avax", "gnosis"])(
    "a listed coin is found at its contract on %s only where it is there",
    async (chain) => expect(await say(`coin ${chain}:${VIRTUAL}`)).not.toContain("Virtuals Protocol"),
  );

  test.each(["eth", "ethereum", "mainnet"])("a coin is found at its contract on %s", async (chain) => {
    expect(await say(`coin ${chain}:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48`)).toContain("USDC (USDC)");
  });
});
