import { afterEach, expect, test } from "vitest";
import { openTelegramWhole, type TelegramWhole } from "../support/telegram-whole.ts";
import { ProposalStore } from "../../src/store/proposal-store.ts";
import { USERNAME } from "../stand-ins/telegram.ts";

const doors: TelegramWhole[] = [];
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

async function open(): Promise<TelegramWhole> {
  const door = await openTelegramWhole();
  doors.push(door);
  return door;
}

const ENTRY = "buy 7.7712 TAO at 311.5 usd on 2025-12-01";
const SECRETS = ["7.7712", "311.5"];

const linkIn = (line: { readonly keyboard: readonly (readonly { readonly url?: string }[])[] }): string =>
  /start=([\w-]{22})$/.exec(line.keyboard[0]?.[0]?.url ?? "")?.[1] ?? "no link";

const entries = async ({ whole }: TelegramWhole): Promise<number> =>
  (await whole.database.selectFrom("portfolio_entry").select("user_id").execute()).length;

/** All that the desk has written down of what was asked, and what it logs. */
const written = async ({ whole, log }: TelegramWhole): Promise<string> =>
  JSON.stringify([
    await whole.database.selectFrom("incoming_request").select("payload").execute(),
    whole.lines,
    log.lines,
    whole.faults,
  ]);

test.each([
  ["with an underscore", `/portfolio_add ${ENTRY}`, {}],
  ["with a blank", `/portfolio add ${ENTRY}`, {}],
  ["to us by name", `/portfolio_add@${USERNAME} ${ENTRY}`, {}],
  ["to us by name, with a blank", `/portfolio@${USERNAME} add ${ENTRY}`, {}],
  ["as a caption", "", { text: undefined, photo: [{}], caption: `/portfolio_add ${ENTRY}` }],
  ["in capitals", `/PORTFOLIO_ADD ${ENTRY}`, {}],
])("a private command %s is carried out in the direct chat alone, once, by its asker", async (_form, said, more) => {
  const door = await open();
  const { server } = door;
  const [ann, ben, group] = [server.person("Ann"), server.person("Ben"), server.group("Desk")];
  server.promote(group);
  const typed = server.say(group, ann, said, { more });
  const line = await server.shown("That is between us. Open our chat and press Start there.");
  expect(typed.isDeleted).toBe(true);
  server.say(ben, ben, `/start ${linkIn(line)}`);
  await server.shown("Only the person who asked can press this.");
  expect(await entries(door)).toBe(0);
  server.say(ann, ann, `/start ${linkIn(line)}`);
  expect((await server.shown("7.7712")).chatId).toBe(ann.id);
  server.say(ann, ann, `/start ${linkIn(line)}`);
  await expect.poll(() => server.ours(ann).length).toBe(2);
  expect(await entries(door)).toBe(1);
  expect(server.ours(group)).toEqual([line]);
  const seen = JSON.stringify([server.ours(group), server.ours(ben)]);
  for (const secret of SECRETS) expect(seen + (await written(door))).not.toContain(secret);
});

test("what was typed in a group waits ten minutes, and is kept no longer", async () => {
  const door = await open();
  const { server, whole } = door;
  const [ann, group] = [server.person("Ann"), server.group("Desk")];
  server.say(group, ann, `/portfolio_add ${ENTRY}`);
  const line = await server.shown("That is between us.");
  whole.pass(11 * 60_000);
  server.say(ann, ann, `/start ${linkIn(line)}`, { secondsAgo: -11 * 60 });
  await server.shown("it has expired");
  expect(await entries(door)).toBe(0);
  const now = whole.clock();
  await new ProposalStore().removeExpired(whole.database, now);
  const left = await whole.database.selectFrom("button").select("input").execute();
  expect(JSON.stringify(left)).not.toContain("7.7712");
});

test("typed as words where others read along, it is neither carried out nor repeated", async () => {
  const door = await open();
  const { server } = door;
  const [ann, group] = [server.person("Ann"), server.group("Desk")];
  server.say(group, ann, `@${USERNAME} portfolio add ${ENTRY}`);
  const said = await server.shown("That is between us");
  expect(said.text).not.toContain("7.7712");
  expect(await entries(door)).toBe(0);
});
