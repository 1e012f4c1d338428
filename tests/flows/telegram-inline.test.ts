import { afterEach, expect, test } from "vitest";
import { BlockStore } from "../../src/store/block-store.ts";
import type { TelegramParts } from "../../src/adapters/telegram/adapter.ts";
import { PICTURE_ROUTE } from "../../src/adapters/telegram/pictures.ts";
import { createWebServer } from "../../src/adapters/web/server.ts";
import type { Desk } from "../../src/core/desk.ts";
import { Health } from "../../src/core/health.ts";
import { openTelegramWhole, type TelegramWhole } from "../support/telegram-whole.ts";
import { PIXEL } from "../support/telegram.ts";

const opened: TelegramWhole[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function open(change: Partial<TelegramParts> & { look?: (desk: Desk) => Desk["lookUp"] } = {}) {
  const door = await openTelegramWhole({ claimCode: "AAAA-BBBB-CCCC", ...change });
  opened.push(door);
  const ann = door.server.person("Ann");
  /** Types, and waits for what is offered. */
  const typed = async (words: string) => {
    const query = door.server.typeInline(ann, words);
    return await door.server.until(() => query.answer);
  };
  return { ...door, ann, typed };
}

test("the name of a coin offers its price, which is sent with its source and age", async () => {
  const { typed } = await open();
  const { results, isPersonal, cacheTime } = await typed("tao");
  expect(results).toHaveLength(1);
  expect(results[0]).toMatchObject({ type: "article", title: expect.stringMatching(/^Bittensor \(TAO\) \$\d/) });
  const sent = results[0]?.input_message_content?.message_text;
  expect(sent).toMatch(/Bittensor \(TAO\) \$\d/);
  expect(sent).toMatch(/sample of \d{4}-\d{2}-\d{2}, not live/);
  expect(results[0]?.reply_markup).toBeUndefined();
  expect(isPersonal).toBe(true);
  expect(cacheTime).toBeLessThanOrEqual(60);
});

test("whom the owner has blocked is offered nothing, and everybody else is", async () => {
  const { server, typed, whole, ann } = await open();
  await new BlockStore().add(whole.database, `telegram:${ann.id}`, 1);
  expect((await typed("tao")).results).toEqual([]);
  const query = server.typeInline(server.person("Ben"), "tao");
  expect((await server.until(() => query.answer)).results).toHaveLength(1);
});

test("an amount is converted", async () => {
  const { typed } = await open();
  const { results } = await typed("2.5 tao in eur");
  expect(results).toHaveLength(1);
  expect(results[0]?.title).toMatch(/2\.5 TAO/);
  expect(results[0]?.input_message_content?.message_text).toMatch(/€/);
});

test("numbers are written as the asker's language has it", async () => {
  const { server } = await open();
  const query = server.typeInline(server.person("Jörg", { language_code: "de" }), "btc");
  const { results } = await server.until(() => query.answer);
  expect(results[0]?.title).toMatch(/70\.700,00/);
});

test("without an address of ours a chart comes in words, and says how to get the picture", async () => {
  const { typed } = await open();
  const { results } = await typed("chart tao 7d");
  expect(results).toMatchObject([{ type: "article", title: expect.stringContaining("Bittensor (TAO), 7 days") }]);
  expect(results[0]?.input_message_content?.message_text).toContain(
    "For the picture write “chart tao 7d” to @WestboundTestBot.",
  );
  expect(results[0]?.reply_markup?.inline_keyboard.flat()).toEqual([
    { text: "Open our chat", url: "https://t.me/WestboundTestBot" },
  ]);
});

test("with an address of ours a chart is a picture that Telegram fetches from there, for a quarter of an hour", async () => {
  const { typed, adapter, whole } = await open({ publicUrl: "https://desk.example" });
  const { results } = await typed("chart tao 7d");
  expect(results).toMatchObject([{ type: "photo", photo_width: 1, photo_height: 1 }]);
  expect(results[0]?.caption).toContain("Bittensor (TAO), 7 days");
  const url = results[0]?.photo_url ?? "";
  expect(url).toMatch(/^https:\/\/desk\.example\/telegram\/pictures\/[\w-]{22}\.png$/);
  const fetched = adapter.handlePicture(new Request(url));
  expect(fetched.headers.get("content-type")).toBe("image/png");
  expect(Buffer.from(await fetched.arrayBuffer())).toEqual(PIXEL);
  expect(adapter.handlePicture(new Request(url, { method: "HEAD" })).status).toBe(200);
  expect(adapter.handlePicture(new Request(url, { method: "POST" })).status).toBe(405);
  expect(adapter.handlePicture(new Request(url.replace(/.{6}\.png$/, "AAAAAA.png"))).status).toBe(404);
  whole.pass(15 * 60_000);
  expect(adapter.handlePicture(new Request(url)).status).toBe(404);
});

test("the web server hands the picture out under that address, whatever name it is reached by", async () => {
  const { typed, adapter, log } = await open({ publicUrl: "https://desk.example" });
  const server = createWebServer({
    host: "127.0.0.1",
    port: 0,
    publicUrl: "https://desk.example",
    routes: [{ path: PICTURE_ROUTE, handle: async (request) => adapter.handlePicture(request) }],
    page: undefined,
    health: new Health(),
    metrics: async () => "",
    log,
  });
  const address = await server.start();
  try {
    const { results } = await typed("chart tao 7d");
    const path = new URL(results[0]?.photo_url ?? "").pathname;
    const fetched = await fetch(`${address}${path}`);
    expect(fetched.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await fetched.arrayBuffer())).toEqual(PIXEL);
    expect((await fetch(`${address}/telegram/pictures/..%2f..%2fetc%2fpasswd`)).status).toBe(404);
  } finally {
    await server.stop();
  }
});

test("an address of ours that Telegram cannot trust is not used", async () => {
  const { typed } = await open({ publicUrl: "http://192.168.1.5:8080" });
  expect(await typed("chart tao 7d")).toMatchObject({ results: [{ type: "article" }] });
});

test("a picture that cannot be drawn leaves the words", async () => {
  const { typed, whole } = await open({
    publicUrl: "https://desk.example",
    draw: async () => {
      throw new Error("no ink");
    },
  });
  const { results } = await typed("chart tao 7d");
  expect(results).toMatchObject([{ type: "article" }]);
  expect(whole.faults).toHaveLength(1);
});

test("when Telegram refuses the picture's address, the same goes out in words", async () => {
  const { typed, server } = await open({ publicUrl: "https://desk.example" });
  server.fail("answerInlineQuery", { kind: "error", code: 400, description: "Bad Request: WEBDOCUMENT_URL_INVALID" });
  const { results } = await typed("chart tao 7d");
  expect(results).toMatchObject([{ type: "article" }]);
  expect(results[0]?.input_message_content?.message_text).toContain("Bittensor (TAO), 7 days");
});

test("an unfinished word offers the prices of what it may become", async () => {
  const { typed } = await open();
  const { results } = await typed("bitten");
  expect(results.map(({ title }) => title)).toEqual([expect.stringMatching(/^Bittensor \(TAO\) \$\d/)]);
  const many = await typed("bit");
  expect(many.results.length).toBeGreaterThan(1);
  expect(new Set(many.results.map(({ title }) => title)).size).toBe(many.results.length);
});

test("an unfinished word in a sentence is finished there", async () => {
  const { typed } = await open();
  const { results } = await typed("chart bitten");
  expect(results.map(({ title }) => title)).toEqual([expect.stringContaining("Bittensor (TAO), 7 days")]);
});

test.each(["", "   "])("nothing typed (%j) offers nothing and says what can be", async (words) => {
  const { typed } = await open();
  expect(await typed(words)).toMatchObject({ results: [], button: expect.stringContaining("chart tao 7d") });
});

test.each(["zzzqqq", "what do you think of bittensor", "claim AAAA-BBBB-CCCC", "\u0000\u202e", "x".repeat(256)])(
  "%j offers nothing, for a short while only",
  async (words) => {
    const { typed } = await open();
    const { results, cacheTime } = await typed(words);
    expect(results).toEqual([]);
    expect(cacheTime).toBeLessThanOrEqual(5);
  },
);

test("of what is typed letter by letter only the last is looked up and answered", async () => {
  let lookUps = 0;
  const look =
    (desk: Desk): Desk["lookUp"] =>
    async (asked, call) => {
      lookUps += 1;
      return await desk.lookUp(
        typeof asked === "string" ? { command: "price", input: { assets: [asked] } } : asked,
        call,
      );
    };
  const { server, ann } = await open({ look, timings: { ...SLOW_TYPING } });
  const queries = ["b", "bt", "btc"].map((words) => server.typeInline(ann, words));
  const { results } = await server.until(() => queries[2]?.answer);
  expect(results[0]?.title).toContain("Bitcoin (BTC)");
  expect(lookUps).toBe(1);
  expect(server.callsOf("answerInlineQuery")).toHaveLength(1);
});

test("two people who type at once are both answered", async () => {
  const { server, ann } = await open();
  const queries = [server.typeInline(ann, "tao"), server.typeInline(server.person("Ben"), "near")];
  const answers = await Promise.all(queries.map((query) => server.until(() => query.answer)));
  expect(answers.map(({ results }) => results[0]?.title)).toEqual([
    expect.stringContaining("TAO"),
    expect.stringContaining("NEAR"),
  ]);
});

test("a look-up that takes too long gives an empty list, which is not kept", async () => {
  const { typed } = await open({ look: () => () => new Promise(() => undefined) });
  expect(await typed("tao")).toMatchObject({ results: [], cacheTime: 0, button: expect.stringContaining("longer") });
});

test("somebody whose look-up hangs has no second one begun beside it", async () => {
  let begun = 0;
  const look = (): Desk["lookUp"] => () => {
    begun += 1;
    return new Promise(() => undefined);
  };
  const { typed } = await open({ look });
  expect(await typed("tao")).toMatchObject({ results: [], cacheTime: 0 });
  expect(await typed("near")).toMatchObject({ results: [], cacheTime: 0 });
  expect(begun).toBe(1);
});

test("a look-up that fails gives an empty list", async () => {
  const { typed, whole } = await open({
    look: () => async () => {
      throw new Error("broken");
    },
  });
  expect(await typed("tao")).toMatchObject({ results: [], cacheTime: 0 });
  expect(whole.faults).toMatchObject([{ message: "broken" }]);
});

test("a query that Telegram has given up is left, and the next one is answered", async () => {
  const { typed, server, ann, log } = await open();
  server.fail("answerInlineQuery", {
    kind: "error",
    code: 400,
    description: "Bad Request: query is too old and response timeout expired or query ID is invalid",
  });
  server.typeInline(ann, "near");
  await server.until(() => server.callsOf("answerInlineQuery").length === 1);
  expect((await typed("tao")).results).toHaveLength(1);
  expect(log.lines.filter(({ level }) => level === "warn")).toEqual([]);
});

test("typing makes nobody known: no person, no place, no question and no button is kept, and nothing typed is logged", async () => {
  const { typed, server, whole, log } = await open();
  await typed("tao");
  const before = await whole.rows("user");
  for (const [index, words] of ["near", "chart tao 7d", "bitt", "btc=bittensor"].entries()) {
    const query = server.typeInline(server.person(`Person ${index}`), words);
    await server.until(() => query.answer);
  }
  expect(await whole.rows("user")).toBe(before);
  expect(await whole.rows("account")).toBe(1);
  expect(await whole.rows("incoming_request")).toBe(0);
  expect(await whole.rows("button")).toBe(0);
  expect(JSON.stringify([log.lines, whole.lines])).not.toMatch(/bitt\b|btc=/);
  expect(whole.faults).toEqual([]);
});

test("what was sent by inline mode into a chat with us is not taken for a question", async () => {
  const { server, ann } = await open();
  server.say(ann, ann, "Bittensor (TAO) $412", { more: { via_bot: { id: 1, is_bot: true, first_name: "W" } } });
  server.say(ann, ann, "/about");
  await server.until(() => server.ours(ann)[0]);
  expect(server.ours(ann)).toHaveLength(1);
});

test("inline queries are asked for, and what was chosen of them is not", async () => {
  const { server } = await open();
  const polled = await server.until(() => server.callsOf("getUpdates")[0]?.values["allowed_updates"]);
  expect(polled).toContain("inline_query");
  expect(polled).not.toContain("chosen_inline_result");
});

/** Letters follow each other faster than a query rests. */
const SLOW_TYPING = {
  pollSeconds: 5,
  inlineRestMs: 150,
  inlineMs: 1_000,
  stopMs: 500,
  firstPauseMs: 10,
};
