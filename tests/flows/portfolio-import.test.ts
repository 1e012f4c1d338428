import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ChatFile } from "../../src/core/chat-file.ts";
import { plainText } from "../../src/core/plain.ts";
import type { FileBlock, Reply } from "../../src/core/reply.ts";
import { type PeopleDesk, peopleDesk } from "../support/people-desk.ts";
import { openDiscordWhole } from "../support/discord-whole.ts";
import { openTelegramWhole } from "../support/telegram-whole.ts";
import { openWeb, Visitor, wordsOf } from "../support/web-door.ts";
import { openWholeDesk } from "../support/whole-desk.ts";

const HEAD =
  "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label,Description,TxHash";
const TRADES = [
  HEAD,
  "2025-03-02 09:00:00,1000,USD,2.5,TAO,1,USD,,,,,",
  "2025-04-01 10:00:00,0.5,TAO,300,USD,,,,,,,",
  "2025-04-11 10:00:00,,,0.1,TAO,,,31,USD,staking,,",
  "2025-04-11 10:00:00,,,0.1,TAO,,,31,USD,staking,,",
  "2025-04-12 10:00:00,500,EUR,,,,,,,,,",
  "2025-04-13 10:00:00,,,1,NOSUCHCOIN,,,,,,,",
  "not a date,,,1,TAO,,,,,,,",
].join("\n");

const aFile = (text: string | Uint8Array, name = "trades.csv"): ChatFile => {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  return new ChatFile({ name, size: bytes.byteLength, load: async () => bytes });
};

describe("an import", () => {
  let people: PeopleDesk;
  beforeEach(async () => {
    people = await peopleDesk();
  });
  afterEach(async () => {
    await people.database.destroy();
    expect(people.faults).toEqual([]);
  });

  const open = async (accountId = "ann") => {
    const ann = await people.person(accountId);
    const send = (text: string | Uint8Array, key?: string): Promise<Reply> =>
      people.desk.run("portfolio import", { file: aFile(text) }, ann.call(key === undefined ? {} : { key }));
    const exported = async (as = "csv"): Promise<string> => {
      const reply = await people.desk.run("portfolio export", { as }, ann.call());
      return reply.blocks
        .filter((block): block is FileBlock => block.kind === "file")
        .map(({ text }) => text)
        .join("");
    };
    return { ...ann, send, exported };
  };

  test("says what it would add, adds nothing before Confirm, and adds it once", async () => {
    const { send, press, exported, read } = await open();
    const run = await send(TRADES);
    const words = plainText(run);
    expect(words).toContain("nothing is added before you confirm");
    expect(words).toContain("Koinly, 7 rows");
    expect(words).toContain("2025-03-02 to 2025-04-11");
    expect(words).toContain("2 income, 1 bought, 1 sold");
    expect(words).toContain("1 × money, not a coin");
    expect(words).toContain('line 7: "NOSUCHCOIN" is no coin that is known');
    expect(words).toContain('line 8: "not a date" is not a date that can be read');
    expect(words).toMatch(/TAO\s+0\s+2\.2/);
    expect(run.audience).toBe("caller");
    expect(await exported()).toBe("");

    expect(plainText(await press(run, "Confirm: add 4", { key: "k1" }))).toContain("Added 4 entries from Koinly.");
    expect((await exported()).split("\r\n")).toHaveLength(6);
    expect(plainText(await press(run, "Confirm: add 4", { key: "k2" }))).toContain("added already");
    expect((await exported()).split("\r\n")).toHaveLength(6);

    const again = await send(TRADES);
    expect(plainText(again)).toContain("Nothing new in trades.csv.");
    expect(plainText(again)).toContain("There already: 4");
    expect(again.buttons).toBeUndefined();

    expect(await read("portfolio undo", { key: "k3" })).toContain("Took back the /portfolio import");
    expect(await exported()).toBe("");
    expect(plainText(await send(TRADES))).toContain("2 income, 1 bought, 1 sold");
  });

  test("handed over a second time by its door, the first one's button still confirms it", async () => {
    const { send, press, exported } = await open();
    const run = await send(TRADES, "update 7");
    const again = await send(TRADES, "update 7");
    expect(plainText(again)).toBe(plainText(run));
    expect(plainText(await press(run, "Confirm: add 4", { key: "k1" }))).toContain("Added 4 entries");
    expect(plainText(await press(again, "Confirm: add 4", { key: "k2" }))).toContain("added already");
    expect(plainText(await send(TRADES, "update 7"))).toContain("Nothing new");
    expect((await exported()).split("\r\n")).toHaveLength(6);
  });

  test("two presses at the same moment add it once", async () => {
    const { send, press, exported } = await open();
    const run = await send(TRADES);
    const both = await Promise.all(["a", "b"].map((key) => press(run, "Confirm: add 4", { key })));
    expect(both.map(plainText).filter((words) => words.includes("Added 4"))).toHaveLength(1);
    expect((await exported()).split("\r\n")).toHaveLength(6);
  });

  test("Cancel, another file, and an hour end it; nobody else can confirm it", async () => {
    const { send, press, exported } = await open();
    const first = await send(TRADES);
    expect(plainText(await press(first, "Cancel"))).toContain("Nothing was added");
    expect(plainText(await press(first, "Confirm: add 4"))).toContain("There is no file waiting");
    const second = await send(TRADES);
    await send(`${HEAD}\n2025-03-02 09:00:00,1000,USD,2.5,TAO,,,,,,,`);
    expect(plainText(await press(second, "Confirm: add 4"))).toContain("There is no file waiting");
    const ben = await open("ben");
    expect(await ben.read("portfolio import confirm")).toContain("There is no file waiting");
    expect(await exported()).toBe("");
  });

  test("waits an hour for its answer, and no longer", async () => {
    const { send, call, exported } = await open();
    const confirmed = async (later: number): Promise<string> => {
      const from = { ...call({ key: `at ${later}` }), now: call().now + later };
      return plainText(await people.desk.run("portfolio import", { answer: "confirm" }, from));
    };
    await send(TRADES);
    expect(await confirmed(3_600_000)).toContain("There is no file waiting");
    expect(await exported()).toBe("");
    expect(await confirmed(3_599_000)).toContain("Added 4 entries");
    expect((await exported()).split("\r\n")).toHaveLength(6);
  });

  test("of many thousand rows leaves others their turns at every step, and comes back from its export", async () => {
    const { send, press, exported, read } = await open();
    const rows = Array.from({ length: 6_000 }, (_, index) => {
      const at = new Date(Date.UTC(2024, 0, 1) + index * 1_000_000).toISOString().slice(0, 19).replace("T", " ");
      return `${at},${100 + (index % 9)},USD,0.5,TAO,,,,,,,tx${index}`;
    });
    const turnsIn = async <Value>(work: () => Promise<Value>) => {
      let isOver = false;
      let turns = 0;
      const count = (): void => {
        turns += 1;
        if (!isOver) setImmediate(count);
      };
      count();
      const value = await work();
      isOver = true;
      return { value, turns };
    };
    const run = await turnsIn(async () => await send([HEAD, ...rows].join("\n")));
    expect(run.turns).toBeGreaterThan(60);
    const confirmed = await turnsIn(async () => await press(run.value, "Confirm: add 6,000", { key: "k1" }));
    expect(confirmed.turns).toBeGreaterThan(30);
    const file = await exported();
    expect(file.split("\r\n")).toHaveLength(6_002);
    expect(plainText(await send(file))).toContain("Nothing new");
    expect(await read("portfolio undo", { key: "k2" })).toContain("Took back the /portfolio import");
    expect(await exported()).toBe("");
    await press(await send(file), "Confirm: add 6,000", { key: "k3" });
    expect(await exported()).toBe(file);
  });

  test(
    "of 50,000 rows is read and staged with its progress told, while others have their turns",
    { timeout: 120_000 },
    async () => {
      const { call } = await open();
      const rows = Array.from({ length: 50_000 }, (_, index) => {
        const at = new Date(Date.UTC(2024, 0, 1) + index * 1_000_000).toISOString().slice(0, 19).replace("T", " ");
        return `${at},${100 + (index % 9)},USD,0.5,TAO,,,,,,,tx${index}`;
      });
      const told: string[] = [];
      let [turns, isOver] = [0, false];
      const count = (): void => {
        turns += 1;
        if (!isOver) setImmediate(count);
      };
      count();
      const command = people.desk.commands.get("portfolio import");
      const facts = (await command?.run({ file: aFile([HEAD, ...rows].join("\n")) }, call(), (line) =>
        told.push(line),
      )) as {
        readonly adds: number;
      };
      isOver = true;
      expect(facts.adds).toBe(50_000);
      const parts = await people.database.selectFrom("import_row").select("position").execute();
      expect(parts).toHaveLength(500);
      expect(turns).toBeGreaterThan(500);
      const counts = told.flatMap(
        (line) => /^Read ([\d,]+) of 50,000 rows…$/.exec(line)?.[1]?.replaceAll(",", "") ?? [],
      );
      expect(counts.length).toBeGreaterThan(5);
      expect(counts.map(Number)).toEqual(counts.map(Number).toSorted((x, y) => x - y));
    },
  );

  test("what was entered by hand or exported is there already", async () => {
    const { say, send, press, exported } = await open();
    await say("portfolio add buy 2.5 TAO at 310 usd on 2025-03-01 fee 1 usd note from the desk", { key: "h" });
    const text = await exported();
    expect(plainText(await send(text))).toContain("There already: 1");
    await press(await send(TRADES), "Confirm: add 4", { key: "k" });
    const all = await exported();
    expect(plainText(await send(all))).toContain("There already: 5");

    const ben = await open("ben");
    await ben.press(await ben.send(all), "Confirm: add 5", { key: "b" });
    expect(await ben.exported()).toBe(all);
    const facts = JSON.parse(await ben.exported("json")) as { readonly entries: readonly unknown[] };
    expect(facts.entries).toHaveLength(5);
  });

  test("a row that was edited since is there already, and none once its import was taken back", async () => {
    const { send, press, read } = await open();
    await press(await send(TRADES), "Confirm: add 4");
    await read("portfolio edit 1 price:333 note:mine");
    expect(plainText(await send(TRADES))).toContain("Nothing new in");
    await read("portfolio undo");
    await read("portfolio undo");
    expect(plainText(await send(TRADES))).toContain("nothing is added before you confirm");
  });

  test("a file that overlaps with one before adds only what is new", async () => {
    const { send, press } = await open();
    const row = "2025-05-01 10:00:00,,,0.2,TAO,,,60,USD,staking,,";
    await press(await send(`${HEAD}\n${row}`), "Confirm: add 1", { key: "1" });
    const words = plainText(await send(`${HEAD}\n${row}\n${row}`));
    expect(words).toContain("There already: 1");
    expect(words).toContain("Would be added: 1 income");
  });

  test("what is no such file is said, and what would be", async () => {
    const { send, read } = await open();
    expect(plainText(await send("name,age,town\nann,3,x"))).toMatch(
      /no file that I know.*"name", "age", "town".*Coinbase/s,
    );
    expect(plainText(await send(HEAD))).toContain("there is no row in it");
    expect(plainText(await send(""))).toContain("The file is empty");
    expect(plainText(await send(Buffer.from("PK\u0003\u0004")))).toContain("a spreadsheet (.xlsx)");
    expect(plainText(await send(Buffer.from("Date,Kind\0,x")))).toContain("binary data");
    expect(await read("portfolio import")).toContain("Attach the CSV file");
  });

  test("coins that left without having come are said before and after", async () => {
    const { send, press } = await open();
    const run = await send(`${HEAD}\n2025-03-02 09:00:00,5,TAO,1000,USD,,,,,,,`);
    expect(plainText(run)).toContain("Below zero");
    expect(plainText(await press(run, "Confirm: add 1", { key: "k" }))).toContain("5 TAO");
  });

  test("more than ten rejected rows come as a file", async () => {
    const { send } = await open();
    const run = await send([HEAD, ...Array.from({ length: 30 }, () => "never,,,1,TAO,,,,,,,")].join("\n"));
    const file = run.blocks.find((block): block is FileBlock => block.kind === "file");
    expect(file?.text.split("\r\n")).toHaveLength(31);
    expect(plainText({ blocks: run.blocks.filter(({ kind }) => kind === "text") }).match(/line \d+/g)).toHaveLength(10);
  });

  test("nothing of a file is in the log", async () => {
    const { send, press } = await open();
    await press(await send(TRADES), "Confirm: add 4", { key: "k" });
    await send("name,age\nsecretive,1");
    expect(JSON.stringify(people.lines)).not.toMatch(/NOSUCHCOIN|secretive|trades\.csv/);
  });
});

describe("on each door", () => {
  test("Telegram: the file, the dry run, Confirm twice, undo", async () => {
    const door = await openTelegramWhole();
    const { server, whole } = door;
    const ann = server.person("Ann");
    server.sendFile(ann, ann, { name: "trades.csv", bytes: TRADES }, "/portfolio import");
    const run = await server.shown("nothing is added before you confirm", ann);
    server.press(run, ann, "Confirm: add 4");
    const added = await server.shown("Added 4 entries from Koinly.", ann);
    server.say(ann, ann, "/portfolio import confirm");
    await server.shown("added already", ann);
    server.press(added, ann, "Undo");
    await server.shown("Took back the /portfolio import", ann);
    expect(whole.faults).toEqual([]);
    await door.close();
  });

  test("Discord: the attachment, the dry run, Confirm twice, the export", async () => {
    const door = await openDiscordWhole();
    const { discord, whole, shown: until } = door;
    discord.slash("ann", "guild", "portfolio import", { file: { filename: "trades.csv", bytes: TRADES } });
    const run = await until("nothing is added before you confirm");
    expect(run.onlyFor).toBeDefined();
    discord.press("ann", run.id, "Confirm: add 4");
    await until("Added 4 entries");
    discord.slash("ann", "direct", "portfolio import", { answer: "confirm" });
    await until("added already");
    discord.slash("ann", "direct", "portfolio export");
    const exported = await until("Keep it to yourself");
    expect(exported.files[0]?.bytes.toString()).toContain("bittensor");
    expect(whole.faults).toEqual([]);
    await door.close();
  });

  test("the page: the file, the dry run, Confirm twice", async () => {
    const whole = await openWholeDesk();
    const door = await openWeb(whole);
    const ann = new Visitor(door.address);
    const { text } = await ann.sendFile(TRADES, { "x-file-name": "trades.csv" });
    const { file } = JSON.parse(text) as { readonly file: string };
    const run = (await ann.turn({ text: "/portfolio import", file })).at(-1)!;
    expect(wordsOf(run)).toContain("nothing is added before you confirm");
    const confirm = run.reply?.buttons.find(({ label }) => label.startsWith("Confirm"))?.id;
    expect(wordsOf((await ann.turn({ press: confirm })).at(-1)!)).toContain("Added 4 entries");
    expect(wordsOf((await ann.turn({ press: confirm })).at(-1)!)).toContain("added already");
    expect([...door.faults, ...whole.faults]).toEqual([]);
    await door.close();
    await whole.database.destroy();
  });
});
