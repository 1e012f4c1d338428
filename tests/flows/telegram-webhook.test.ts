import { expect, test } from "vitest";
import { telegramDoor, telegramTest, type TelegramTest, until } from "../support/telegram.ts";

const webhook = { url: "https://desk.example/telegram", secret: "a-Secret_of_our_own" };
const open = telegramDoor();

const receiving = (door: TelegramTest): TelegramTest => {
  door.server.webhookTarget = (request) => door.adapter.handleWebhook(request);
  return door;
};

const call = (change: { secret?: string; body?: string; method?: string } = {}): Request =>
  new Request(webhook.url, {
    method: change.method ?? "POST",
    headers: { "x-telegram-bot-api-secret-token": change.secret ?? webhook.secret },
    ...(change.method === "GET" ? {} : { body: change.body ?? "{}" }),
  });

test("updates that Telegram brings are answered, and nothing polls", async () => {
  const { server } = receiving(await open({ webhook }));
  const ann = server.person("Ann");
  server.say(ann, ann, "hello");
  await server.shown("You asked: hello");
  server.say(ann, ann, "/echo alpha");
  const card = await server.shown("alpha was said");
  server.press(card, ann, "Next");
  await until(() => card.text.includes("Page: 2"));
  expect(server.webhook).toEqual(webhook);
  expect(server.callsOf("getUpdates")).toHaveLength(0);
});

test("one slow answer does not hold up the next update", async () => {
  let release = (): void => undefined;
  const { server } = receiving(
    await open({
      webhook,
      answer: async () => {
        await new Promise<void>((resolve) => (release = resolve));
        return { blocks: [] };
      },
    }),
  );
  const [ann, ben] = [server.person("Ann"), server.person("Ben")];
  server.say(ann, ann, "slow");
  server.say(ben, ben, "/echo alpha");
  await server.shown("alpha was said", ben);
  release();
});

test.each([
  ["without the secret", call({ secret: "" }), 401],
  ["with a wrong secret", call({ secret: "a-Secret_of_our_owm" }), 401],
  ["that is no POST", call({ method: "GET" }), 405],
  ["that is no JSON", call({ body: "<html>" }), 400],
  ["that is too large", call({ body: JSON.stringify({ x: "x".repeat(1_100_000) }) }), 413],
  ["that is no update", call({ body: "[1,2]" }), 200],
])("a call %s is answered %#", async (_name, request, status) => {
  const { adapter } = await open({ webhook });
  expect((await adapter.handleWebhook(request)).status).toBe(status);
});

test("a call before the start, after the end or to a door that polls is not taken", async () => {
  const door = await telegramTest({ webhook });
  expect((await door.adapter.handleWebhook(call())).status).toBe(503);
  await door.adapter.start(door.desk);
  await door.adapter.stop();
  expect((await door.adapter.handleWebhook(call())).status).toBe(503);
  expect((await door.again({}).adapter.handleWebhook(call())).status).toBe(503);
  await door.close();
  const polling = await telegramTest();
  expect((await polling.adapter.handleWebhook(call())).status).toBe(404);
  await polling.close();
});

test("an update that could not be kept is brought again", async () => {
  const door = await telegramTest({ webhook });
  let failures = 2;
  const inbox = {
    ...door.inbox,
    accept: async (request: Parameters<typeof door.inbox.accept>[0]) => {
      if (failures > 0) {
        failures -= 1;
        throw new Error("SQLITE_BUSY: database is locked");
      }
      return await door.inbox.accept(request);
    },
  };
  const again = receiving(door.again({ inbox }));
  await again.adapter.start(door.desk);
  const ann = door.server.person("Ann");
  door.server.say(ann, ann, "hello");
  await door.server.shown("You asked: hello");
  expect(door.server.ours()).toHaveLength(1);
  expect(again.faults).toHaveLength(2);
  await door.close();
});

test("an address that Telegram refuses closes the door with one line", async () => {
  const door = await open({ webhook: { ...webhook, url: "http://desk.example/telegram" } });
  expect(door.closings).toEqual(["webhook"]);
  expect(door.log.lines.filter(({ level }) => level === "error")).toHaveLength(1);
});

test("a token that is revoked meanwhile closes the door at the next answer", async () => {
  const { server, closings } = receiving(await open({ webhook }));
  const ann = server.person("Ann");
  server.isTokenGood = false;
  server.say(ann, ann, "hello");
  await until(() => closings.length > 0);
  expect(closings).toEqual(["unauthorized"]);
});

test("changing between polling and webhook, both ways, loses no update", async () => {
  const polling = await telegramTest();
  const { server, desk } = polling;
  const ann = server.person("Ann");
  await polling.adapter.start(desk);
  server.say(ann, ann, "one");
  await server.shown("You asked: one");
  await polling.adapter.stop();

  server.say(ann, ann, "two");
  const called = receiving(polling.again({ webhook }));
  await called.adapter.start(desk);
  await server.shown("You asked: two");
  await called.adapter.stop();

  server.webhookTarget = undefined;
  server.say(ann, ann, "three");
  const again = polling.again();
  await again.adapter.start(desk);
  await server.shown("You asked: three");
  expect(server.webhook).toBeUndefined();
  expect(server.ours()).toHaveLength(3);
  await polling.close();
});
