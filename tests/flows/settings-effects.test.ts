import { afterEach, beforeEach, expect, test } from "vitest";
import { ADMIN_SETTINGS, type AdminSettingName } from "../../src/core/settings.ts";
import { openModelGate } from "../../src/compose/model-access.ts";
import { peopleDesk, type PeopleDesk } from "../support/people-desk.ts";
import { plainText } from "../../src/core/plain.ts";

const GROUP = { chatId: "-100200", isPublic: true };
const CHANNEL = { platform: "discord", chatId: "333333333333333333", isPublic: true } as const;

let desk: PeopleDesk;
let admin: Awaited<ReturnType<PeopleDesk["person"]>>;
let member: Awaited<ReturnType<PeopleDesk["person"]>>;
beforeEach(async () => {
  desk = await peopleDesk();
  desk.hearing.set("telegram", async () => undefined);
  admin = await desk.person("11", "admin");
  member = await desk.person("22");
});
afterEach(async () => await desk.database.destroy());

const price = async (): Promise<string> => await member.read("price TAO", GROUP);
const words = async (): Promise<string> => plainText(await desk.desk.ask("tao", member.call(GROUP), () => undefined));
const model = async (): Promise<string> =>
  JSON.stringify(
    await openModelGate({ database: desk.database, access: "open", ownerIds: new Set() }).accessFor(member.call(GROUP)),
  );

interface Effect {
  readonly value: string;
  /** Where it can be set; the group by default. */
  readonly where?: typeof CHANNEL;
  /** What it takes for the setting to matter. */
  readonly given?: string;
  /** What somebody sees of it. */
  readonly seen: () => Promise<string>;
  /** Seen once it is set, and not before. */
  readonly shows: RegExp;
}

/** A setting without an entry does not compile, and one that nobody reads fails. */
const EFFECTS: Record<AdminSettingName, Effect> = {
  currency: { value: "EUR", seen: price, shows: /€/ },
  locale: { value: "de-DE", seen: price, shows: /\d,\d\d(?!\d)/ },
  zone: {
    value: "Asia/Tokyo",
    seen: async () => JSON.stringify((await admin.say("setup", GROUP)).buttons),
    shows: /09:00 Tokyo time/,
  },
  who_may_ask: { value: "admins", seen: price, shows: /admins only/ },
  allowed_accounts: { value: "22", given: "who_may_ask listed", seen: price, shows: /Bittensor/ },
  allowed_roles: {
    value: "<@&777777777777777777>",
    where: CHANNEL,
    given: "who_may_ask listed",
    seen: () => member.read("price TAO", { ...CHANNEL, roleIds: ["777777777777777777", "888888888888888888"] }),
    shows: /Bittensor/,
  },
  admin_roles: {
    value: "<@&777777777777777777>",
    where: CHANNEL,
    seen: () => member.read("settings", { ...CHANNEL, roleIds: ["777777777777777777"] }),
    shows: /Settings of this place/,
  },
  blocked_accounts: { value: "22", seen: price, shows: /I do not answer you/ },
  answers_to: { value: "commands", seen: words, shows: /^$/ },
  topics: { value: "7", seen: price, shows: /In this topic I do not answer/ },
  cashtags: {
    value: "on",
    seen: async () => `${await desk.cashtagsOn(member.call(GROUP).place, { accountId: "22" })}`,
    shows: /true/,
  },
  commands_off: { value: "price", seen: price, shows: /switched off here/ },
  repeats: {
    value: "answer",
    async seen() {
      await price();
      return await price();
    },
    shows: /Bittensor/,
  },
  answers_stay: {
    value: "5_minutes",
    seen: async () => `stays ${(await member.say("price TAO", GROUP)).staysMs ?? "for good"}`,
    shows: /stays 300000/,
  },
  delete_button: {
    value: "on",
    seen: async () => ((await member.say("price TAO", GROUP)).buttons ?? []).map(({ label }) => label).join(),
    shows: /Delete/,
  },
  disclosure: {
    value: "Not financial advice",
    seen: async () => (await member.say("price TAO", GROUP)).footer ?? "",
    shows: /Not financial advice/,
  },
  model: { value: "off", seen: model, shows: /off/ },
  model_questions_a_day: { value: "0", seen: model, shows: /spent/ },
  pause_seconds: {
    value: "30",
    async seen() {
      await price();
      return await price();
    },
    shows: /Ask again in 30 s/,
  },
  answers_an_hour: {
    value: "1",
    async seen() {
      await (await desk.person("33")).read("price TAO", GROUP);
      return await price();
    },
    shows: /Ask again in 1 h/,
  },
};

test.each(ADMIN_SETTINGS)("%s has an effect that is seen, and none once it is reset", async (name) => {
  const { value, given, seen, shows, where = GROUP } = EFFECTS[name];
  if (given !== undefined) await admin.say(`settings set ${given}`, where);
  expect(await seen()).not.toMatch(shows);
  await admin.say(`settings set ${name} ${value}`, where);
  expect(await seen()).toMatch(shows);
  await admin.say(`settings reset ${name}`, where);
  expect(await seen()).not.toMatch(shows);
});
