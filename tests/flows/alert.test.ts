import { aCall, NOON } from "../support/calls.ts";
import { addUser } from "../support/desk.ts";
import { type AlertDesk, alertDesk, CONTRACT, type Figures } from "../support/alert-desk.ts";
import { alertAdd } from "../../src/commands/alert-add.ts";
import { describe, expect, test } from "vitest";
import { plainText } from "../../src/core/plain.ts";
import { ProviderError } from "../../src/core/errors.ts";
import type { CommandButton, Reply } from "../../src/core/reply.ts";
import type { Alert } from "../../src/alerts/alert.ts";
import { alertReply } from "../../src/commands/alert-told.ts";
import type { Call } from "../../src/core/call.ts";

const DAY = 86_400_000;
const GROUP = { chatId: "group-1", isPublic: true } as const;
const inGroup = (role: "member" | "admin" = "member", platform: "discord" | "telegram" = "discord") =>
  aCall({ caller: { role }, place: { ...GROUP, platform } });
const bob = aCall({ caller: { userId: "user-2", accountId: "account-2" }, place: { chatId: "chat-2" } });

/** TAO costs 324.94 dollars, whatever it is asked in. */
const market: Figures = (condition) => (condition.kind === "price" ? { value: 324.94, times: 4 } : {});

const labels = ({ buttons = [] }: Reply): readonly string[] => buttons.map(({ label }) => label);

async function ready(figures: Figures = market): Promise<AlertDesk> {
  return await alertDesk(figures);
}

describe("/alert add", () => {
  test("saves at once and says in one message what is watched, how it stands and how it would have done", async () => {
    const desk = await ready();
    const reply = await desk.say("alert add tao above 400");
    const said = plainText(reply);
    expect(said).toContain("Alert 12 is on");
    expect(said).toContain("I tell you when Bittensor (TAO) is above $400.00: once.");
    expect(said).toContain("$324.94, 19% away");
    expect(said).toContain("would have told 4 times in 30 days (daily closes)");
    expect(said).toContain("every 1 min");
    expect(reply.footer).toBe("Source: DefiLlama · 40 s ago");
    expect(labels(reply)).toEqual(["Undo", "Edit", "All alerts"]);
    expect(reply.audience).toBe("caller");
    expect(desk.alerts.kept).toHaveLength(1);
    expect(desk.faults).toEqual([]);
  });

  test("says when an earlier one watches the same", async () => {
    const desk = await ready();
    expect(await desk.read("alert add tao above 400")).not.toContain("the same");
    expect(await desk.read("alert add tao above 401")).not.toContain("the same");
    expect(await desk.read("alert add tell me when tao > 400 until never")).toContain("Alert 12 watches the same");
    expect(desk.alerts.kept.map(({ expiresAt }) => expiresAt)).toEqual([undefined, undefined, undefined]);
  });

  test("is taken back by Undo, and Undo by Undo", async () => {
    const desk = await ready();
    const gone = await desk.press(await desk.say("alert add tao above 400 repeat every 6h note sell half"), "Undo");
    expect(plainText(gone)).toContain("Removed: 12 · Bittensor (TAO) above $400.00.");
    expect(desk.alerts.kept).toEqual([]);
    await desk.press(gone, "Undo");
    expect(desk.alerts.kept[0]).toMatchObject({
      condition: { kind: "price", asset: { kind: "listed", id: "bittensor" }, is: "above", threshold: 400 },
      repetition: { kind: "repeat", coolDownMs: 6 * 3_600_000 },
      note: "sell half",
    });
  });

  test("asks about what holds already, and saves nothing until then", async () => {
    const desk = await ready();
    const asking = await desk.say("alert add tao above 300");
    expect(plainText(asking)).toContain("That is so already: Bittensor (TAO) is above $300.00 (now $324.94");
    expect(labels(asking)).toEqual(["When it happens again", "Now anyway", "Cancel"]);
    expect(desk.alerts.asked).toEqual([]);
    expect(plainText(await desk.press(asking, "Cancel"))).toBe("Nothing was saved.");
    expect(desk.alerts.asked).toEqual([]);
    expect(plainText(await desk.press(asking, "When it happens again"))).toContain("is on");
    expect(desk.alerts.asked[0]?.tellsAtOnce).toBeUndefined();
    await desk.press(asking, "Now anyway");
    expect(desk.alerts.asked[1]?.tellsAtOnce).toBe(true);
  });

  test.each([
    ["tao 400", "is above $400.00"],
    ["tao hits $300", "is below $300.00"],
  ])("%s: which side is meant is told by where the price is", async (line, says) => {
    expect(await (await ready()).read(`alert add ${line}`)).toContain(says);
  });

  test("asks which side when nobody knows the price", async () => {
    const desk = await ready(() => new ProviderError("DefiLlama", "timeout"));
    expect(await desk.read("alert add tao 400")).toContain("Above or below?");
  });

  test("watches also what nobody can see now, and says so", async () => {
    const desk = await ready(() => new ProviderError("DefiLlama", "timeout"));
    expect(await desk.read("alert add tao above 400")).toContain("nobody tells me now");
    expect(desk.alerts.kept).toHaveLength(1);
  });

  test("asks which coin is meant, and takes the answer with everything else that was typed", async () => {
    const desk = await ready();
    const asking = await desk.say("alert add AI above 500 repeat every 2d note AI is hot");
    const option = asking.choices?.options.find(({ label }) => label.includes("Gensyn"))?.label ?? "none";
    expect(desk.alerts.kept).toEqual([]);
    await desk.press(asking, option);
    expect(desk.alerts.kept[0]).toMatchObject({
      condition: { asset: { id: "gensyn" }, threshold: 500 },
      repetition: { coolDownMs: 2 * DAY },
      note: "AI is hot",
    });
  });

  test.each([
    ["tao moves 5% in 1h", "moves by 5% within 1h"],
    ["tao/btc above 0.005", "Bittensor (TAO) in Bitcoin (BTC) is above 0.005"],
    ["tao cap below 2b", "has a market cap below $2B"],
    ["tao volume above 500m", "trades more than $500M in 24 hours"],
    ["tao drawdown 30%", "is 30% below its all-time high"],
    ["tao below 300 eur", "is below €300.00"],
    ["tao rsi above 70", "has an RSI of 14 days above 70"],
    ["tao sma 50 crosses 200", "the SMA 50 of Bittensor (TAO) crosses its SMA 200"],
    ["tao breaks 20d range", "closes out of its range of 20 days"],
    ["layer agents 7d above 10%", "layer over 7 days is above +10.00%"],
    ["layer agents breadth below 30%", "less than 30% of the tokens in the "],
    ["layer agents rank better than 3", "is ranked 3rd or better"],
    ["layer agents drawdown 25%", "is 25% below its highest level of 30 days"],
    ["news bittensor", "there is a new story about Bittensor"],
    ["portfolio above 10000 usd", "Your portfolio is worth more than $10,000"],
    ["portfolio moves 5%", "Your portfolio moves by 5% within a day"],
    [`${CONTRACT} above 3`, "0xa1a1…a1a1 on Base is above $3.00"],
    ["0x4200000000000000000000000000000000000006 above 3", "belongs to 2 coins"],
    ["rndrizKT3MK1iimdxRdWabcF7Zg7AR5T4nud4EkHBof above 3", "Render (RENDER) is above $3.00"],
  ])("%s", async (line, says) => {
    const desk = await ready(() => ({}));
    expect((await desk.read(`alert add ${line}`)).toLowerCase()).toContain(says.toLowerCase());
    expect(desk.faults).toEqual([]);
  });

  test.each([
    ["tao abov 400", 'I do not understand "abov" in an alert. Did you mean "above"?'],
    ["tao above 400 quatloos", "not a currency"],
    ["qqqqzzzzxx above 4", "qqqqzzzzxx"],
    ["layer nosuch 7d above 10%", "There is no layer"],
    ["news nosuchproject", "not on the map"],
    ["tao above 400000000", "so I take it for a slip"],
    ["tao above -4", "above zero"],
    ["tao above 400 until 2020-01-01", "over already"],
    ["tao above 400 until someday", '"someday"'],
    ["tao above 400 repeat every 1m", "from 5m to 90d"],
    ["tao above 400 to https://example.com/hook", "has not allowed alerts to be sent to a webhook"],
    ["tao above 400 here", "direct chat"],
    ["", "What shall I watch?"],
    ["price", "needs a value"],
  ])("%j is refused, and nothing is saved: %s", async (line, says) => {
    const desk = await ready();
    expect(await desk.read(`alert add ${line}`)).toContain(says);
    expect(desk.alerts.kept).toEqual([]);
    expect(desk.faults).toEqual([]);
  });

  test("takes the same as fields, as Discord and the model hand it over", async () => {
    const desk = await ready();
    const fields = { kind: "change", coin: "TAO", is: "down", value: "5%", window: "2h", repeat: "6h", until: "30d" };
    const said = plainText(await desk.desk.run("alert add", fields, aCall()));
    expect(said).toContain("Bittensor (TAO) falls by 5% within 2h: each time, at most every 6 h.");
    expect(desk.alerts.kept[0]?.expiresAt).toBe(NOON + 30 * DAY);
  });

  test("ends a day at the end of it, by the clock of who says so", async () => {
    const desk = await ready();
    await desk.say("alert add tao above 400 until 2026-12-31");
    expect(desk.alerts.kept[0]?.expiresAt).toBe(Date.UTC(2026, 11, 31, 22, 59, 59, 999));
  });

  test("says when there is no room, with the way out", async () => {
    const desk = await ready();
    for (let at = 0; at < desk.alerts.limits.perOwner; at++) await desk.say(`alert add tao above ${400 + at}`);
    expect(await desk.read("alert add tao above 500")).toContain(
      "You have 12 alerts, which is as many as you can have. /alert remove makes room.",
    );
  });

  test("shows a hostile note as text and cuts it", async () => {
    const desk = await ready();
    const note = `\u202E<b>@everyone</b> ${"x".repeat(180)}`;
    await desk.say(`alert add tao above 400 note ${note}`);
    expect(desk.alerts.kept[0]?.note).toBe(`<b>@everyone</b> ${"x".repeat(180)}`);
    const fields = { kind: "price", coin: "tao", is: "above", value: "400", note: "y".repeat(300) };
    expect(plainText(await desk.desk.run("alert add", fields, aCall()))).toContain('"note" is too long');
  });

  test("made in a group tries the direct chat before it is saved", async () => {
    const desk = await ready();
    const reply = await desk.say("alert add tao above 400", inGroup());
    expect(reply.audience).toBe("caller");
    expect(plainText(reply)).toContain("I tell you when");
    expect(desk.direct.said).toEqual([
      "You have asked for an alert when Bittensor (TAO) is above $400.00. It comes here.",
    ]);
    await desk.say("alert add tao above 401");
    expect(desk.direct.said).toHaveLength(1);
  });

  test.each([
    ["discord", "Allow direct messages from members of this server"],
    ["telegram", "press Start"],
  ] as const)(
    "made on %s where the direct chat is closed is saved as such, with the way to open it",
    async (platform, way) => {
      const desk = await ready();
      desk.direct.refuses = "it does not let me write";
      const said = await desk.read("alert add tao above 400", inGroup("member", platform));
      expect(said).toContain("I cannot reach you");
      expect(said).toContain(way);
      expect(said).toContain("/alert resume 12");
      expect(desk.alerts.kept[0]?.state).toBe("unreachable");
      expect(await desk.read("alert list")).toContain(way);
      expect(await desk.read("alert resume 12", inGroup("member", platform))).toContain("still cannot reach you");
      desk.direct.refuses = undefined;
      expect(await desk.read("alert resume 12", inGroup("member", platform))).toContain("is watched again");
    },
  );

  test("has few enough fields, and needs but the first, for a form to show", () => {
    const names = Object.keys(alertAdd({} as Parameters<typeof alertAdd>[0]).input.shape);
    expect(names.slice(0, 4)).toEqual(["kind", "coin", "is", "value"]);
    expect(names.length).toBeLessThanOrEqual(25);
  });
});

describe("alerts of a place", () => {
  test("are made, seen and stopped by any admin there, and by nobody else", async () => {
    const desk = await ready();
    await addUser(desk.database, "user-2");
    expect(await desk.read("alert here tao above 400", inGroup("member"))).toContain("Only an admin");
    const made = await desk.say("alert here tao above 400", inGroup("admin"));
    expect(plainText(made)).toContain("I tell everybody here when Bittensor (TAO) is above $400.00");
    expect(made.audience).toBeUndefined();
    expect(desk.direct.said).toEqual([]);
    const other = aCall({ caller: { ...bob.caller, role: "admin" }, place: { ...GROUP, platform: "discord" } });
    const listed = await desk.say("alert here", other);
    expect(plainText(listed)).toContain("One alert of this place");
    const card = await desk.press(listed, listed.choices?.options[0]?.label ?? "", other);
    expect(plainText(await desk.press(card, "Remove", other))).toContain("Removed: 12");
    expect(desk.alerts.kept).toEqual([]);
  });

  test("do not show the admin's own", async () => {
    const desk = await ready();
    await desk.say("alert add near above 900 note mine alone", inGroup("admin"));
    expect(await desk.read("alert here", inGroup("admin"))).toContain("no alerts");
    expect(await desk.read("alert here 12", inGroup("admin"))).toContain("This place has no alert 12.");
    expect(await desk.read("alert here 12 remove", inGroup("admin"))).toContain("This place has no alert 12.");
    expect(desk.alerts.kept).toHaveLength(1);
  });

  test("are paused, resumed, put to sleep, edited and removed by what any admin types there", async () => {
    const desk = await ready();
    await addUser(desk.database, "user-2");
    await desk.say("alert here tao above 400", inGroup("admin", "telegram"));
    const other = aCall({ caller: { ...bob.caller, role: "admin" }, place: { ...GROUP, platform: "telegram" } });
    const typed = (words: string) => desk.read(`alert here 12 ${words}`, other);
    expect(await typed("pause")).toContain("is paused.");
    expect(desk.alerts.kept[0]?.state).toBe("paused");
    expect(await typed("")).toContain("/alert here 12 resume watches it again");
    expect(await typed("resume")).toContain("is watched again.");
    expect(await typed("snooze 2h")).toContain("is quiet until 2026-");
    expect(await typed("snooze until tomorrow 9:00")).toContain("03-02 09:00");
    expect(await typed("edit")).toContain("/alert here 12 edit above 450");
    const edited = await desk.say("alert here 12 edit above 420 note ours", other);
    expect(desk.alerts.kept[0]?.condition).toMatchObject({ threshold: 420 });
    await desk.press(edited, "Undo", other);
    expect(desk.alerts.kept[0]?.condition).toMatchObject({ threshold: 400 });
    expect(desk.alerts.kept[0]?.target).toEqual({ kind: "place" });
    const removed = await desk.say("alert here 12 remove", other);
    expect(desk.alerts.kept).toEqual([]);
    expect(plainText(await desk.press(removed, "Undo", other))).toContain("everybody here");
    expect(desk.alerts.kept).toHaveLength(1);
  });

  test("are worked by the buttons of another admin's card and of the place's own posts, and by nobody without the right", async () => {
    const desk = await ready();
    await addUser(desk.database, "user-2");
    await desk.say("alert here tao above 400", inGroup("admin"));
    const card = await desk.say("alert here 12", inGroup("admin"));
    const place = { ...GROUP, platform: "discord" } as const;
    const as = (role: "member" | "admin", chatId: string = GROUP.chatId) =>
      aCall({ caller: { ...bob.caller, role }, place: { ...place, chatId } });
    const post = alertReply({
      kind: "one",
      fired: {
        alert: desk.alerts.kept[0] as Alert,
        names: { subject: "Bittensor (TAO)" },
        value: 412,
        threshold: 400,
        source: "DefiLlama",
        asOf: NOON,
        firedAt: NOON,
        why: "",
      },
    });
    for (const [reply, ownerId] of [
      [card, "user-1"],
      [post, undefined],
    ] as const) {
      const button = reply.buttons?.find(({ label }) => label === "Snooze 1 h") as CommandButton;
      const id = await desk.desk.keep(button, ownerId);
      const press = async (call: Call) => await desk.desk.press(id, call);
      desk.alerts.put(12, { state: "armed" });
      // Whoever is no admin any more is a member to the platform.
      expect(plainText((await press(as("member"))).reply)).toContain("Only an admin");
      expect(plainText((await press(as("admin", "group-2"))).reply)).toContain("This place has no alert 12.");
      expect(desk.alerts.kept[0]?.state).toBe("armed");
      const { reply: answer } = await press(as("admin"));
      expect(plainText(answer)).toContain("is quiet until");
      expect(answer.audience).toBeUndefined();
      expect(desk.alerts.kept[0]?.state).toBe("paused");
    }
  });

  test("are suggested by number where one is asked for, without the admin's own", async () => {
    const desk = await ready();
    await desk.say("alert add near above 900", inGroup("admin"));
    await desk.say("alert here tao above 400", inGroup("admin"));
    const offered = await desk.desk.suggest("alert here", "number", "", inGroup("admin"));
    expect(offered.map(({ value }) => value)).toEqual(["13"]);
  });

  test("are made by `here`, too, where the door runs it", async () => {
    const desk = await ready();
    expect(await desk.read("alert add tao above 400 here", inGroup("admin"))).toContain("everybody here");
    expect(await desk.read("alert add tao above 400 here", inGroup("member"))).toContain("Only an admin of this place");
    expect(desk.alerts.kept).toHaveLength(1);
  });

  test("never tell of a portfolio", async () => {
    const desk = await ready(() => ({ value: 9_000 }));
    expect(await desk.read("alert here portfolio above 10000", inGroup("admin"))).toContain("for you alone");
    expect(desk.alerts.kept).toEqual([]);
  });

  test("are asked about when they hold already, and have a limit of their own", async () => {
    const desk = await ready();
    const asking = await desk.say("alert here tao above 300", inGroup("admin"));
    expect(plainText(await desk.press(asking, "When it happens again", inGroup("admin")))).toContain("everybody here");
    await desk.say("alert here tao above 500", inGroup("admin"));
    expect(await desk.read("alert here tao above 600", inGroup("admin"))).toContain("This place has 2 alerts");
    expect(await desk.read("alert here tao above 600", aCall({ caller: { role: "owner" } }))).toContain("direct chat");
  });
});

describe("/alert list", () => {
  test("that is empty says how to begin", async () => {
    expect(await (await ready()).read("alert list")).toContain("/alert add tao above 400 makes one");
  });

  test("shows the nearest to telling first, how often each is checked, and why one is not", async () => {
    const desk = await ready();
    for (const each of ["900", "330", "500"]) await desk.say(`alert add tao above ${each}`);
    await desk.say("alert add near below 100 note none of it");
    await desk.say("alert pause 15");
    const reply = await desk.say("alert list");
    const said = plainText(reply);
    const places = ["13 · ", "14 · ", "12 · ", "15 · "].map((each) => said.indexOf(each));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(said).toContain("checked every 1 min");
    expect(said).toContain("now $324.94, 1.5% away");
    expect(said).toContain("Paused. /alert resume 15");
    expect(reply.audience).toBe("caller");
  });

  test("goes by pages, and each alert opens from it", async () => {
    const desk = await ready();
    for (let at = 0; at < 10; at++) await desk.say(`alert add tao above ${400 + at}`);
    const first = await desk.say("alert list");
    expect(first.choices?.options).toHaveLength(8);
    const second = await desk.press(first, "+2 more");
    expect(second.choices?.options).toHaveLength(2);
    expect(labels(second)).toEqual(["Back"]);
    const card = await desk.press(second, second.choices?.options[0]?.label ?? "");
    expect(plainText(card)).toContain("Alert 20");
    expect(await desk.read("alert list 99")).toContain("10 alerts");
  });

  test("is everybody's own", async () => {
    const desk = await ready();
    await addUser(desk.database, "user-2");
    await desk.say("alert add tao above 400");
    expect(await desk.read("alert list", bob)).toContain("You have no alerts");
    for (const line of ["why 12", "edit 12 above 1", "pause 12", "resume 12", "snooze 12 1h", "remove 12"])
      expect(await desk.read(`alert ${line}`, bob)).toContain("You have no alert 12");
    expect(desk.alerts.kept[0]).toMatchObject({ state: "armed", condition: { threshold: 400 } });
  });
});

describe("an alert that is there", () => {
  test("is edited by what is typed, and put back by Undo", async () => {
    const desk = await ready();
    await desk.say("alert add tao above 400 note old words");
    const reply = await desk.say("alert edit 12 below 250 eur repeat every 6h until 30d note new words");
    const said = plainText(reply);
    expect(said).toContain("I tell when Bittensor (TAO) is below €250.00: each time, at most every 6 h.");
    expect(said).toContain("new words");
    expect(desk.alerts.kept[0]).toMatchObject({
      condition: { threshold: 250, currency: "EUR" },
      expiresAt: NOON + 30 * DAY,
    });
    await desk.press(reply, "Undo");
    const [undone] = desk.alerts.kept;
    expect(undone).toMatchObject({
      condition: { is: "above", threshold: 400, currency: "USD" },
      repetition: { kind: "once" },
      note: "old words",
    });
    expect(undone?.expiresAt).toBeUndefined();
  });

  test.each([
    ["12 450", { threshold: 450, is: "above" }],
    ["12 value 450", { threshold: 450, is: "above" }],
    ["12 €450", { threshold: 450, currency: "EUR" }],
    ["#12 > 450", { threshold: 450 }],
  ])("edit %s", async (line, condition) => {
    const desk = await ready();
    await desk.say("alert add tao above 400");
    await desk.say(`alert edit ${line}`);
    expect(desk.alerts.kept[0]?.condition).toMatchObject(condition);
  });

  test("says when what it is changed to holds already", async () => {
    const desk = await ready();
    await desk.say("alert add tao above 400");
    expect(await desk.read("alert edit 12 above 300")).toContain(
      "That is so already, so I tell when it happens again.",
    );
  });

  test("offers what people change where nothing is typed", async () => {
    const desk = await ready();
    await desk.say("alert add tao above 400 until 30d");
    const asked = await desk.say("alert edit 12");
    expect(plainText(asked)).toContain("It reads: =bittensor above 400 USD once until");
    await desk.press(asked, "To $440.00");
    expect(desk.alerts.kept[0]?.condition).toMatchObject({ threshold: 440 });
    await desk.press(asked, "Without an end");
    expect(desk.alerts.kept[0]?.expiresAt).toBeUndefined();
    await desk.press(asked, "Each time, at most every 24 h");
    expect(desk.alerts.kept[0]?.repetition).toEqual({ kind: "repeat", coolDownMs: DAY });
  });

  test.each([
    ["12 above cheap", '"cheap" is no amount'],
    ["12 fourhundred", '"fourhundred" is no amount'],
    ["twelve above 4", "number"],
    ["99 above 4", "You have no alert 99"],
  ])("is not changed by %s", async (line, says) => {
    const desk = await ready();
    await desk.say("alert add tao above 400");
    expect(await desk.read(`alert edit ${line}`)).toContain(says);
    expect(desk.alerts.kept[0]?.condition).toMatchObject({ threshold: 400 });
  });

  test("is paused and resumed", async () => {
    const desk = await ready();
    await desk.say("alert add tao above 400");
    const paused = await desk.say("alert pause 12");
    expect(plainText(paused)).toContain("Alert 12 (Bittensor (TAO) above $400.00) is paused.");
    expect(desk.alerts.kept[0]?.state).toBe("paused");
    expect(plainText(await desk.press(paused, "Resume"))).toContain("is watched again");
    expect(desk.alerts.kept[0]?.state).toBe("armed");
  });

  test.each([
    ["1h", NOON + 3_600_000, "2026-03-01 14:00"],
    ["1 day", NOON + DAY, "2026-03-02 13:00"],
    ["until tomorrow 9:00", Date.UTC(2026, 2, 2, 8), "2026-03-02 09:00"],
    ["tomorrow at 7 pm", Date.UTC(2026, 2, 2, 18), "2026-03-02 19:00"],
  ])("is snoozed %s, by the clock of its owner", async (time, until, shown) => {
    const desk = await ready();
    await desk.say("alert add tao above 400");
    expect(await desk.read(`alert snooze 12 ${time}`)).toContain(`is quiet until ${shown}`);
    expect(desk.alerts.kept[0]).toMatchObject({ state: "paused", snoozedUntil: until });
    await desk.say("alert resume 12");
    expect(desk.alerts.kept[0]?.snoozedUntil).toBeUndefined();
  });

  test.each(["tomorrow 25:00", "a while", "1s", "900d"])("is not snoozed %s", async (time) => {
    const desk = await ready();
    await desk.say("alert add tao above 400");
    await desk.say(`alert snooze 12 ${time}`);
    expect(desk.alerts.kept[0]?.state).toBe("armed");
    expect(desk.faults).toEqual([]);
  });

  test("tells why it did or did not tell", async () => {
    const desk = await ready();
    await desk.say("alert add tao above 400 repeat every 6h note sell half");
    desk.alerts.put(12, {
      state: "fired",
      firedAt: NOON - 7_200_000,
      lastCheck: {
        at: NOON - 60_000,
        value: 412.3,
        asOf: NOON - 90_000,
        source: "DefiLlama",
        why: "$412.30 is above $400.00.",
        distanceFraction: 0,
        everyMs: 600_000,
      },
    });
    const reply = await desk.say("alert why 12");
    const said = plainText(reply);
    expect(said).toContain("It told 2 h ago, and waits until the condition has let go.");
    expect(said).toContain("Last checked 60 s ago. $412.30 is above $400.00.");
    expect(said).toContain("every 10 min");
    expect(said).toContain("sell half");
    expect(reply.footer).toBe("Source: DefiLlama · 2 min ago");
    expect(await desk.read("alert why 99")).toContain("You have no alert 99.");
  });

  test("is removed by its number, several at once, or chosen", async () => {
    const desk = await ready();
    for (const each of ["400", "500", "600", "700"]) await desk.say(`alert add tao above ${each}`);
    expect(await desk.read("alert remove 12, 99")).toContain("You have no alert 99.");
    const chosen = await desk.say("alert remove");
    await desk.press(chosen, "13 · Bittensor (TAO) above $500.00");
    const both = await desk.say("alert remove 14 15");
    expect(desk.alerts.kept).toEqual([]);
    await desk.press(both, "14 · Bittensor (TAO) above $600.00");
    expect(desk.alerts.kept[0]?.condition).toMatchObject({ threshold: 600 });
    expect(await desk.read("alert remove all")).toContain('"all" is no number of an alert.');
  });
});

describe("suggestions", () => {
  test("are the caller's alerts, by number or name", async () => {
    const desk = await ready();
    await desk.say("alert add tao above 400");
    const found = await desk.desk.suggest("alert why", "number", "bitt", aCall());
    expect(found).toEqual([{ label: "12 · Bittensor (TAO) above $400.00", value: "12" }]);
    expect(await desk.desk.suggest("alert why", "number", "", bob)).toEqual([]);
  });

  test("are coins, layers, projects, times and places for a new one", async () => {
    const { desk } = await ready();
    const values = async (field: string, typed: string, from = aCall()) =>
      (await desk.suggest("alert add", field, typed, from)).map(({ value }) => value);
    expect(await values("coin", "bittens")).toContain("bittensor");
    expect(await values("layer", "agen")).toContain("agents");
    expect(await values("project", "bittens")).toContain("=bittensor");
    expect(await values("window", "sma")).toEqual(["sma 50/200"]);
    expect(await values("target", "")).toEqual(["me"]);
    expect(await values("target", "", inGroup("admin"))).toEqual(["me", "here"]);
  });
});
