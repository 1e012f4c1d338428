import { afterEach, expect, test, vi } from "vitest";
import { BOT_ID, textOf } from "../stand-ins/discord-world.ts";
import { openDiscordWhole } from "../support/discord-whole.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Options {
  /** The switch in the developer portal. */
  readonly portal: "on" | "off";
  /** DISCORD_MESSAGE_CONTENT. */
  readonly messageContent: "on" | "off";
}

/** The whole desk behind a Discord door. */
async function open({ portal, messageContent }: Options) {
  const closed: string[] = [];
  const door = await openDiscordWhole({ portal, messageContent, onClosed: (reason) => closed.push(reason) });
  closing.push(() => door.close());
  const { whole, discord, adapter, log, health, shown } = door;
  /** Messages of ours once all that was said before has been heard. */
  const answers = async () => {
    const before = discord.world.interactions.length;
    discord.slash("ben", "direct", "about");
    await vi.waitFor(() => expect(discord.world.interactions[before]?.wasConfirmed).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    return discord.messages().filter(({ channelId }) => channelId === discord.world.messages[0]?.channelId);
  };
  const switchOn = async () => {
    discord.slash("ada", "guild", "cashtags", { state: "on" });
    await shown("are answered here now");
  };
  return { whole, discord, log, health, closed, adapter, shown, answers, switchOn };
}

const READY = { portal: "on", messageContent: "on" } as const;

test("with the intent and an admin's switch, a cashtag is answered by one short reply", async () => {
  const { discord, shown, switchOn } = await open(READY);
  await switchOn();
  const id = discord.message("ann", "guild", "is $TAO going up?");
  const answer = await shown("Bittensor (TAO) $");
  expect(answer.reference).toBe(id);
  expect(answer.pings).toEqual([]);
  expect(JSON.stringify(answer.components)).not.toContain("custom_id");
});

test("several are answered in one message, unknown ones passed over, the same one not again", async () => {
  const { discord, shown, switchOn, answers } = await open(READY);
  await switchOn();
  discord.message("ann", "guild", "$TAO $ZZQQX $NEAR");
  expect(textOf(await shown("Bittensor"))).toContain("NEAR");
  discord.message("ann", "guild", "$tao!");
  expect(await answers()).toHaveLength(2);
});

test("without an admin's switch nothing is answered", async () => {
  const { discord, answers, shown } = await open(READY);
  discord.message("ann", "guild", "$TAO");
  discord.slash("ann", "guild", "cashtags", { state: "on" });
  await shown("Only an admin");
  discord.message("ann", "guild", "$TAO");
  expect((await answers()).map(textOf).join()).not.toContain("Bittensor");
});

test.each<[string, string, Readonly<Record<string, unknown>>]>([
  ["code", "run `$TAO`", {}],
  ["a block of code", "```sh\necho $TAO\n```", {}],
  ["a block of code that does not end", "```sh\necho $TAO", {}],
  ["a quotation", "> $TAO", {}],
  ["a long quotation", ">>> he said\n$TAO", {}],
  ["an address", "https://x.example/$TAO", {}],
  ["a webhook, such as a followed channel", "$TAO", { webhook_id: "1" }],
  ["a crosspost", "$TAO", { flags: 2 }],
  ["a forwarded message", "$TAO", { message_reference: { type: 1, channel_id: "1", message_id: "2" } }],
  ["a command of another bot", "/buy $TAO", {}],
  ["a message of the system", "$TAO", { type: 7 }],
  ["amounts", "I paid $50, $1,000 or $5k", {}],
])("%s is passed over", async (_name, words, more) => {
  const { discord, switchOn, answers } = await open(READY);
  await switchOn();
  discord.message("ann", "guild", words, { more });
  expect(await answers()).toHaveLength(1);
});

test("bots, old messages and direct messages are passed over, and a mention is a question", async () => {
  const { discord, switchOn, answers, shown } = await open(READY);
  await switchOn();
  discord.message("robo", "guild", "$TAO");
  discord.message("ann", "guild", "$TAO", { madeAt: Date.now() - 10 * 60_000 });
  expect(await answers()).toHaveLength(1);
  discord.message("ann", "guild", `<@${BOT_ID}> price of $TAO`);
  await shown("Bittensor (TAO)");
  expect(await answers()).toHaveLength(2);
});

test("nothing of what people say to each other is kept or logged", async () => {
  const { discord, switchOn, shown, whole, log } = await open(READY);
  await switchOn();
  const before = [await whole.rows("account"), await whole.rows("incoming_request")];
  discord.message("ann", "guild", "my secret plan is $FET");
  await shown("(FET) $");
  expect([await whole.rows("account"), await whole.rows("incoming_request")]).toEqual([
    (before[0] ?? 0) + 1,
    before[1],
  ]);
  expect(JSON.stringify([log.lines, whole.lines])).not.toContain("secret plan");
});

test("a place that takes no message from us costs a line in the log and nothing else", async () => {
  const { discord, switchOn, log, whole, shown } = await open(READY);
  await switchOn();
  const body = { code: 50_013, message: "Missing Permissions" };
  discord.mishap("POST", /\/channels\/\d+\/messages$/, { kind: "status", status: 403, body });
  discord.message("ann", "guild", "$TAO");
  await vi.waitFor(() => expect(log.lines.map(({ event }) => event)).toContain("a word on discord was not answered"));
  discord.message("ann", "guild", "$NEAR");
  await shown("(NEAR) $");
  expect(whole.faults).toEqual([]);
});

test("where the intent is not asked for, switching on says what is missing, and it stays off", async () => {
  const { discord, shown, whole } = await open({ portal: "on", messageContent: "off" });
  expect(discord.gateway.intents()).toBe((1 << 0) | (1 << 9) | (1 << 12));
  discord.slash("ada", "guild", "cashtags", { state: "on" });
  expect(textOf(await shown("It stays off."))).toMatch(/Message Content Intent.*DISCORD_MESSAGE_CONTENT=on/);
  expect(await whole.rows("setting")).toBe(0);
});

test("an intent that is refused does not end the login: all else works, it is logged once, and health shows it", async () => {
  const { discord, shown, health, log, closed, whole } = await open({ portal: "off", messageContent: "on" });
  expect(closed).toEqual([]);
  expect(discord.gateway.intents()).toBe((1 << 0) | (1 << 9) | (1 << 12));
  expect(health.all().get("discord")).toMatchObject({
    state: "ok",
    detail: expect.stringContaining("Message Content Intent"),
  });
  discord.slash("ada", "guild", "cashtags", { state: "on" });
  expect(textOf(await shown("It stays off."))).toMatch(/refuses.*Message Content Intent.*restart/);
  expect(log.lines.filter(({ event }) => event.includes("refused"))).toHaveLength(1);
  expect(log.lines.filter(({ level }) => level === "error")).toEqual([]);
  expect(whole.faults).toEqual([]);
  // The connection that follows does not ask again.
  discord.gateway.drop();
  await vi.waitFor(() => expect(discord.gateway.resumed() + discord.gateway.identified()).toBeGreaterThan(1), 5_000);
  discord.slash("ann", "guild", "price", { assets: "near" });
  await shown("(NEAR) $");
});

test("an intent that is taken away while running is gone without", async () => {
  const { discord, shown, switchOn, health, closed, answers } = await open(READY);
  await switchOn();
  discord.gateway.setMessageContent("off");
  await vi.waitFor(() => expect(discord.gateway.intents()).toBe((1 << 0) | (1 << 9) | (1 << 12)), 5_000);
  await vi.waitFor(() => expect(health.all().get("discord")?.state).toBe("ok"), 5_000);
  expect(closed).toEqual([]);
  discord.message("ann", "guild", "$TAO");
  expect(await answers()).toHaveLength(1);
  discord.slash("ann", "guild", "price", { assets: "near" });
  await shown("(NEAR) $");
});
