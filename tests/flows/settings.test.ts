import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ADMIN_SETTINGS, adminSettings } from "../../src/core/settings.ts";
import { ChatFile } from "../../src/core/chat-file.ts";
import type { FileBlock, Reply } from "../../src/core/reply.ts";
import { peopleDesk, type PeopleDesk } from "../support/people-desk.ts";
import { plainText } from "../../src/core/plain.ts";

const GROUP = { chatId: "-100200", isPublic: true };

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

const set = (name: string, value: string) => admin.read(`settings set ${name} ${value}`, GROUP);
const labels = (reply: Reply): readonly string[] => (reply.buttons ?? []).map(({ label }) => label);
const ask = async (question: string, speaking = GROUP): Promise<Reply> =>
  await desk.desk.ask(question, member.call(speaking), () => undefined);

describe("the menu", () => {
  test("leads from the whole to a page, sets by a press and stays on the page", async () => {
    const whole = await admin.say("settings", GROUP);
    expect(whole.title).toBe("Settings of this place");
    const page = await admin.press(whole, "Numbers", GROUP);
    expect(plainText(page)).toContain("Currency: as the desk has it");
    const after = await admin.press(page, "EUR", GROUP);
    expect(after.title).toBe("Settings of this place: Numbers");
    expect(plainText(after)).toContain("Currency: EUR");
    expect(labels(after)).toContain("✓ EUR");
    expect((await admin.press(after, "Back", GROUP)).title).toBe("Settings of this place");
  });

  test("has every setting of places on one of its pages, each with what it is about", async () => {
    const whole = plainText(await admin.say("settings", GROUP));
    const pages = await Promise.all(
      ["numbers", "zone", "who", "answers", "model", "pace"].map((page) => admin.read(`settings ${page}`, GROUP)),
    );
    const lines = pages.flatMap((page) => page.split("\n"));
    for (const line of whole.split("\n").filter((each) => each.includes(": "))) expect(lines).toContain(line);
    for (const name of ADMIN_SETTINGS) expect(await admin.read(`settings get ${name}`, GROUP)).toMatch(/\n.{15,}/s);
  });

  test("in a direct chat is about the caller alone, and knows no settings of places", async () => {
    const own = await member.say("settings");
    expect(own.title).toBe("Your settings");
    expect(labels(own)).toEqual(["Numbers", "Time zone"]);
    expect(await member.read("settings set who_may_ask admins")).toContain("is a setting of places");
    expect(await member.read("settings get pause_seconds")).toContain("is a setting of places");
  });
});

test("nobody but an admin sees or changes the settings of a place, by a command, a button or a file", async () => {
  const menu = await admin.say("settings who", GROUP);
  for (const line of [
    "settings",
    "settings set model off",
    "settings get model",
    "settings reset all",
    "settings export",
  ])
    expect(await member.read(line, GROUP)).toContain("Only an admin of this place");
  expect(await member.read('settings import {"format":"westbound settings","settings":{}}', GROUP)).toContain(
    "Only an admin",
  );
  // Kept as a button of their own, and as the admin's that they got hold of.
  expect(plainText(await member.press(menu, "admins", GROUP))).toContain("Only an admin of this place");
  const button = menu.buttons?.find(({ label }) => label === "admins");
  if (!button || "url" in button) throw new Error("no such button");
  const id = await desk.desk.keep(button, admin.call(GROUP).caller.userId);
  expect(plainText((await desk.desk.press(id, member.call(GROUP))).reply)).toContain("Only the person who asked");
  expect(await desk.rows("setting")).toBe(0);
});

test("roles are Discord's: elsewhere they are no setting that could be set, and the menu has none", async () => {
  expect(await set("allowed_roles", "777777777777777777")).toContain("Only Discord has roles.");
  expect(await admin.read("settings who", GROUP)).not.toContain("roles");
  const channel = { platform: "discord", chatId: "333333333333333333", isPublic: true } as const;
  expect(await admin.read("settings set allowed_roles <@&777777777777777777>", channel)).toContain(
    "777777777777777777",
  );
  expect(await admin.read("settings who", channel)).toContain("Allowed roles: 777777777777777777");
});

test("an admin can give their place neither the owner's model nor the right to add evidence", async () => {
  for (const name of ["model_allowed", "model_asked", "admins_add_evidence"]) {
    expect(await set(name, "on")).not.toContain("changed");
    const file = JSON.stringify({ format: "westbound settings", settings: { [name]: true } });
    expect(await admin.read(`settings import ${file}`, GROUP)).toContain("nothing was changed");
  }
  expect(await member.read("places allow telegram:-100200", GROUP)).toContain("Only the owner");
  expect(await admin.read("places", GROUP)).toContain("Only the owner");
  expect(await admin.read("places leave telegram:-100200", GROUP)).toContain("Only the owner");
  expect(await desk.rows("setting")).toBe(0);
});

describe("what is set acts at once", () => {
  test("currency and number format of a place, and before them those of whoever asks", async () => {
    expect(await member.read("price TAO", GROUP)).toContain("$");
    await set("repeats", "answer");
    await set("currency", "euros");
    await set("locale", "de-DE");
    expect(await member.read("price TAO", GROUP)).toMatch(/\d,\d\d\s€/);
    expect(plainText(await ask("near"))).toContain("€");
    expect(await member.read("price TAO usd", GROUP)).toContain("$");
    await member.say("settings set currency GBP");
    expect(await member.read("price TAO", GROUP)).toContain("£");
    expect(await admin.read("price TAO", GROUP)).toContain("€");
    await member.say("settings reset currency");
    expect(await member.read("price TAO")).toContain("$");
    for (const line of ["coin TAO", "convert 2 TAO", "watchlist add TAO"]) await admin.say(line, GROUP);
    expect(await admin.read("convert 2 TAO", GROUP)).toContain("€");
    expect(await admin.read("coin TAO", GROUP)).toContain("€");
  });

  test("the time zone", async () => {
    await member.say("settings set zone Tokyo");
    expect(await member.read("settings get zone")).toContain("Asia/Tokyo");
    expect(await member.read("portfolio settings")).toContain("Asia/Tokyo");
  });

  test("who may ask: everyone, listed accounts, admins; the owner and admins always", async () => {
    await set("who_may_ask", "admins");
    expect(await member.read("price TAO", GROUP)).toContain("Here I answer admins only.");
    expect(plainText(await ask("how is TAO doing?"))).toContain("Here I answer admins only.");
    expect(await admin.read("price TAO", GROUP)).toContain("Bittensor");
    await set("who_may_ask", "listed");
    expect(await member.read("price TAO", GROUP)).toContain("whom an admin has listed");
    await set("allowed_accounts", "<@22>, 33");
    expect(await member.read("price TAO", GROUP)).toContain("Bittensor");
    expect(await (await desk.person("44")).read("price TAO", GROUP)).toContain("listed");
    expect(await member.read("price TAO", { chatId: "-100201", isPublic: true })).toContain("Bittensor");
  });

  test("the block list, for commands, questions, buttons and what is overheard", async () => {
    await set("cashtags", "on");
    const { place } = member.call(GROUP);
    const card = await member.say("price TAO", GROUP);
    expect(await desk.cashtagsOn(place, { accountId: "22" })).toBe(true);
    await set("blocked_accounts", "22");
    expect(await member.read("price TAO", GROUP)).toContain("I do not answer you");
    expect(plainText(await ask("how is TAO doing?"))).toContain("I do not answer you");
    expect(plainText(await member.press(card, labels(card)[0] ?? "", GROUP))).toContain("I do not answer you");
    expect(await desk.cashtagsOn(place, { accountId: "22" })).toBe(false);
    expect(await desk.cashtagsOn(place, { accountId: "33" })).toBe(true);
    expect(await member.read("price TAO")).toContain("Bittensor");
    await set("blocked_accounts", "none");
    expect(await member.read("price NEAR", GROUP)).toContain("NEAR Protocol");
  });

  test("commands only: words that mention the desk are left without an answer", async () => {
    await set("answers_to", "commands");
    expect(await ask("tao")).toEqual({ blocks: [] });
    expect(await ask("how is TAO doing?")).toEqual({ blocks: [] });
    expect(await member.read("price TAO", GROUP)).toContain("Bittensor");
    expect(plainText(await ask("tao", { chatId: "22", isPublic: false }))).toContain("Bittensor");
  });

  test("topics: elsewhere words are left alone and commands are refused, but not those of admins", async () => {
    const call = (topicId: string, who = member) => ({
      ...who.call(GROUP),
      place: { ...who.call(GROUP).place, topicId },
    });
    const price = async (topicId: string, who = member): Promise<string> =>
      plainText(await desk.desk.run("price", { assets: ["TAO"] }, call(topicId, who)));
    await desk.desk.run("settings set", { name: "topics", value: "here" }, call("7", admin));
    expect(await price("7")).toContain("Bittensor");
    expect(await price("8")).toContain("In this topic I do not answer.");
    expect(await price("8", admin)).toContain("Bittensor");
    expect(await desk.desk.ask("tao", call("8"), () => undefined)).toEqual({ blocks: [] });
    expect(await desk.desk.lookUp({ command: "price", input: { assets: ["TAO"] } }, call("8"))).toBeUndefined();
  });

  test("single commands, with those that begin with them, however they are asked for; never those that are needed", async () => {
    await set("commands_off", "/chart, portfolio");
    expect(await member.read("chart TAO", GROUP)).toContain("/chart is switched off here.");
    expect(await member.read("portfolio add buy 1 TAO", GROUP)).toContain("switched off");
    expect(await member.read("price TAO", GROUP)).toContain("Bittensor");
    expect(await member.read("chart TAO")).not.toContain("switched off");
    expect(plainText(await ask("tao chart"))).not.toContain("Chart of");
    for (const name of ["settings", "help", "me", "allow"])
      expect(await set("commands_off", name)).toContain("stays on");
    expect(await set("commands_off", "nonsense")).toContain("There is no command");
  });

  test("the line below answers", async () => {
    await set("disclosure", "Not financial advice");
    expect((await member.say("price TAO", GROUP)).footer).toContain("Not financial advice");
    expect((await member.say("price TAO")).footer).not.toContain("Not financial advice");
    await set("disclosure", "none");
    expect((await member.say("price TAO", GROUP)).footer).not.toContain("advice");
  });

  test("the pause of each person and the answers of a place, with the wait said once", async () => {
    await set("repeats", "answer");
    await set("pause_seconds", "30");
    expect(await member.read("price TAO", GROUP)).toContain("Bittensor");
    expect(await member.read("price TAO", GROUP)).toContain("Ask again in 30 s.");
    expect(await member.say("price TAO", GROUP)).toEqual({ blocks: [] });
    expect(await (await desk.person("33")).read("price TAO", GROUP)).toContain("Bittensor");
    expect(await admin.read("price TAO", GROUP)).toContain("Bittensor");
    await set("pause_seconds", "0");
    await set("answers_an_hour", "3");
    const others = await Promise.all(["41", "42", "43", "44"].map((id) => desk.person(id)));
    const said = [];
    for (const other of others) said.push(await other.read("price TAO", GROUP));
    expect(said.filter((each) => each.includes("Bittensor"))).toHaveLength(3);
    expect(said.at(-1)).toContain("Ask again in 1 h.");
  });
});

test("whoever sends more than anybody types waits, in a direct chat too, and is told for how long", async () => {
  const answered = [];
  for (let count = 0; count < 45; count += 1) answered.push(await member.say("about"));
  expect(answered.filter(({ title }) => title !== undefined)).toHaveLength(40);
  expect(answered.filter((reply) => plainText(reply).includes("Ask again in 60 s."))).toHaveLength(1);
  expect(await member.read("price TAO")).toContain("Bittensor");
});

describe("for scripts", () => {
  test("what was exported is imported elsewhere, and only as a whole", async () => {
    await set("currency", "EUR");
    await set("blocked_accounts", "55");
    await set("cashtags", "on");
    const block = (await admin.say("settings export", GROUP)).blocks[0] as FileBlock;
    const other = { chatId: "-100300", isPublic: true };
    await admin.say("settings set pause_seconds 5", other);
    const file = new ChatFile({ name: block.name, size: block.text.length, load: async () => Buffer.from(block.text) });
    await desk.desk.run("settings import", { file }, admin.call(other));
    const here = (await admin.say("settings export", other)).blocks[0] as FileBlock;
    expect(JSON.parse(here.text)).toEqual(JSON.parse(block.text));

    for (const [settings, says] of [
      [{ currency: "USD", zone: "Atlantis" }, '"Atlantis" is nothing that zone can be'],
      [{ currency: "USD", nonsense: 1 }, '"nonsense" is no setting here'],
      [{ currency: "USD", pause_seconds: -1 }, "pause_seconds"],
      [{ currency: "USD", commands_off: ["settings"] }, "stays on"],
      [{ currency: "USD", allowed_accounts: "55" }, "allowed_accounts"],
    ] as const) {
      const text = JSON.stringify({ format: "westbound settings", settings });
      const said = plainText(await desk.desk.run("settings import", { text }, admin.call(other)));
      expect(said).toContain(says);
      expect(said.toLowerCase()).toContain("nothing was changed");
    }
    for (const text of ["{", "[]", "{}", '{"format":"westbound settings","settings":[]}', "null"])
      expect(plainText(await desk.desk.run("settings import", { text }, admin.call(other)))).toContain(
        "no file of settings",
      );
    expect((await admin.say("settings export", other)).blocks[0]).toEqual(here);
  });

  test("a value that cannot be is refused with what can be", async () => {
    expect(await set("who_may_ask", "some")).toContain("It can be everyone, admins, listed.");
    expect(await set("currency", "doubloons")).toContain("is nothing that currency can be");
    expect(await set("locale", "xx-nonsense-????")).toContain("is nothing that locale can be");
    expect(await set("zone", "Atlantis")).toContain("I know no time zone");
    expect(await set("pause_seconds", "99999")).toContain("is nothing that pause_seconds can be");
    expect(await set("disclosure", "x".repeat(150))).toContain("is nothing that disclosure can be");
    expect(await set("nonsense", "1")).toContain("name");
    expect(await desk.rows("setting")).toBe(0);
  });

  test("reset puts back one, or all", async () => {
    await set("currency", "EUR");
    await set("model", "off");
    await admin.say("settings reset currency", GROUP);
    expect(await admin.read("settings get currency", GROUP)).toContain("as the desk has it");
    expect(await admin.read("settings get model", GROUP)).toContain("off");
    await admin.say("settings reset all", GROUP);
    expect(await desk.rows("setting")).toBe(0);
    expect(await admin.read("settings get model", GROUP)).toContain("on");
  });

  test("a change that is delivered again is carried out once", async () => {
    const again = { ...GROUP, key: "k1" };
    await admin.say("settings set currency EUR", again);
    await set("currency", "GBP");
    expect(await admin.read("settings set currency EUR", again)).toContain("EUR");
    expect(await admin.read("settings get currency", GROUP)).toContain("GBP");
  });
});

test("the audit says who changed what, and of lists only how long they are", async () => {
  await set("who_may_ask", "admins");
  await set("blocked_accounts", "987654321");
  const said = await admin.read("audit", GROUP);
  expect(said).toContain("who_may_ask admins");
  expect(said).toContain("1 listed");
  expect(said).not.toContain("987654321");
});

test("every default of a place is one that the place could have set", () => {
  expect(() => adminSettings.parse({})).not.toThrow();
  expect(ADMIN_SETTINGS.length).toBe(20);
});

describe("a setting that there is not", () => {
  test.each([
    ["settings bogus:1", 'There is no setting "bogus". The buttons of /settings show those there are.'],
    ["settings bogus", 'There is no setting "bogus". The buttons of /settings show those there are.'],
    ["settings curency EUR", 'There is no setting "curency". Did you mean currency?'],
    [
      "settings answers:5",
      'There is no setting "answers". Did you mean answers_to or answers_stay or answers_an_hour?',
    ],
    ["settings acounts=1", 'There is no setting "acounts". Did you mean allowed_accounts or blocked_accounts?'],
    ["settings set curency EUR", '"name" cannot be "curency". Did you mean currency?'],
    ["settings get curency", '"name" cannot be "curency". Did you mean currency?'],
    ["settings reset model_question", '"name" cannot be "model_question". Did you mean model_questions_a_day'],
    [
      'settings import {"format":"westbound settings","settings":{"curency":"EUR"}}',
      '"curency" is no setting here; nothing was changed. Did you mean currency?',
    ],
  ])("%s is named, with those that may be meant", async (line, said) => {
    expect(await admin.read(line, GROUP)).toContain(said);
  });

  test("one that there is, typed where it is only shown, is told how it is changed", async () => {
    expect(await admin.read("settings currency:EUR", GROUP)).toContain("/settings set currency EUR changes it.");
    expect(await admin.read("settings zone Berlin", GROUP)).toContain("/settings set zone Berlin changes it.");
    expect(await admin.read("settings pause_seconds", GROUP)).toContain(
      "/settings set pause_seconds VALUE changes it.",
    );
    expect(await admin.read("settings zone", GROUP)).toContain("Time zone");
    expect(await admin.read("settings page:who", GROUP)).toContain("Who may ask");
    expect(await admin.read("settings WHO", GROUP)).toContain("Who may ask");
  });
});
