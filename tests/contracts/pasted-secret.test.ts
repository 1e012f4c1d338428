import { describe, expect, test } from "vitest";
import { aCall } from "../support/calls.ts";
import { openWholeDesk } from "../support/whole-desk.ts";
import { plainText } from "../../src/core/plain.ts";

const HEX = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
const SEED = "abandon ability able about above absent absorb abstract absurd abuse access accident";
const REFUSAL = "That may be a private key or a seed phrase";

/** By name, and the part of it that must not be seen again. */
const SECRETS = [
  ["a key in hexadecimal", HEX, HEX.slice(-12)],
  ["a key with 0x behind a word", `key=0x${HEX}`, HEX.slice(-12)],
  ["a key in front of a colon", `${HEX}: mine`, HEX.slice(-12)],
  ["a Solana key pair", "5".repeat(88), "55555555"],
  ["a key file of Solana", `[${Array.from({ length: 64 }, () => 197).join(",")}]`, "197,197"],
  ["a key of Sui", `suiprivkey1${"q".repeat(59)}`, "qqqqqq"],
  ["an extended key", `xprv${"9".repeat(107)}`, "999999"],
  ["a seed phrase", SEED, "absurd"],
  ["a seed phrase with commas and numbers", SEED.split(" ").join(", 3. "), "absurd"],
  ["a seed phrase with a slip", SEED.replace("absent", "absnt"), "absurd"],
] as const;

describe.each(SECRETS)("%s", (_name, secret, part) => {
  test("is refused by every command and as a question, and nowhere repeated or logged", async () => {
    const { desk, clock, lines, faults } = await openWholeDesk();
    const call = aCall({ now: clock(), caller: { role: "owner" } });
    for (const name of [...desk.commands.keys(), secret.split(" ")[0] ?? ""]) {
      const said = JSON.stringify(await desk.run(name, { words: secret.split(/,\s*/) }, call));
      expect(said).toContain(REFUSAL);
      expect(said).not.toContain(part);
    }
    const answered = plainText(await desk.ask(`is this safe? ${secret} thanks`, call, () => undefined));
    expect(answered).toContain(REFUSAL);
    expect(answered).not.toContain(part);
    expect(JSON.stringify([lines, faults])).not.toContain(part);
  });
});

test.each([
  ["twelve tickers", "btc eth sol near tao render fet ondo link avax doge pepe"],
  ["a question in short words", "how did tao and near and render and fet perform this week in euro"],
  ["an address", "0x0b3e328455c4059eeb9e3f84b5543f74e24e7e1b"],
  ["the page of a pool with a long id", `https://www.geckoterminal.com/eth/pools/0x${HEX}`],
  ["a type of Sui", `0x${HEX}::coin::COIN`],
  ["a list of numbers", Array.from({ length: 30 }, (_, index) => index).join(", ")],
])("%s is no secret", async (_name, typed) => {
  const { desk, clock } = await openWholeDesk();
  const call = aCall({ now: clock() });
  expect(plainText(await desk.run("price", { assets: [typed] }, call))).not.toContain(REFUSAL);
  expect(plainText(await desk.ask(typed, call, () => undefined))).not.toContain(REFUSAL);
});
