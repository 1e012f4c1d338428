import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bare, type PortfolioDesk, portfolioDesk } from "../support/portfolio-desk.ts";
import { fieldsOf } from "../../src/core/fields.ts";
import { moneyText, quantityText } from "../../src/portfolio/amount.ts";
import { NOON } from "../support/calls.ts";
import { plainText } from "../../src/core/plain.ts";

const DAY_MS = 86_400_000;

let portfolio: PortfolioDesk;
let { say, read, press, entries }: PortfolioDesk = {} as PortfolioDesk;

beforeEach(async () => {
  portfolio = await portfolioDesk();
  ({ say, read, press, entries } = portfolio);
});

afterEach(async () => {
  expect(portfolio.faults).toEqual([]);
  await portfolio.database.destroy();
});

const one = async () => (await entries()).map(bare);
const held = async (asset: string): Promise<string> => {
  const { ledger } = await portfolio.book.open(portfolio.call());
  return quantityText(ledger.holdings.get(asset)?.quantity ?? 0n);
};

describe("/portfolio add", () => {
  test("answers with what was written, what is held now and at what average cost", async () => {
    const said = await read("portfolio add buy 2.5 TAO at 310 usd on 2026-02-01 fee 1 usd");
    expect(said).toMatchInlineSnapshot(`
      "#1 Bought 2.5 TAO at $310.00 = $775.00, fee $1.00 · 2026-02-01
      Without a time it stands at noon (UTC).
      You hold 2.5 TAO now, for $310.40 each on average."
    `);
    expect(await one()).toEqual([
      {
        kind: "buy",
        at: Date.UTC(2026, 1, 1, 12),
        asset: "bittensor",
        quantity: "2.5",
        value: { amount: "775", currency: "USD" },
        fee: { kind: "money", amount: "1", currency: "USD" },
      },
    ]);
  });

  test("is for the caller's eyes alone, and changes nobody else's portfolio", async () => {
    const other = portfolio.call({ userId: "user-2" });
    expect((await say("portfolio add buy 1 TAO at 300")).audience).toBe("caller");
    expect(await entries(other)).toEqual([]);
    expect(await read("portfolio activities", other)).toContain("is empty");
    expect(await read("portfolio remove 1", other)).toContain("There is no #1");
    expect(await read("portfolio undo", other)).toContain("nothing to take back");
  });

  test("fills a price that was not given with that day's close, and says from where", async () => {
    expect(await read("portfolio add buy 2 TAO on 2026-02-02")).toContain("(filled: close of 2026-02-02, DefiLlama)");
    expect(await read("portfolio add buy 10 NEAR")).toContain("(filled: price of 2026-03-01 12:00 UTC, CoinGecko)");
    expect((await one()).map((entry) => "value" in entry && entry.value)).toEqual([
      { amount: "600", currency: "USD", isFilled: true, filledFrom: "close of 2026-02-02, DefiLlama" },
      { amount: "15", currency: "USD", isFilled: true, filledFrom: "price of 2026-03-01 12:00 UTC, CoinGecko" },
    ]);
  });

  test("keeps an entry without a price where nobody knows one, and says how to give it", async () => {
    portfolio.market.isSilent = true;
    const said = await read("portfolio add buy 2 TAO on 2026-02-02");
    expect(said).toContain("price unknown");
    expect(said).toContain("/portfolio edit 1 price:310");
    expect(said).toContain("at a cost that is not known for all of it");
    expect(await read("portfolio edit 1 price:310")).toContain("for $310.00 each on average");
  });

  test.each([
    ["sell 1 TAO at 400", "Sold 1 TAO at $400.00", "4"],
    ["buy 1 TAO for 775 usd total", "Bought 1 TAO at $775.00", "6"],
    ["buy 1 TAO at $310", "Bought 1 TAO at $310.00", "6"],
    ["buy 2 TAO total 600 eur", "Bought 2 TAO at €300.00 = €600.00", "7"],
    ["sell 2 TAO for 500 NEAR", "Swapped 2 TAO for 500 NEAR", "3"],
    ["swap 2 TAO for 1000 FET yesterday", "Swapped 2 TAO for 1,000 FET", "3"],
    ["gift in 1 TAO", "Was given 1 TAO at $300.00", "6"],
    ["gift out 1 TAO to Bob", "Gave away 1 TAO", "4"],
    ["income 0.1 TAO staking", "Received 0.1 TAO from staking at $300.00", "5.1"],
    ["airdrop 0.1 TAO", "Received 0.1 TAO by airdrop", "5.1"],
    ["lost 1 TAO", "Lost 1 TAO", "4"],
    ["fee 0.01 TAO", "Paid a fee of 0.01 TAO", "4.99"],
    ["fee 5 usd", "Paid a fee of $5.00", "5"],
    ["transfer_in 3 TAO from Kraken", "Transfer in of 3 TAO", "8"],
    ["transfer out 3 TAO from Kraken", "Transfer out of 3 TAO, Kraken", "2"],
    ["buy 1,000.5 TAO at 1", "Bought 1,000.5 TAO", "1005.5"],
    ["buy 0.000000000000000001 TAO at 300", "Bought 0.000000000000000001 TAO", "5.000000000000000001"],
    ["bought 1 bittensor 3 days ago", "Bought 1 TAO at $300.00", "6"],
    ["buy TAO 1 at 300", "Bought 1 TAO", "6"],
    ["buy 1 TAO at 300 on Kraken", "Bought 1 TAO at $300.00 = $300.00, Kraken", "6"],
    ["buy 1 TAO at 300 on Kraken on 2026-02-01", "Bought 1 TAO at $300.00 = $300.00, Kraken · 2026-02-01", "6"],
    ["buy $600 of TAO at 200", "Bought 3 TAO at $200.00 = $600.00", "8"],
    ["buy 100 eur of TAO on 2026-02-02", "Bought 0.666666666667 TAO at €150.00 = €100.00", "5.666666666666666666"],
    ["sell 100 usd of TAO", "Sold 0.333333333333 TAO at $300.00 = $100.00", "4.666666666666666667"],
    ["sell all TAO at 400", "Sold 5 TAO at $400.00 = $2,000.00", "0"],
    ["sell all my TAO at 400 fee 0.5 TAO", "Sold 4.5 TAO at $400.00 = $1,800.00, fee 0.5 TAO", "0"],
    ["sell half of my TAO at 400", "Sold 2.5 TAO at $400.00", "2.5"],
    ["swap 10% TAO for 1000 FET", "Swapped 0.5 TAO for 1,000 FET", "4.5"],
  ])("reads %s", async (line, says, after) => {
    await say("portfolio add buy 5 TAO at 300 on 2026-01-01");
    expect(await read(`portfolio add ${line}`)).toContain(says);
    expect(await held("bittensor")).toBe(after);
  });

  test.each([
    ["buy 1 TAO on 2027-01-01", "still to come"],
    ["buy 1 TAO on 2026-02-30", '"2026-02-30" is no date'],
    ["buy 1 TAO on 2001-01-01", "before 2009"],
    ["buy -1 TAO", "more than zero"],
    ["buy 0 TAO", "more than zero"],
    ["buy 0.0000000000000000001 TAO", "18 places"],
    ["buy 0.0000000000000000001 TAO at 1", '"0.0000000000000000001" has more decimal places'],
    ["buy 2,5 TAO", "with a point: 2.5"],
    ["buy 1e30 TAO", "more than there can be"],
    ["buy lots TAO", '"lots" is not a number'],
    ["buy 1 TAO at 310 xyz", "is not a currency"],
    ["buy 1 TAO at -5", "below zero"],
    ["buy 1 XYZZY", 'I know no coin called "XYZZY"'],
    ["swap 1 TAO for 2 TAO", "Both sides are TAO"],
    ["swap 1 TAO", "What came in return?"],
    ["buy 1 TAO at 5 total:6", "but not both"],
    ["frob 1 TAO", 'I do not know what "frob" means here'],
    ["lost 1 TAO at 300", 'A loss has no "price"'],
    ["transfer 1 TAO from Kraken", "Between which of your accounts"],
    ["migrate 10 RNDR", "nothing to migrate"],
    ["migrate 10 TAO", "do not know what those became"],
    ["sell all TAO", "You held no TAO then"],
    ["transfer 1 TAO from Kraken to Ledger", "you held 0 TAO, and this moves 1 TAO"],
    ["transfer 1 TAO from Kraken to kraken", "nothing moved"],
    ["buy 2 TAO at -5", '"-5" is'],
    ["buy 2 TAO at 5 fee 1%", '"1%" is not a fee'],
    ["buy all TAO", "can only be told of coins that go"],
    ["sell 101% of TAO", '"101%" is not a number'],
    ["buy 0 usd of TAO", "more than zero"],
    ["buy 500 usd of TAO for 600", "not two amounts of money"],
    ["buy 500 usd of TAO on 2020-01-01", "How many TAO was that?"],
    ["buy 500 usd of TAO at 300 eur", "How many TAO was that?"],
    ["staking 500 usd of TAO", "cannot be told in money"],
    ["buy TAO", "How many TAO?"],
    ["buy 1 TAO on monday", '"monday" is no date'],
  ])("refuses %s, and writes nothing", async (line, says) => {
    expect(await read(`portfolio add ${line}`)).toContain(says);
    expect(await entries()).toEqual([]);
  });

  test("counts coins that were told in money by the day's close, and keeps by which", async () => {
    const said = await read("portfolio add buy $600 of TAO on 2026-02-02 note weekly");
    expect(said).toContain("#1 Bought 2 TAO at $300.00 = $600.00 · 2026-02-02");
    expect(said).toContain("How many is counted by the close of 2026-02-02, DefiLlama.");
    expect(await one()).toMatchObject([
      { quantity: "2", value: { amount: "600" }, note: "weekly, counted by the close of 2026-02-02, DefiLlama" },
    ]);
  });

  test("takes all of what was held then, whatever came in later, and of one account where it is named", async () => {
    await say("portfolio add buy 5 TAO at 300 on 2026-01-01 account:Kraken");
    await say("portfolio add buy 2 TAO at 300 on 2026-02-01 account:Ledger");
    expect(await read("portfolio add transfer all TAO from kraken to Safe")).toContain("Transfer out of 5 TAO, kraken");
    expect(await read("portfolio add sell all TAO at 400 on 2026-01-15")).toContain("Sold 5 TAO");
    expect(await held("bittensor")).toBe("2");
  });

  test("asks which coin is meant, and goes on with the answer", async () => {
    const asked = await say("portfolio add buy 2 WETH at 3000 on 2026-02-01");
    expect(plainText(asked)).toContain('"WETH" belongs to 2 coins');
    const [option] = asked.choices?.options ?? [];
    expect(plainText(await press(asked, option?.label ?? ""))).toContain("#1 Bought 2 WETH at $3,000.00");
    expect(await one()).toMatchObject([{ asset: "weth-base", at: Date.UTC(2026, 1, 1, 12) }]);
  });

  test("takes a time in the caller's own zone", async () => {
    await say("portfolio settings zone:Asia/Tokyo");
    expect(await read("portfolio add buy 1 TAO at 300 on 2026-02-01 09:30")).toContain("· 2026-02-01 09:30");
    expect(await one()).toMatchObject([{ at: Date.UTC(2026, 1, 1, 0, 30) }]);
  });

  test("has a typed field for everything that a line can say", async () => {
    const command = portfolio.desk.commands.get("portfolio add");
    const fields = fieldsOf(command!).map(({ name, required }) => `${name}${required ? "!" : ""}`);
    expect(fields.slice(0, 7)).toEqual(["kind!", "quantity!", "coin!", "price", "total", "currency", "date"]);
    const input = {
      kind: "buy",
      quantity: "2.5",
      coin: "TAO",
      price: "310",
      currency: "USD",
      date: "2026-02-01",
      fee: "1 USD",
    };
    await portfolio.desk.run("portfolio add", input, portfolio.call());
    await say("portfolio add buy 2.5 TAO at 310 usd on 2026-02-01 fee 1 usd");
    const [filledIn, typed] = await one();
    expect(filledIn).toEqual(typed);
  });
});

describe("more than is held", () => {
  test("is refused with how much was held when, and what to do", async () => {
    await say("portfolio add buy 2 TAO at 300 on 2026-02-01");
    const said = await read("portfolio add sell 5 TAO at 400 on 2026-02-03");
    expect(said).toContain("On 2026-02-03 you held 2 TAO, and this takes 5 TAO.");
    expect(said).toContain("/portfolio add transfer in 3 TAO");
    expect(await entries()).toHaveLength(1);
  });

  test("is refused for an entry of an earlier day that takes from a later one", async () => {
    await say("portfolio add buy 2 TAO at 300 on 2026-02-01");
    await say("portfolio add sell 2 TAO at 400 on 2026-02-10");
    const said = await read("portfolio add sell 1 TAO at 350 on 2026-02-05");
    expect(said).toContain("you would have held 1 TAO on 2026-02-10, and #2 (sell) took 2 TAO");
    expect(await entries()).toHaveLength(2);
  });

  test("is refused for coins that came only afterwards", async () => {
    await say("portfolio add buy 2 TAO at 300 on 2026-02-10");
    expect(await read("portfolio add swap 1 TAO for 100 NEAR on 2026-02-09")).toContain("you held 0 TAO");
  });

  test("is refused for a purchase that is taken away under a sale, unless both go", async () => {
    await say("portfolio add buy 2 TAO at 300 on 2026-02-01");
    await say("portfolio add sell 2 TAO at 400 on 2026-02-10");
    expect(await read("portfolio remove 1")).toContain(
      "Without that you would have held 0 TAO on 2026-02-10, and #2 (sell)",
    );
    expect(await read("portfolio edit 1 quantity:1")).toContain("#2 (sell) took 2 TAO");
    expect(await read("portfolio edit 1 date:2026-02-11")).toContain("#2 (sell) took 2 TAO");
    expect(await read("portfolio remove 1 2")).toContain("Removed:");
    expect(await entries()).toEqual([]);
  });

  test("is taken from a file, shown as missing, and is no reason to refuse what has nothing to do with it", async () => {
    const origin = { importId: "import-1", rowKey: "row-1" };
    const sale = { kind: "sell", at: NOON - DAY_MS, asset: "bittensor", quantity: "3", origin } as const;
    await portfolio.book.add([sale], portfolio.call(), () => ({}), "portfolio import");
    expect(await read("portfolio activities")).toContain("3 TAO of it missing");
    expect(await read("portfolio add buy 2 NEAR at 1")).toContain("Bought 2 NEAR");
    expect(await read("portfolio add buy 2 TAO at 300 on 2026-02-20")).toContain(
      "1 TAO left that nobody entered the arrival of",
    );
    expect(await read("portfolio undo")).toContain("Took back the /portfolio add");
  });
});

describe("coins that move", () => {
  test("between own accounts keep cost and date, and only the fee leaves", async () => {
    await say("portfolio add buy 5 TAO at 300 on 2026-02-01");
    const said = await read("portfolio add transfer 3 TAO from Kraken to Ledger fee 0.01 TAO on 2026-02-02");
    expect(said).toContain("between your own accounts");
    expect(said).toContain("You hold 4.99 TAO now, for $300.00 each on average.");
  });

  test("are refused with what is lacking, the fee in the same coin counted", async () => {
    await say("portfolio add buy 5 TAO at 300 on 2026-02-01");
    const said = await read("portfolio add transfer 5 TAO from Kraken to Ledger fee 0.5 TAO on 2026-02-02");
    expect(said).toContain("this moves 5 TAO and pays 0.5 TAO");
    expect(said).toContain("/portfolio add transfer in 0.5 TAO on 2026-02-02");
    expect(await one()).toHaveLength(1);
  });

  test("are one move where both halves name their accounts, within 20 hours and half a percent", async () => {
    await say("portfolio add buy 5 TAO at 300 on 2026-02-01");
    await say("portfolio add transfer out 3 TAO from Kraken on 2026-02-02 10:00");
    expect(await read("portfolio add transfer in 2.99 TAO from kraken on 2026-02-02 22:00")).toContain(
      "Together with #2",
    );
    expect(await held("bittensor")).toBe("4.99");
  });

  test.each([
    ["too much is missing", "transfer in 2.9 TAO from Kraken on 2026-02-02 11:00"],
    ["it took too long", "transfer in 3 TAO from Kraken on 2026-02-03 11:00"],
    ["another account is named", "transfer in 3 TAO from Binance on 2026-02-02 11:00"],
    ["no account is named", "transfer in 3 TAO on 2026-02-02 11:00"],
  ])("come from elsewhere at an unknown cost where %s", async (_why, line) => {
    await say("portfolio add buy 5 TAO at 300 on 2026-02-01");
    await say("portfolio add transfer out 3 TAO from Kraken on 2026-02-02 10:00");
    const said = await read(`portfolio add ${line}`);
    expect(said).toContain("unknown until you say it: /portfolio edit 3 price:310");
    await say("portfolio edit 3 price:310 acquired:2025-01-01");
    expect((await entries())[2]).toMatchObject({ acquiredAt: Date.UTC(2025, 0, 1, 12), value: { currency: "USD" } });
  });
});

describe("a half of a move that is changed", () => {
  const OUT = "portfolio add transfer out 3 TAO from Kraken on 2026-02-02 10:00";
  const unknown = "at a cost that is not known for all of it";
  beforeEach(async () => void (await say("portfolio add buy 5 TAO at 300 on 2026-02-01")));

  test("is one move with the other half that it fits now, by quantity or by day", async () => {
    await say(OUT);
    expect(await read("portfolio add transfer in 30 TAO from Kraken on 2026-02-02 11:00")).toContain(unknown);
    const said = await read("portfolio edit 3 quantity:3");
    expect(said).toContain("Together with #2 a move between your own accounts: cost and dates stay.");
    expect(said).toContain("You hold 5 TAO now, for $300.00 each on average.");
    expect(said).not.toContain("cost unknown");
    expect(await read("portfolio undo")).toContain(unknown);

    expect(await read("portfolio edit 3 quantity:3 date:2026-02-07")).toContain(unknown);
    expect(await read("portfolio edit 3 date:2026-02-02 12:00")).toContain("Together with #2");
  });

  test("that does not fit the other any more says so, and is one with it again when that is changed too", async () => {
    await say("portfolio add transfer 3 TAO from Kraken to Ledger on 2026-02-02");
    const parted = await read("portfolio edit 2 quantity:2");
    expect(parted).toContain("It does not fit #3 any more");
    expect(parted).toContain(unknown);
    const again = await read("portfolio edit 3 quantity:2");
    expect(again).toContain("Together with #2");
    expect(again).toContain("You hold 5 TAO now, for $300.00 each on average.");
  });

  test("is told to be one with it still, where nothing about that changed", async () => {
    await say("portfolio add transfer 3 TAO from Kraken to Ledger on 2026-02-02");
    expect(await read("portfolio edit 3 note:safe")).toContain("Together with #2");
  });

  test("is not joined with what happened at the same account, or with a half that has its other", async () => {
    await say(OUT);
    await say("portfolio add transfer in 3 TAO from Kraken on 2026-02-02 11:00");
    await say("portfolio add transfer in 30 TAO from Kraken on 2026-02-02 11:30");
    expect(await read("portfolio edit 4 quantity:3")).not.toContain("Together");
  });

  test("without an account is joined once its own is named", async () => {
    await say(OUT);
    await say("portfolio add transfer in 3 TAO on 2026-02-02 11:00");
    expect(await read("portfolio edit 3 note:x")).not.toContain("Together");
    expect(await read("portfolio edit 3 account:Ledger")).toContain("Together with #2");
  });
});

test("a token that became another takes cost and date along by the known ratio", async () => {
  await say("portfolio add buy 1200 AI16Z at 0.2 on 2025-11-01");
  const said = await read("portfolio add migrate 1200 ai16z on 2025-11-10");
  expect(said).toContain("Migrated 1,200 AI16Z into 7,200 ELIZAOS");
  const { ledger } = await portfolio.book.open(portfolio.call());
  const lots = ledger.holdings.get("elizaos")?.lots ?? [];
  expect(lots.map(({ acquiredAt, cost }) => [acquiredAt, moneyText(cost)])).toEqual([
    [Date.UTC(2025, 10, 1, 12), "240"],
  ]);
  await say("portfolio add buy 100 AGIX at 0.5 on 2024-06-01");
  expect(await read("portfolio add migrate 100 AGIX on 2024-07-02")).toContain("into 43.335 FET");
  await say("portfolio add buy 10 NEAR at 1 on 2025-01-01");
  expect(await read("portfolio add migrate 10 NEAR to 5 TAO on 2025-01-02")).toContain("into 5 TAO");
});

describe("/portfolio edit", () => {
  beforeEach(async () => void (await say("portfolio add buy 2 TAO at 300 on 2026-02-01 fee 1 usd")));

  test.each([
    [
      "price:320 date:2026-02-02 14:30",
      { at: Date.UTC(2026, 1, 2, 14, 30), value: { amount: "640", currency: "USD" } },
    ],
    ["at 320 eur on 2026-02-02", { at: Date.UTC(2026, 1, 2, 12), value: { amount: "640", currency: "EUR" } }],
    ["quantity:3", { quantity: "3", value: { amount: "900", currency: "USD" } }],
    ["quantity 3", { quantity: "3", value: { amount: "900", currency: "USD" } }],
    ["price to 320", { value: { amount: "640", currency: "USD" } }],
    ["the coin NEAR", { asset: "near", value: { amount: "600", currency: "USD" } }],
    ["currency:EUR", { value: { amount: "600", currency: "EUR" } }],
    ["coin:NEAR", { asset: "near", value: { amount: "600", currency: "USD" } }],
    ["fee:0.01 NEAR", { fee: { kind: "coin", asset: "near", quantity: "0.01" } }],
    ["account:Kraken note:my own words", { account: "Kraken", note: "my own words" }],
  ])("changes %s and nothing else", async (line, wanted) => {
    if (line.includes("0.01 NEAR")) await say("portfolio add buy 1 NEAR at 1 on 2026-01-01");
    const before = await one();
    await say(`portfolio edit 1 ${line}`);
    expect((await one())[0]).toMatchObject({ ...before[0], ...wanted });
    await say("portfolio undo");
    expect(await one()).toEqual(before);
  });

  test("takes a detail away with none", async () => {
    await say("portfolio edit 1 price:none fee:none");
    expect(await one()).toEqual([{ kind: "buy", at: Date.UTC(2026, 1, 1, 12), asset: "bittensor", quantity: "2" }]);
  });

  test("looks a filled price up again for another day, and leaves a stated one", async () => {
    await say("portfolio add buy 1 NEAR on 2026-02-02");
    expect(await read("portfolio edit 2 date:2026-02-05")).toContain("close of 2026-02-05");
    expect(await read("portfolio edit 1 date:2026-02-05")).toContain("$300.00");
  });

  test.each([
    ["99 price:1", "There is no #99"],
    ["1", "What should be changed?"],
    ["1 to_coin:NEAR", "has not coins that came in return"],
    ["1 date:2027-01-01", "still to come"],
    ["1 quantity:0", "more than zero"],
    ["1 quantity:1e400", "is not a number"],
    ["1 quantity:0.0000000000000000001", "18 places"],
    ["1 quantity:all", "is not a number"],
    ["1 price:-1", '"-1" is'],
    ["1 fee:1%", "is not a fee"],
  ])("refuses %s", async (line, says) => {
    const before = await entries();
    expect(await read(`portfolio edit ${line}`)).toContain(says);
    expect(await entries()).toEqual(before);
  });
});

describe("/portfolio undo", () => {
  test("has a button on every answer that changed something", async () => {
    const added = await say("portfolio add buy 2 TAO at 300");
    expect(plainText(await press(added, "Undo"))).toContain("Gone again:");
    expect(await entries()).toEqual([]);
    expect(await read("portfolio undo")).toContain("nothing to take back");
  });

  test("takes an import back as a whole", async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      kind: "buy" as const,
      at: NOON - index * 1_000,
      asset: "bittensor",
      quantity: "1",
      origin: { importId: "import-1", rowKey: `row-${index}` },
    }));
    await portfolio.book.add(many, portfolio.call(), () => ({}), "portfolio import");
    const said = await read("portfolio undo");
    expect(said).toContain("Took back the /portfolio import");
    expect(said).toContain("and 295 more");
    expect(await entries()).toEqual([]);
  });

  test("brings the very same entries back, whatever was done", async () => {
    const line = fc.oneof(
      fc
        .tuple(
          fc.constantFrom("buy", "sell", "gift out", "staking"),
          fc.integer({ min: 1, max: 9 }),
          fc.integer({ min: 1, max: 28 }),
        )
        .map(([kind, count, day]) => `add ${kind} ${count} TAO on 2026-02-${String(day).padStart(2, "0")}`),
      fc
        .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 9 }))
        .map(([number, count]) => `edit ${number} quantity:${count}`),
      fc.integer({ min: 1, max: 8 }).map((number) => `remove ${number}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
        const fresh = await portfolioDesk();
        const states = [await fresh.entries()];
        for (const each of lines)
          if (/^(#|Changed:|Removed:)/.test(await fresh.read(`portfolio ${each}`))) states.push(await fresh.entries());
        for (const before of states.toReversed().slice(1)) {
          await fresh.say("portfolio undo");
          expect(await fresh.entries()).toEqual(before);
        }
        expect(fresh.faults).toEqual([]);
        await fresh.database.destroy();
      }),
      { numRuns: 12 },
    );
  });
});

test("a call that is delivered again changes nothing, and gets the same answer", async () => {
  const once = portfolio.call({ key: "telegram:1:77" });
  const first = await read("portfolio add buy 2 TAO at 300", once);
  portfolio.market.isSilent = true;
  expect(await read("portfolio add buy 2 TAO at 300", once)).toBe(first);
  expect(await entries()).toHaveLength(1);
  const again = portfolio.call({ key: "telegram:1:78" });
  const [undone, repeated] = [await read("portfolio undo", again), await read("portfolio undo", again)];
  expect(repeated).toBe(undone);
  await say("portfolio add buy 1 TAO at 300");
  await read("portfolio undo", again);
  expect(await entries()).toHaveLength(1);
});

test("of two devices that sell all at the same moment one is told that nothing is left", async () => {
  await say("portfolio add buy 5 TAO at 300 on 2026-02-01");
  const sellAll = (key: string): Promise<string> => read("portfolio add sell all TAO at 400", portfolio.call({ key }));
  const replies = await Promise.all(["one", "two"].map(sellAll));
  expect(replies.filter((reply) => reply.includes("Sold 5 TAO"))).toHaveLength(1);
  expect(replies.filter((reply) => reply.includes("you held 0 TAO"))).toHaveLength(1);
  expect(await entries()).toHaveLength(2);
  const sold = replies.findIndex((reply) => reply.includes("Sold 5 TAO"));
  expect(await sellAll(["one", "two"][sold] ?? "")).toBe(replies[sold]);
});

test("two changes at the same moment are both there", async () => {
  await Promise.all(["1", "2", "3", "4"].map((count) => say(`portfolio add buy ${count} TAO at 300`)));
  expect(await held("bittensor")).toBe("10");
  const sales = await Promise.all(["6", "7"].map((count) => read(`portfolio add sell ${count} TAO at 300`)));
  expect(sales.filter((said) => said.includes("you held"))).toHaveLength(1);
});

describe("/portfolio activities", () => {
  test("lists the newest first, with numbers, by pages and by coin", async () => {
    for (let day = 1; day <= 9; day += 1) await say(`portfolio add buy ${day} NEAR at 1 on 2026-02-0${day}`);
    await say("portfolio add buy 1 TAO at 300 on 2026-02-05");
    const first = await say("portfolio activities");
    expect(plainText(first)).toMatch(/^Your activities\n\n#9 Bought 9 NEAR[^]*page 1 of 2/);
    const second = await press(first, "Older");
    expect(plainText(second)).toContain("#1 Bought 1 NEAR");
    expect(plainText(await press(second, "Newer"))).toBe(plainText(first));
    expect(await read("portfolio activities TAO")).toContain("1 entry · page 1 of 1");
    expect(await read("portfolio activities 2")).toBe(plainText(second));
    expect(await read("portfolio activities SOL")).toContain('no "SOL" in your portfolio');
  });
});

describe("/portfolio settings", () => {
  test("shows what is set, and computes everything by what is chosen", async () => {
    await say("portfolio add buy 1 TAO at 100 on 2026-02-01");
    await say("portfolio add buy 1 TAO at 200 on 2026-02-02");
    await say("portfolio add sell 1 TAO at 300 on 2026-02-03");
    const gain = async () => moneyText((await portfolio.book.open(portfolio.call())).ledger.sums.gain);
    expect(await gain()).toBe("200");
    const shown = await say("portfolio settings");
    expect(plainText(shown)).toContain("Method: fifo, oldest first");
    expect(plainText(await press(shown, "lifo"))).toContain("Method: lifo, newest first");
    expect(await gain()).toBe("100");
    await press(shown, "EUR");
    expect(await gain()).toBe("50");
    const { unconverted, settings } = await portfolio.book.open(portfolio.call());
    expect([unconverted, settings]).toEqual([[], { method: "lifo", currency: "EUR", zone: "UTC" }]);
  });

  test("a rate of the day is asked for once and kept", async () => {
    await say("portfolio settings currency:EUR");
    await say("portfolio add buy 1 TAO at 100 usd on 2026-02-01");
    await portfolio.book.open(portfolio.call());
    const asked = portfolio.market.asked.filter((what) => what.startsWith("history bitcoin")).length;
    await say("portfolio add buy 1 TAO at 200 usd on 2026-02-01");
    await portfolio.book.open(portfolio.call());
    expect(portfolio.market.asked.filter((what) => what.startsWith("history bitcoin"))).toHaveLength(asked);
  });

  test("a rate that was not to be had is named, and asked for again after a while", async () => {
    await say("portfolio add buy 1 TAO at 100 eur on 2026-02-01");
    await portfolio.database.deleteFrom("day_rate").execute();
    portfolio.market.isSilent = true;
    await say("portfolio settings currency:GBP");
    expect((await portfolio.book.open(portfolio.call())).unconverted).toEqual([1]);
    expect(await read("portfolio activities")).toContain("no exchange rate of that day");
    portfolio.market.isSilent = false;
    portfolio.pass(11 * 60_000);
    const { unconverted, ledger } = await portfolio.book.open(portfolio.call());
    expect([unconverted, moneyText(ledger.sums.paid)]).toEqual([[], "160"]);
  });

  test.each([
    ["currency:BTC", "BTC is a coin"],
    ["currency:EURO1", "not a currency"],
    ["zone:Mars/Base", "no time zone"],
    ["hififo", '"method" can be fifo'],
  ])("refuses %s", async (line, says) => {
    expect(await read(`portfolio settings ${line}`)).toContain(says);
  });

  test.each([
    ["eur", "fifo EUR UTC"],
    ["HIFO", "hifo USD UTC"],
    ["Europe/Berlin", "fifo USD Europe/Berlin"],
    ["method lifo", "lifo USD UTC"],
    ["set currency to eur", "fifo EUR UTC"],
    ["average, gbp, berlin", "average GBP Europe/Berlin"],
    ["method hifo currency eur zone New York", "hifo EUR America/New_York"],
    ["zone New York method lofo", "lofo USD America/New_York"],
  ])("understands %s", async (line, wanted) => {
    await say(`portfolio settings ${line}`);
    const { method, currency, zone } = (await portfolio.book.open(portfolio.call())).settings;
    expect(`${method} ${currency} ${zone}`).toBe(wanted);
  });

  test.each(["foo", "method foo", "eur usd", "hifo foo"])("changes nothing by %s", async (line) => {
    expect(await read(`portfolio settings ${line}`)).not.toContain("Settings changed");
    expect((await portfolio.book.open(portfolio.call())).settings).toEqual({
      method: "fifo",
      currency: "USD",
      zone: "UTC",
    });
  });

  test("takes a city for its zone", async () => {
    expect(await read("portfolio settings zone:berlin")).toContain("Time zone: Europe/Berlin");
  });
});
