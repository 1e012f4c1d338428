import { describe, expect, test } from "vitest";
import { anonymousCall } from "../../src/core/anonymous-call.ts";
import { peopleDesk } from "../support/people-desk.ts";
import { plainText } from "../../src/core/plain.ts";

const GROUP = { chatId: "-1", isPublic: true };

describe.each(["price", "chart", "coin"])("/%s without a name", (name) => {
  test("asks for one where there is nothing to go by", async () => {
    const ann = await (await peopleDesk()).person("Ann");
    expect(await ann.read(name)).toMatch(/Which coin\? For example: \/\w+ TAO/);
  });

  test("is about the last coin asked for, and then about the watchlist, and says so", async () => {
    const { person, faults } = await peopleDesk();
    const [ann, bob] = [await person("Ann"), await person("Bob")];
    await ann.say(`${name} NEAR`);
    const recent = await ann.read(name);
    expect(recent).toContain("NEAR");
    expect(recent).toContain("The last coin you asked for.");
    await ann.say("watchlist add TAO");
    const watched = await ann.read(name);
    expect(watched).toContain("Bittensor");
    expect(watched).toContain("Your watchlist.");
    expect(await bob.read(name)).toContain("Which coin?");
    expect(faults).toEqual([]);
  });

  test("reveals in public neither the watchlist nor what was asked elsewhere", async () => {
    const { person } = await peopleDesk();
    const ann = await person("Ann");
    await ann.say("watchlist add TAO");
    await ann.say("price NEAR");
    expect(await ann.read(name, GROUP)).toContain("Which coin?");
    await ann.say("price BTC", GROUP);
    const said = await ann.read(name, GROUP);
    expect(said).toContain("Bitcoin");
    expect(said).not.toContain("Bittensor");
    expect(await ann.read(name, { chatId: "-2", isPublic: true })).toContain("Which coin?");
  });

  test("means nothing to a model, which has to name the coin", async () => {
    const { person } = await peopleDesk();
    const ann = await person("Ann");
    await ann.say("price NEAR");
    expect(await ann.read(name, { surface: "agent" })).toContain("missing");
  });
});

test.each([
  ["chart 90D", "Bittensor (TAO)", "· 90D ·"],
  ["chart 1y candles", "Bittensor (TAO)", "Line"],
  ["chart ema", "EMA 20", "· 30D ·"],
  ["chart ema 10", "EMA 10", "· 30D ·"],
  ["chart rsi 7D", "RSI 14", "· 7D ·"],
  ["chart eur", "€", "· 30D ·"],
])("%s names no coin, so it is about the usual one", async (line, said, label) => {
  const { person } = await peopleDesk();
  const ann = await person("Ann");
  await ann.say("price TAO");
  const reply = await ann.say(line);
  expect(plainText(reply)).toContain(said);
  expect(plainText(reply)).toContain("The last coin you asked for.");
  expect(reply.buttons?.map((each) => each.label)).toContain(label);
});

test("what a model, a program or somebody unknown asks for, and a list of coins, is not remembered", async () => {
  const { person, database, desk, identify } = await peopleDesk();
  const ann = await person("Ann");
  await ann.say("price NEAR", { surface: "agent" });
  await ann.say("price NEAR", { surface: "mcp" });
  await ann.say("price NEAR, TAO");
  await ann.say("price qqqqzzzzxx");
  await desk.suggest("price", "assets", "ne", ann.call());
  await desk.lookUp(
    { command: "price", input: { assets: ["NEAR"] } },
    await anonymousCall(identify, { platform: "telegram", ...GROUP }, "en", 0),
  );
  expect(await database.selectFrom("recent_asset").selectAll().execute()).toEqual([]);
});

test("a watchlist that does not fit says how many more there are", async () => {
  const { person } = await peopleDesk();
  const ann = await person("Ann");
  await ann.say("watchlist add TAO, NEAR, BTC");
  expect(plainText(await ann.say("coin"))).toContain("The first of your watchlist; 2 more: /watchlist");
});

test.each(["price", "coin"])(
  "/%s and a currency alone is about the usual coin in it; without one the currency is no coin",
  async (name) => {
    const { person } = await peopleDesk();
    const ann = await person("Ann");
    expect(await ann.read(`${name} eur`)).not.toContain("The last coin you asked for.");
    await ann.say("price TAO");
    const said = await ann.read(`${name} eur`);
    expect(said).toContain("Bittensor");
    expect(said).toContain("€");
    expect(said).toContain("The last coin you asked for.");
  },
);
