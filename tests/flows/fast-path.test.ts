import { describe, expect, test } from "vitest";
import { isCurrencyCode } from "../../src/agent/currencies.ts";
import { convert } from "../../src/commands/convert.ts";
import { price } from "../../src/commands/price.ts";
import { plainText } from "../../src/core/plain.ts";
import { createPhrases } from "../../src/phrases/phrases.ts";
import { aCall, NOON } from "../support/calls.ts";
import { adminOnly, echo, tally } from "../support/desk.ts";
import { fastDesk } from "../support/fast-desk.ts";
import { testAssets } from "../support/market-desk.ts";

const quiet = (): void => undefined;

/** Real commands over a stand-in market, behind the real grammar. */
async function marketLane() {
  const { assets } = await testAssets();
  const quotes = {
    of: async (asked: readonly { readonly id: string }[], currency: string) =>
      new Map(
        asked.map((asset) => [
          asset.id,
          { asset, currency, price: 324.94, source: "CoinGecko", asOf: NOON - 40_000, isStale: false },
        ]),
      ),
    week: async () => undefined,
  };
  const rates = {
    isCurrency: (code: string) => isCurrencyCode(code.toUpperCase()) && !["BTC", "ETH"].includes(code.toUpperCase()),
    currencies: () => ["USD", "EUR"],
    rate: async () => undefined,
  };
  const parts = { assets, quotes, rates, currency: "USD" } as never;
  const list = [price(parts), convert(parts), adminOnly, tally()];
  return fastDesk(
    list,
    createPhrases({ names: assets, sector: noSector, rates, commands: new Map(list.map((each) => [each.name, each])) }),
  );
}

const noSector = { isProject: () => false, isLayer: () => false };

describe("a plain look-up typed as text", () => {
  test.each(["price of tao", "$TAO", "tao", "hey bot, price of TAO please 🚀", "2.5 tao in usd", "kurs von tao"])(
    "%s is answered with figure and source, and the model is not asked",
    async (message) => {
      const { desk, asked, served, faults } = await marketLane();
      const reply = await desk.ask(message, aCall(), quiet);
      expect(plainText(reply)).toMatch(/\$324\.94|\$812\.35/);
      expect(reply.footer).toContain("CoinGecko");
      expect(asked).toEqual([]);
      expect(served).toMatchObject([{ command: message.startsWith("2.5") ? "convert" : "price", outcome: "answered" }]);
      expect(faults).toEqual([]);
    },
  );

  test("is the command itself: the same reply as its own", async () => {
    const { desk } = await marketLane();
    expect(await desk.ask("price of tao in eur", aCall(), quiet)).toEqual(
      await desk.run("price", { assets: ["tao"], currency: "EUR" }, aCall()),
    );
  });

  test("a name of several coins asks which one", async () => {
    const { desk, asked } = await marketLane();
    const reply = await desk.ask("price of arc", aCall(), quiet);
    expect(reply.choices?.options.length).toBeGreaterThan(1);
    expect(asked).toEqual([]);
  });

  test("what is wrong in it is said by the command", async () => {
    const { desk, asked } = await marketLane();
    const reply = await desk.ask("how much is -3 TAO", aCall(), quiet);
    expect(plainText(reply)).toContain('more than zero, not "-3"');
    expect(asked).toEqual([]);
  });

  test("the agent hears of it, so that a question after it is understood; not of one that failed", async () => {
    const { desk, remembered } = await marketLane();
    await desk.ask("$TAO", aCall(), quiet);
    await desk.ask("how much is -3 TAO", aCall(), quiet);
    expect(remembered).toEqual(["$TAO"]);
  });

  test("an answer that cannot be remembered is given all the same", async () => {
    const failing = fastDesk([echo], () => ({ command: "echo", input: { words: ["a"] } }), {
      remember: async () => {
        throw new Error("no room");
      },
    });
    expect(plainText(await failing.desk.ask("x", aCall(), quiet))).toContain("a");
    expect(failing.faults).toHaveLength(1);
  });

  test("in a public place the same holds", async () => {
    const { desk, asked } = await marketLane();
    const group = aCall({ place: { isPublic: true, chatId: "group-1" } });
    expect(plainText(await desk.ask("$TAO", group, quiet))).toContain("$324.94");
    await desk.ask("near me", group, quiet);
    expect(asked).toEqual(["near me"]);
  });
});

describe("what is more than a look-up goes to the agent", () => {
  test.each(["why is tao down?", "should I buy tao", "near me", "gm", "price of toa", "locked", "tally add"])(
    "%s",
    async (message) => {
      const { desk, asked } = await marketLane();
      expect(plainText(await desk.ask(message, aCall(), quiet))).toBe("the agent");
      expect(asked).toEqual([message]);
    },
  );

  test("whatever the grammar makes of it, only what all may read is run", async () => {
    for (const command of ["locked", "tally add", "nowhere"]) {
      const { desk, asked } = fastDesk([adminOnly, tally()], () => ({ command, input: {} }));
      await desk.ask("x", aCall(), quiet);
      expect(asked).toEqual(["x"]);
    }
  });

  test("a fault of the grammar is reported, and the question answered all the same", async () => {
    const { desk, asked, faults } = fastDesk([], () => {
      throw new Error("broken");
    });
    await desk.ask("price of tao", aCall(), quiet);
    expect(asked).toEqual(["price of tao"]);
    expect(faults).toHaveLength(1);
  });
});

describe("/price of something that is no name", () => {
  test("says so", async () => {
    const { desk } = await marketLane();
    expect(plainText(await desk.run("price", { assets: ["|{}.!"] }, aCall()))).toContain("There is no name in");
  });
});
