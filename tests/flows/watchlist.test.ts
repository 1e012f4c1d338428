import { describe, expect, test } from "vitest";
import { peopleDesk } from "../support/people-desk.ts";
import { plainText } from "../../src/core/plain.ts";
import { WATCHLIST_LIMIT } from "../../src/commands/watchlist-facts.ts";

describe("a watchlist", () => {
  test("that is empty says how to begin", async () => {
    const ann = await (await peopleDesk()).person("Ann");
    const reply = await ann.say("watchlist");
    expect(plainText(reply)).toContain("Your watchlist is empty. /watchlist add TAO, NEAR begins it.");
    expect(reply.audience).toBe("caller");
    expect(await ann.read("watchlist remove")).toContain("empty");
    expect(await ann.read("watchlist chart")).toContain("nothing to draw");
  });

  test("shows price, day and week in the order added, and in another currency", async () => {
    const { person, faults } = await peopleDesk();
    const ann = await person("Ann");
    expect(await ann.read("watchlist add NEAR, TAO")).toContain("2 coins are on it now.");
    await ann.say("watchlist add BTC");
    const reply = await ann.say("watchlist");
    const [table] = reply.blocks;
    if (table?.kind !== "table") throw new Error("no table");
    expect(table.columns.map(({ label }) => label)).toEqual(["Coin", "Price, USD", "24 h", "7 d"]);
    expect(table.rows.map(([coin]) => coin)).toEqual(["NEAR", "TAO", "BTC"]);
    expect(table.rows.every((row) => row.every((cell) => cell !== ""))).toBe(true);
    expect(reply.footer).toContain("Source:");
    expect(await ann.read("watchlist eur")).toContain("EUR");
    expect(await ann.read("watchlist show eur")).toBe(await ann.read("watchlist eur"));
    expect(await ann.read("watchlist show")).toBe(await ann.read("watchlist"));
    expect(faults).toEqual([]);
  });

  test("takes what is clear, asks about what is not, says what it does not know, and says twice what is there", async () => {
    const { person } = await peopleDesk();
    const ann = await person("Ann");
    await ann.say("watchlist add TAO");
    const said = await ann.read("watchlist add TAO, NEAR, qqqqzzzzxx");
    expect(said).toContain("Added NEAR Protocol (NEAR). 2 coins are on it now.");
    expect(said).toContain("Already there: Bittensor (TAO).");
    expect(said).toContain("qqqqzzzzxx");
    const asking = await ann.say("watchlist add bittensr, BTC");
    expect(plainText(asking)).toContain("Added Bitcoin (BTC).");
    const option = asking.choices?.options.find(({ label }) => label.startsWith("Bittensor"))?.label ?? "none";
    expect(plainText(await ann.press(asking, option))).toContain("Already there: Bittensor (TAO).");
  });

  test("is for its owner alone also where a word is asked back about, or nothing is understood", async () => {
    const { person } = await peopleDesk();
    const ann = await person("Ann");
    const group = { chatId: "-100", isPublic: true };
    const asked = await ann.say("watchlist add bittensr", group);
    expect([asked.choices === undefined, asked.audience]).toEqual([false, "caller"]);
    expect((await ann.say("watchlist add", group)).audience).toBe("caller");
  });

  test("holds fifty, and no more", async () => {
    const { person, database } = await peopleDesk();
    const ann = await person("Ann");
    const user_id = ann.call().caller.userId;
    const rows = Array.from({ length: WATCHLIST_LIMIT - 1 }, (_, index) => ({
      user_id,
      asset_id: `gone-${index}`,
      position: index + 1,
      added_at: 1,
    }));
    await database.insertInto("watchlist").values(rows).execute();
    const said = await ann.read("watchlist add TAO, NEAR");
    expect(said).toContain("Added Bittensor (TAO). 50 coins are on it now.");
    expect(said).toContain("No room for NEAR Protocol (NEAR): a watchlist holds 50.");
  });

  test("loses what is removed by name, by the select or by Undo, also a coin that is listed no more", async () => {
    const { person, database } = await peopleDesk();
    const ann = await person("Ann");
    const added = await ann.say("watchlist add TAO, NEAR, BTC");
    expect(await ann.read("watchlist remove near, doge")).toContain("Removed NEAR Protocol (NEAR).");
    expect(await ann.read("watchlist remove near")).toContain("Not on your watchlist: near.");
    const select = await ann.press(await ann.say("watchlist"), "Remove");
    expect(select.choices?.options.map(({ label }) => label)).toEqual(["Bittensor (TAO)", "Bitcoin (BTC)"]);
    expect(plainText(await ann.press(select, "Bitcoin (BTC)"))).toContain(
      "Removed Bitcoin (BTC). One coin is on it now.",
    );
    const userId = ann.call().caller.userId;
    await database
      .insertInto("watchlist")
      .values({ user_id: userId, asset_id: "delisted", position: 9, added_at: 1 })
      .execute();
    expect(await ann.read("watchlist")).toContain("no price");
    expect(await ann.read("watchlist remove delisted")).toContain("Removed delisted.");
    expect(plainText(await ann.press(added, "Undo"))).toContain("Your watchlist is empty now.");
  });

  test("is its owner's alone until it is shared", async () => {
    const { person } = await peopleDesk();
    const [ann, bob] = [await person("Ann"), await person("Bob")];
    const group = { chatId: "-1", isPublic: true };
    await ann.say("watchlist add TAO");
    expect(await bob.read("watchlist")).toContain("Your watchlist is empty.");
    for (const line of ["watchlist", "watchlist add NEAR", "watchlist remove NEAR", "watchlist chart"])
      expect((await ann.say(line, group)).audience).toBe("caller");
    const shared = await ann.say("watchlist share", group);
    expect(shared.audience).toBeUndefined();
    expect(shared.title).toBe("Watchlist of Ann");
    expect(plainText(shared)).toContain("TAO");
    expect((await bob.say("watchlist share", group)).audience).toBe("caller-if-possible");
  });

  test("is drawn five at a time, for its owner alone, whatever range is pressed", async () => {
    const { person, faults } = await peopleDesk();
    const ann = await person("Ann");
    await ann.say("watchlist add BTC, ETH, SOL, TAO, NEAR, FET");
    const group = { chatId: "-1", isPublic: true };
    const drawn = await ann.press(await ann.say("watchlist", group), "Chart", group);
    const year = await ann.press(drawn, "1Y", group);
    for (const reply of [drawn, year]) {
      expect(reply.audience).toBe("caller");
      const chart = reply.blocks.find((block) => block.kind === "chart");
      if (chart?.kind !== "chart" || chart.chart.kind !== "performance") throw new Error("no picture");
      expect(chart.chart.series).toHaveLength(5);
    }
    expect(faults).toEqual([]);
  });
});
