import { afterEach, expect, test } from "vitest";
import { openTelegramWhole, type TelegramWhole } from "../support/telegram-whole.ts";

const VIRTUAL = "0x0b3e328455c4059eeb9e3f84b5543f74e24e7e1b";
const RENDER = "rndrizKT3MK1iimdxRdWabcF7Zg7AR5T4nud4EkHBof";

const opened: TelegramWhole[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A group with an admin, Ada, and a member, Ann. @param state  whether Ada has switched it on */
async function open(state: "on" | "off") {
  const door = await openTelegramWhole();
  opened.push(door);
  const { server, whole } = door;
  server.readsAll = true;
  const group = server.group("Traders");
  const ann = server.person("Ann");
  const ada = server.person("Ada");
  server.setStatus(group, ada, "administrator");
  if (state === "on") {
    server.say(group, ada, "/cashtags on");
    await server.shown("are answered here now", group);
  }
  const before = server.ours(group).length;
  /** Answers in the group since it was switched on, after everything said so far was heard. */
  const answers = async () => {
    server.say(ann, ann, "/about");
    const direct = server.ours(ann).length;
    await server.until(() => server.ours(ann).length > direct);
    await new Promise((resolve) => setTimeout(resolve, 60));
    return server.ours(group).slice(before);
  };
  return { ...door, group, ann, ada, answers, whole };
}

test("where an admin has switched it on, a cashtag is answered by one short reply to the message", async () => {
  const { server, group, ann } = await open("on");
  const said = server.say(group, ann, "is $TAO going up?");
  const answer = await server.shown("Bittensor (TAO) $", group);
  expect(answer.replyTo).toBe(said.id);
  expect(answer.text).toMatch(/sample of \d{4}-\d{2}-\d{2}/);
  expect(answer.keyboard).toEqual([]);
  expect(answer.text.length).toBeLessThan(400);
});

test("an answer stays in its topic", async () => {
  const { server, group, ann } = await open("on");
  const topic = server.topic(group);
  server.say(group, ann, "$TAO", { topic });
  expect((await server.shown("Bittensor (TAO) $", group)).topicId).toBe(topic);
});

test.each([VIRTUAL, RENDER])("a pasted contract address is answered: %s", async (contract) => {
  const { server, group, ann } = await open("on");
  server.say(group, ann, `look at ${contract}`);
  expect((await server.shown(contract === VIRTUAL ? "(VIRTUAL)" : "(RENDER)", group)).text).toContain("$");
});

test("contracts and cashtags of one message are answered in one, and an address that is no token in none", async () => {
  const { server, group, ann, answers } = await open("on");
  server.say(group, ann, `${VIRTUAL} or $TAO or $NEAR?`);
  const answer = await server.shown("(VIRTUAL)", group);
  expect(answer.text).toMatch(/Bittensor[^]*NEAR/);
  server.say(group, ann, "send it to 0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045");
  expect(await answers()).toHaveLength(1);
});

test("several are answered in one message, three at most", async () => {
  const { server, group, ann, answers } = await open("on");
  server.say(group, ann, "$TAO $NEAR $FET $RENDER");
  await server.shown("Bittensor", group);
  const all = await answers();
  expect(all).toHaveLength(1);
  expect(all[0]?.text).toContain("NEAR");
  expect(all[0]?.text).not.toContain("Render");
});

test("what is unknown is passed over without a word, what is clear beside it is answered", async () => {
  const { server, group, ann, answers } = await open("on");
  server.say(group, ann, "$ZZQQX and $TAO and $EUR");
  await server.shown("Bittensor (TAO) $", group);
  const all = await answers();
  expect(all).toHaveLength(1);
  expect(all[0]?.text).not.toMatch(/ZZQQX|EUR/);
});

test("what had to wait until the talk has gone on is left unanswered", async () => {
  let go = (): void => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const door = await openTelegramWhole({
    look: (desk) => async (asked, call) => {
      await gate;
      return await desk.lookUp(asked, call);
    },
  });
  opened.push(door);
  const { server, whole } = door;
  server.readsAll = true;
  const [group, ann] = [server.group("Traders"), server.person("Ann")];
  server.setStatus(group, ann, "administrator");
  server.say(group, ann, "/cashtags on");
  await server.shown("are answered here now", group);
  server.say(group, ann, "$TAO");
  server.say(group, ann, "$NEAR");
  server.say(ann, ann, "/about");
  await server.until(() => server.ours(ann).length > 0);
  whole.pass(3 * 60_000);
  go();
  await server.shown("Bittensor (TAO) $", group);
  await door.adapter.stop();
  expect(server.ours(group)).toHaveLength(2);
});

test("it is off until an admin switches it on, and off again when one switches it off", async () => {
  const { server, group, ann, ada, answers } = await open("off");
  server.say(group, ann, "$TAO");
  expect(await answers()).toEqual([]);
  server.say(group, ada, "/cashtags on");
  await server.shown("are answered here now", group);
  server.say(group, ada, "/cashtags off");
  await server.shown("no longer answered", group);
  server.say(group, ann, "$TAO");
  expect(await answers()).toHaveLength(2);
});

test("a member cannot switch it on", async () => {
  const { server, group, ann, answers } = await open("off");
  server.say(group, ann, "/cashtags on");
  await server.shown("Only an admin", group);
  server.say(group, ann, "$TAO");
  expect(await answers()).toHaveLength(1);
});

test("one group's switch is not another's", async () => {
  const { server, ann } = await open("on");
  const other = server.group("Others");
  server.say(other, ann, "$TAO");
  server.say(other, ann, "/about");
  await server.until(() => server.ours(other)[0]);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(server.ours(other)).toHaveLength(1);
});

test("with privacy mode on it says what to switch, and stays off until that is done", async () => {
  const { server, group, ann, ada, answers, whole } = await open("off");
  server.readsAll = false;
  server.say(group, ada, "/cashtags on");
  const refusal = await server.shown("It stays off. Privacy mode is on", group);
  expect(refusal.text).toMatch(/admin of this group.*\/setprivacy/);
  expect(await whole.rows("setting")).toBe(0);
  server.say(group, ann, "$TAO");
  expect(await answers()).toHaveLength(1);
  server.readsAll = true;
  server.say(group, ada, "/cashtags on");
  await server.shown("are answered here now", group);
});

test("where the desk is an admin, privacy mode does not matter", async () => {
  const { server, group, ada } = await open("off");
  server.readsAll = false;
  server.promote(group);
  server.say(group, ada, "/cashtags on");
  await server.shown("are answered here now", group);
});

test("when Telegram does not say what it shows, it stays off", async () => {
  const { server, group, ada, whole } = await open("off");
  server.readsAll = false;
  server.fail("getMe", { kind: "error", code: 400, description: "Bad Request: no" });
  server.say(group, ada, "/cashtags on");
  await server.shown("It stays off. Telegram did not say", group);
  expect(await whole.rows("setting")).toBe(0);
});

test("in a direct chat there is nothing to switch", async () => {
  const door = await openTelegramWhole({ claimCode: "AAAA-BBBB-CCCC" });
  opened.push(door);
  const ann = door.server.person("Ann");
  door.server.say(ann, ann, "/claim AAAA-BBBB-CCCC");
  await door.server.shown("You own this desk", ann);
  door.server.say(ann, ann, "/cashtags on");
  await door.server.shown("That is for groups", ann);
});

test("the same coin is answered again after five minutes", async () => {
  const { server, group, ann, answers, whole } = await open("on");
  server.say(group, ann, "$TAO");
  await server.shown("Bittensor (TAO) $", group);
  server.say(group, ann, "$tao again");
  expect(await answers()).toHaveLength(1);
  whole.pass(5 * 60_000);
  server.say(group, ann, "$TAO", { secondsAgo: -300 });
  await server.until(() => server.ours(group).filter(({ text }) => text.includes("Bittensor (TAO) $")).length === 2);
});

const channel = { id: -100_500, type: "channel" as const, title: "News" };
const bot = { id: 99, is_bot: true, first_name: "Other bot" };

test.each<[string, string, Readonly<Record<string, unknown>>]>([
  ["code", "run $TAO", { entities: [{ type: "code", offset: 4, length: 4 }] }],
  ["a block of code", "echo $TAO", { entities: [{ type: "pre", offset: 0, length: 9 }] }],
  ["a quotation", "he says $TAO", { entities: [{ type: "blockquote", offset: 0, length: 12 }] }],
  ["an address", "https://x.example/$TAO", { entities: [{ type: "url", offset: 0, length: 22 }] }],
  ["a bot", "$TAO", { from: bot }],
  ["another bot's inline result", "$TAO", { via_bot: bot }],
  ["a channel's post", "$TAO", { sender_chat: channel, is_automatic_forward: true }],
  ["a channel that takes part", "$TAO", { sender_chat: channel }],
  ["anything forwarded", "$TAO", { forward_origin: { type: "user", date: 1, sender_user: bot } }],
  ["a command of another bot", "/buy $TAO", {}],
  ["an old message", "$TAO", { date: Math.floor(Date.now() / 1_000) - 600 }],
  ["amounts", "I paid $50, $1,000 or $5k", {}],
])("%s is passed over", async (_name, text, more) => {
  const { server, group, ann, answers } = await open("on");
  server.say(group, ann, text, { more });
  expect(await answers()).toEqual([]);
});

test("an edited message is not even asked for", async () => {
  const { server } = await open("on");
  const polled = await server.until(() => server.callsOf("getUpdates")[0]?.values["allowed_updates"]);
  expect(polled).not.toContain("edited_message");
});

test("a caption counts as what is said, and an anonymous admin is a person", async () => {
  const { server, group, ann } = await open("on");
  server.say(group, ann, "", { more: { text: undefined, caption: "my $TAO", photo: [{}] } });
  await server.shown("Bittensor (TAO) $", group);
  server.say(group, ann, "$NEAR", { more: { sender_chat: group } });
  await server.shown("(NEAR) $", group);
});

test("nothing of what people say to each other is kept or logged, and nobody becomes known by it", async () => {
  const { server, group, ann, ada, answers, whole, log } = await open("on");
  server.say(group, ada, "/cashtags on");
  const zoe = server.person("Zoe");
  await answers();
  const before = [await whole.rows("account"), await whole.rows("incoming_request"), await whole.rows("button")];
  server.say(group, zoe, "my secret plan is $FET");
  server.say(group, zoe, "my secret plan is nothing");
  await server.shown("(FET) $", group);
  // The one account of all whom the desk does not get to know.
  expect([await whole.rows("account"), await whole.rows("incoming_request"), await whole.rows("button")]).toEqual([
    (before[0] ?? 0) + 1,
    before[1],
    before[2],
  ]);
  expect(JSON.stringify([log.lines, whole.lines])).not.toMatch(/secret plan|Zoe/);
  expect(ann.id).toBeGreaterThan(0);
});

test("a group that takes no message costs a line in the log and nothing else", async () => {
  const { server, group, ann, log, whole } = await open("on");
  server.fail("sendMessage", { kind: "error", code: 400, description: "Bad Request: not enough rights" });
  server.say(group, ann, "$TAO");
  await server.until(() => log.lines.some(({ event }) => event.includes("was not answered")));
  server.say(group, ann, "$NEAR");
  await server.shown("(NEAR) $", group);
  expect(whole.faults).toEqual([]);
});

test("addressed to the desk, a cashtag is a question and answered once", async () => {
  const { server, group, ann, answers } = await open("on");
  server.say(group, ann, "@WestboundTestBot price of $TAO");
  await server.shown("Bittensor (TAO)", group);
  expect(await answers()).toHaveLength(1);
});
