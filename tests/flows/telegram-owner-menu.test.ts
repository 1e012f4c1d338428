import { afterEach, expect, test } from "vitest";
import { openTelegramWhole, type TelegramWhole } from "../support/telegram-whole.ts";

const opened: TelegramWhole[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const CODE = "AAAA-BBBB-CCCC";

async function open() {
  const door = await openTelegramWhole({ claimCode: CODE });
  opened.push(door);
  /** What somebody finds in the menu of their direct chat beyond everybody's. */
  const menuOf = (id: number): readonly string[] | undefined => {
    const menu = door.server.menus.get(JSON.stringify({ type: "chat", chat_id: id }));
    return (menu as readonly { command: string }[] | undefined)?.map(({ command }) => command);
  };
  return { ...door, menuOf };
}

test("who has claimed the desk finds the operator's commands in their menu, and nobody else does", async () => {
  const { server, menuOf } = await open();
  const ann = server.person("Ann");
  const ben = server.person("Ben");
  server.say(ben, ben, "/about");
  await server.until(() => server.ours(ben)[0]);
  server.say(ann, ann, `/claim ${CODE}`);
  const menu = await server.until(() => menuOf(ann.id));
  expect(menu).toEqual(expect.arrayContaining(["price", "allow", "cashtags"]));
  expect(menuOf(ben.id)).toBeUndefined();
});

test("the menu is written once, not with each message", async () => {
  const { server, menuOf } = await open();
  const ann = server.person("Ann");
  server.say(ann, ann, `/claim ${CODE}`);
  await server.until(() => menuOf(ann.id));
  const written = () =>
    server.callsOf("setMyCommands").filter(({ values }) => JSON.stringify(values["scope"]).includes(`${ann.id}`))
      .length;
  for (const count of [3, 4]) {
    server.say(ann, ann, "/about");
    await server.until(() => server.ours(ann).length >= count - 1);
  }
  expect(written()).toBe(1);
});

test("a claim in a group makes nobody the owner until they press Start in their direct chat", async () => {
  const { server, menuOf } = await open();
  const ann = server.person("Ann");
  const group = server.group("Traders");
  server.say(group, ann, `/claim ${CODE}`);
  const line = await server.shown("That is between us.", group);
  expect(menuOf(ann.id)).toBeUndefined();
  server.say(ann, ann, `/start ${/start=([\w-]+)$/.exec(line.keyboard[0]?.[0]?.url ?? "")?.[1]}`);
  await server.shown("You own this desk", ann);
  await server.until(() => menuOf(ann.id));
});

test("a menu that cannot be written hurts no answer", async () => {
  const { server, log } = await open();
  const ann = server.person("Ann");
  await server.until(() => server.callsOf("setMyCommands").length === 3);
  server.fail("setMyCommands", { kind: "error", code: 400, description: "Bad Request: no" });
  server.say(ann, ann, `/claim ${CODE}`);
  await server.shown("You own this desk", ann);
  await server.until(() => log.lines.some(({ event }) => event.includes("menu was not written")));
  expect(server.ours(ann)).toHaveLength(1);
});
