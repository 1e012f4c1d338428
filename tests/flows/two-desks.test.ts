import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BOT_ID, CHANNEL_ID, textOf } from "../stand-ins/discord-world.ts";
import { type BothDoors, openBothDoors } from "../support/both-doors.ts";

const WAIT = { timeout: 10_000, interval: 20 };

/** Two whole desks; what one of them writes, the other is shown as the post of a bot. */
let one: BothDoors;
let two: BothDoors;
beforeEach(async () => {
  [one, two] = await Promise.all([openBothDoors(), openBothDoors()]);
});
afterEach(async () => {
  await one.close();
  await two.close();
});

test("on Telegram neither of two desks in a group answers the other, whatever it writes and however", async () => {
  const sides = [one, two].map(({ telegram }) => ({
    telegram,
    group: telegram.group("Both"),
    ann: telegram.person("Ann"),
    other: telegram.person("Other desk", { is_bot: true }),
  }));
  for (const { telegram, group, ann } of sides) {
    telegram.readsAll = true;
    telegram.setStatus(group, ann, "creator");
    telegram.say(group, ann, "/settings set cashtags on");
    await telegram.shown("$CASHTAGS", group);
    telegram.say(group, ann, "/price TAO");
    await telegram.shown("Bittensor", group);
  }
  for (const [index, { telegram, group, other, ann }] of sides.entries()) {
    const theirs = sides[1 - index];
    if (!theirs) throw new Error("nobody");
    const ours = telegram.ours(group);
    const before = ours.length;
    const written = [
      ...theirs.telegram.ours(theirs.group).map(({ text }) => text),
      "/price TAO",
      "@WestboundTestBot tao",
      "$TAO",
    ];
    for (const text of written) {
      telegram.say(group, other, text);
      const last = ours.at(-1);
      const said = telegram.say(group, other, text, last ? { replyTo: last } : {});
      telegram.push({ edited_message: { ...telegram.toMessage(said), edit_date: said.date } });
      // A person sends the other desk's inline result.
      telegram.say(group, ann, text, { more: { via_bot: other } });
    }
    telegram.say(group, ann, "/price NEAR");
    await telegram.shown("NEAR Protocol", group);
    expect(telegram.ours(group)).toHaveLength(before + 1);
  }
}, 40_000);

test("on Discord neither of two desks in a channel answers the other, nor a webhook", async () => {
  for (const [mine, theirs] of [
    [one, two],
    [two, one],
  ] as const) {
    const { discord } = mine;
    const first = discord.slash("ann", "guild", "price", { assets: "TAO" });
    await vi.waitFor(() => expect(first.original?.isLoading).toBe(false), WAIT);
    const before = discord.messages().length;
    const written = [...theirs.discord.messages().map(textOf), "tao", "$TAO", "/price TAO"];
    for (const text of written) {
      const words = `<@${BOT_ID}> ${text}`;
      const repliesTo = first.original?.id ?? "";
      discord.message("robo", "guild", text);
      discord.message("robo", "guild", words);
      discord.message("robo", "guild", words, { repliesTo });
      discord.message("ann", "guild", words, { more: { webhook_id: "777777777777777771" } });
      discord.gateway.dispatch("MESSAGE_UPDATE", {
        id: repliesTo,
        channel_id: CHANNEL_ID,
        content: words,
        author: { id: "777777777777777772", username: "other", bot: true },
      });
    }
    const last = discord.slash("ann", "guild", "price", { assets: "NEAR" });
    await vi.waitFor(() => expect(last.original?.isLoading).toBe(false), WAIT);
    expect(discord.messages()).toHaveLength(before + 1);
    const open = mine.database.selectFrom("incoming_request").select("key").where("closed_at", "is", null);
    expect(await open.execute()).toEqual([]);
  }
}, 40_000);
