import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type PortfolioDesk, portfolioDesk } from "../support/portfolio-desk.ts";

let portfolio: PortfolioDesk;

/** Five TAO and two ETH, on a Sunday at noon. */
beforeEach(async () => {
  portfolio = await portfolioDesk();
  await portfolio.say("portfolio add buy 5 TAO at 300 on 2026-01-01");
  await portfolio.say("portfolio add buy 2 ETH at 2000 on 2026-01-01");
});
afterEach(async () => {
  expect(portfolio.faults).toEqual([]);
  await portfolio.database.destroy();
});

const add = (line: string): Promise<string> => portfolio.read(`portfolio add ${line}`);

describe("what people type is entered", () => {
  test.each([
    ["buy 0.5btc", "Bought 0.5 BTC at $80,000.00 = $40,000.00"],
    ["buy .5 btc", "Bought 0.5 BTC"],
    ["buy btc 0.5", "Bought 0.5 BTC"],
    ["buy 0.5 btc @ 80k", "Bought 0.5 BTC at $80,000.00 = $40,000.00"],
    ["buy 1 bitcoin", "Bought 1 BTC"],
    ["buy 1 $TAO", "Bought 1 TAO"],
    ["buy 1k near", "Bought 1,000 NEAR"],
    ["buy 2x tao at 300", "Bought 2 TAO at $300.00 = $600.00"],
    ["bought two tao", "Bought 2 TAO"],
    ["bought a tao at 310", "Bought 1 TAO at $310.00"],
    ["buy TAO for 500", "Bought 1.66666666667 TAO at $300.00 = $500.00"],
    ["buy tao with 500", "Bought 1.66666666667 TAO at $300.00 = $500.00"],
    ["buy tao for 500 at 250", "Bought 2 TAO at $250.00 = $500.00"],
    ["buy tao for 500 eur", "TAO at €150.00 = €500.00"],
    ["buy 500$ tao", "Bought 1.66666666667 TAO at $300.00 = $500.00"],
    ["buy 2 tao at market", "(filled: price of 2026-03-01 12:00 UTC, CoinGecko)"],
    ["buy 2 tao for 300 each", "Bought 2 TAO at $300.00 = $600.00"],
    ["buy 2 tao at 300 total", "Bought 2 TAO at $150.00 = $300.00"],
    ["sell tao for 500", "Sold 1.66666666667 TAO at $300.00 = $500.00"],
    ["sell all tao", "Sold 5 TAO at $300.00 = $1,500.00"],
    ["sell everything tao", "Sold 5 TAO"],
    ["sell half my tao", "Sold 2.5 TAO"],
    ["sell 50% of my eth at 2100 on kraken", "Sold 1 ETH at $2,100.00 = $2,100.00, kraken"],
    ["sell 1 tao for 1 eth", "Swapped 1 TAO for 1 ETH"],
    ["bought 2 tao yesterday at 300", "Bought 2 TAO at $300.00 = $600.00 · 2026-02-28"],
    ["yesterday I bought 2 tao at 300", "Bought 2 TAO at $300.00 = $600.00 · 2026-02-28"],
    ["on 2026-02-01 bought 2 tao at 300", "· 2026-02-01"],
    ["I bought 2 tao for 600 yesterday on Kraken", "$600.00, Kraken · 2026-02-28"],
    ["bought 2 tao on 01.02.2026 at 300", "$600.00 · 2026-02-01"],
    ["buy 1 tao at 300 jan 5", "· 2026-01-05"],
    ["bought 2 tao 2 hours ago", "· 2026-03-01 10:00"],
    ["bought 0.1 btc on coinbase 2 days ago for 8000 fee 20", "fee $20.00, coinbase · 2026-02-27"],
    ["swap all eth for 5 tao", "Swapped 2 ETH for 5 TAO"],
    ["swap half my eth for 3 tao", "Swapped 1 ETH for 3 TAO"],
    ["swap 1 eth 6 tao", "Swapped 1 ETH for 6 TAO"],
    ["exchange 1 eth into 6 tao", "Swapped 1 ETH for 6 TAO"],
    ["trade 1 eth for 6 tao on uniswap", "Swapped 1 ETH for 6 TAO at $2,000.00 = $2,000.00, uniswap"],
    ["transfer in 3 eth", "Transfer in of 3 ETH"],
    ["transfer in 3 eth at 1500", "Transfer in of 3 ETH at $1,500.00 = $4,500.00"],
    ["received 1 eth from bob", "Transfer in of 1 ETH"],
    ["send 1 eth to bob", "Transfer out of 1 ETH"],
    ["withdraw 1 eth from kraken", "Transfer out of 1 ETH, kraken"],
    ["move 1 eth from kraken to ledger", "A move between your own accounts"],
    ["airdrop 500 near", "Received 500 NEAR by airdrop"],
    ["got 500 near airdrop", "Received 500 NEAR by airdrop"],
    ["airdropped 100 near on feb 3", "Received 100 NEAR by airdrop at $1.50 = $150.00 · 2026-02-03"],
    ["staking reward 0.1 tao", "Received 0.1 TAO from staking"],
    ["received 0.1 tao staking reward", "Received 0.1 TAO from staking"],
    ["earned 0.1 tao staking", "Received 0.1 TAO from staking"],
    ["earned 0.1 tao from staking", "Received 0.1 TAO from staking"],
    ["got 1 tao as a gift", "Was given 1 TAO"],
    ["gave 1 tao to ann", "Gave away 1 TAO"],
    ["fee 5", "Paid a fee of $5.00"],
    ["fee 5€", "Paid a fee of €5.00"],
    ["gas 0.01 eth", "Paid a fee of 0.01 ETH"],
    ["lost all my eth", "Lost 2 ETH"],
  ])("%s", async (line, says) => {
    expect(await add(line)).toContain(says);
  });

  test("money without a currency is one's own", async () => {
    await portfolio.say("portfolio settings currency:EUR");
    expect(await add("buy tao for 300")).toContain("Bought 2 TAO at €150.00 = €300.00");
    expect(await add("buy tao for 300 currency:usd")).toContain("Bought 1 TAO at $300.00 = $300.00");
    expect(await add("fee 5")).toContain("Paid a fee of €5.00");
  });

  test("how many coins money bought is said with the price that they were counted by, and kept with it", async () => {
    expect(await add("buy TAO for 500")).toContain(
      "How many is counted by the price of 2026-03-01 12:00 UTC, CoinGecko.",
    );
    expect((await portfolio.entries()).at(-1)).toMatchObject({
      note: "counted by the price of 2026-03-01 12:00 UTC, CoinGecko",
    });
  });
});

describe("what is not clear is asked, in the person's own words, and nothing is entered", () => {
  test.each([
    ["swap eth for tao", "How many ETH went, and what came in return: how many TAO?"],
    ["swap 1 eth for tao", "What came in return: how many TAO? For example: /portfolio add swap 1 ETH for 10 TAO"],
    ["swap eth to 5 tao", "How many ETH? For example: /portfolio add swap 2.5 ETH for 5 TAO"],
    ["swap 1 eth tao", "What came in return, and how much of it? For example: /portfolio add swap 1 eth for 10 tao"],
    ["convert 1 eth to tao", "how many TAO?"],
    ["buy", "Which coin, and how many?"],
    ["buy tao", "How many TAO? For example: /portfolio add buy 2.5 TAO"],
    ["sell TAO at 400", "How many TAO? For example: /portfolio add sell 2.5 TAO at 400"],
    ["sell all", "Which coin? For example: /portfolio add sell all TAO"],
    ["migrate agix", "How many AGIX?"],
    ["buy tao for 2 eth", 'How many coins? "2 eth" is neither a number of them nor money.'],
    ["buy 2 tao 300", 'Is 300 the price of one TAO, or of all together? Say "at 300" for one, "for 300" for all.'],
    ["buy 2 tao $300", "Is $300 the price of one TAO, or of all together?"],
    ["buy 2 tao at 300 fee", "How much was the fee?"],
    ["buy 2 tao at", "At what price?"],
    ["buy 2 tao at 300 and 1 eth at 2000", "more than one entry: send them one by one"],
    ["bought 2 TAO last week", '"last week" does not tell the day. Give it as 2026-03-01'],
    ["bought 2 tao in january at 300", '"in january" does not tell the day'],
    ["bought 2 tao on 1/2/2026", '"1/2/2026" is another day in one half of the world than in the other'],
    ["buy 1 tao tomorrow", "still to come"],
    ["deposit 500 usd", "USD is money, and only coins are kept here."],
    ["buy 0,5 btc", "Write it with a point: 0.5."],
    ["buy 1.000,5 near", "Write it with a point: 1000.5."],
    ["sell 10 tao", "you held 5 TAO, and this takes 10 TAO"],
    ["bought 1 tao for 300 usdt", "If you keep no USDT here, say it in money: for 300 USD."],
    ["2 tao", "What happened? Begin with buy, sell, swap"],
    ["1 eth for 6 tao", "What happened? Begin with buy, sell, swap"],
    ["byu 2 tao", 'I do not know what "byu" means here. Did you mean buy?'],
    ["stake 1 tao", "Coins that are staked stay yours"],
    ["staked 1 tao", "Coins that are staked stay yours"],
    ["short 2 tao", "no futures and no loans"],
    ["undo", "/portfolio undo"],
    ["transfer 3 eth", "Between which of your accounts"],
  ])("%s", async (line, says) => {
    expect(await add(line)).toContain(says);
    expect(await portfolio.entries()).toHaveLength(2);
  });
});
