import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWebServer, WebServerError } from "../../src/adapters/web/server.ts";
import { createMetrics } from "../../src/adapters/web/metrics.ts";
import { Health } from "../../src/core/health.ts";
import { text } from "../../src/core/reply.ts";
import type { Database } from "../../src/store/database.ts";
import { memoryLog, NOON } from "../support/calls.ts";
import { adminOnly, echo, tally, testDesk, type TestDesk } from "../support/desk.ts";
import { openWeb, PIXEL, send, Visitor, type WebDoor, wordsOf } from "../support/web-door.ts";

const PUBLIC = "https://desk.example";

let made: TestDesk;
let door: WebDoor;
let database: Database;
let asked: string[];
let counts: Map<string, number>;
let now: number;
const opened: WebDoor[] = [];

/** A door of its own, closed with the others. */
async function open(change: Parameters<typeof openWeb>[1] = {}): Promise<WebDoor> {
  const web = await openWeb(made, { clock: () => now, ...change });
  opened.push(web);
  return web;
}

beforeEach(async () => {
  asked = [];
  counts = new Map();
  now = Date.now();
  made = await testDesk([echo, tally(counts), adminOnly], {
    clock: () => now,
    answer: async (question, _call, progress) => {
      asked.push(question);
      progress("Looking it up");
      return question === "silence" ? { blocks: [] } : { blocks: [text(`You asked: ${question}`)] };
    },
  });
  ({ database } = made);
  door = await open();
});

afterEach(async () => {
  for (const web of opened.splice(0)) await web.close();
  await database.destroy();
});

const users = async () => await database.selectFrom("user").selectAll().execute();

describe("asking", () => {
  test("a typed command is run with its arguments and answered as JSON", async () => {
    const answer = await new Visitor(door.address).ask("/echo alpha beta tone:loud");
    expect(wordsOf(answer)).toBe("Echo\nALPHA BETA was said\nPage: 1\nWords: 2\ntest · just now");
    expect(answer.reply?.buttons.map(({ label }) => label)).toEqual(["Next", "Again", "Site"]);
    expect(answer.reply?.isPrivate).toBe(false);
  });

  test.each([
    ["an alias", "/e alpha", "alpha was said"],
    ["capitals", "/ECHO alpha", "alpha was said"],
    ["two words", "/tally add", "Counted 1."],
    ["two words with an underscore", "/tally_add", "Counted 1."],
    ["a mistake of the caller", "/echo fail", "That cannot be said. Try /echo alpha."],
    ["a slip in the name", "/ehco alpha", "Did you mean /echo?"],
    ["a slash alone", "/", "/help lists them all."],
    ["no input", "/echo", '"words" is missing. For example: /echo alpha beta'],
    ["an admin's command", "/locked", "Only an admin of this place can use /locked."],
    ["invisible characters", "\u200B/echo \u202Ealpha", "alpha was said"],
    ["nothing", " \u200B ", "There was no question."],
    ["10,000 emoji", "🧭".repeat(10_000), "I read at most 2,000."],
    ["SQL", "/echo '); DROP TABLE user", "') DROP TABLE user was said"],
    ["HTML", "<script>alert(1)</script>", "You asked: <script>alert(1)</script>"],
  ])("%s", async (_, typed, expected) => {
    expect(wordsOf(await new Visitor(door.address).ask(typed))).toContain(expected);
  });

  test("a free question shows its progress before its answer", async () => {
    const lines = await new Visitor(door.address).turn({ text: "how is TAO?" });
    expect(lines[0]).toEqual({ progress: "Looking it up" });
    expect(wordsOf(lines.at(-1)!)).toBe("You asked: how is TAO?");
  });

  test("an answer that says nothing is nothing", async () => {
    expect((await new Visitor(door.address).ask("silence")).reply).toBeNull();
  });

  test("a fault of ours shows a reference and nothing else", async () => {
    const said = wordsOf(await new Visitor(door.address).ask("/echo crash"));
    expect(said).toContain("ref123");
    expect(said).not.toContain("10.0.0.7");
  });

  test("a private answer is marked as one", async () => {
    expect((await new Visitor(door.address).ask("/tally add")).reply?.isPrivate).toBe(true);
  });

  test("a table keeps its columns, a chart becomes a picture with its size", async () => {
    const { reply } = await new Visitor(door.address).ask("/echo table chart");
    expect(reply?.blocks.find(({ kind }) => kind === "table")?.rows).toEqual([
      ["table", "5"],
      ["chart", "5"],
    ]);
    expect(reply?.blocks.find(({ kind }) => kind === "picture")).toMatchObject({
      alt: "Letters of each word",
      src: `data:image/png;base64,${PIXEL.toString("base64")}`,
      width: 1,
      height: 1,
    });
  });

  test("a chart that cannot be drawn is said in words", async () => {
    const web = await open({ draw: () => Promise.reject(new Error("no font")) });
    const { reply } = await new Visitor(web.address).ask("/echo alpha chart");
    expect(reply?.blocks.some(({ kind }) => kind === "picture")).toBe(false);
    expect(wordsOf({ reply: reply ?? null })).toContain("Letters of each word");
    expect(web.faults).toHaveLength(1);
  });

  test("a press edits, another button of the same message answers anew", async () => {
    const ann = new Visitor(door.address);
    const { reply } = await ann.ask("/echo alpha");
    const idOf = (label: string) => reply?.buttons.find((button) => button.label === label)?.id;
    const [turned] = (await ann.turn({ press: idOf("Next") })).slice(-1);
    expect(turned?.edit).toBe(true);
    expect(wordsOf(turned!)).toContain("Page: 2");
    const [again] = (await ann.turn({ press: idOf("Again") })).slice(-1);
    expect(again?.edit).toBe(false);
  });

  test("another browser's press on a button that leaked is answered, but a write is refused", async () => {
    const { reply } = await new Visitor(door.address).ask("/tally add");
    const [answer] = (await new Visitor(door.address).turn({ press: reply?.buttons[0]?.id })).slice(-1);
    expect(wordsOf(answer!)).toContain("Only the person who asked can press this.");
    expect([...counts.values()]).toEqual([1]);
  });

  test("the same key is the same question: a retry gets the same answer and nothing happens twice", async () => {
    const ann = new Visitor(door.address);
    const key = "retry-0001";
    const first = await ann.turn({ key, text: "/tally add" });
    const second = await ann.turn({ key, text: "/tally add" });
    expect(second.at(-1)).toEqual(first.at(-1));
    expect([...counts.values()]).toEqual([1]);
    expect((await ann.post("/api/turn", { key, text: "/echo alpha" })).status).toBe(409);
    // Another browser's key is another key.
    expect(wordsOf((await new Visitor(door.address).turn({ key, text: "/tally add" })).at(-1)!)).toBe("Counted 1.");
  });

  test("a question whose connection broke goes on, and its answer waits for the retry", async () => {
    let finish = (): void => undefined;
    const halted = new Promise<void>((resolve) => (finish = resolve));
    let runs = 0;
    const slow = await testDesk([echo], {
      answer: async () => {
        runs += 1;
        await halted;
        return { blocks: [text("At last.")] };
      },
    });
    const web = await openWeb(slow);
    const ann = new Visitor(web.address);
    await ann.post("/api/visit", {});
    const { hostname, port } = new URL(web.address);
    const body = JSON.stringify({ key: "broken-0001", text: "well?" });
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /api/turn HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${ann.cookie}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await new Promise((resolve) => socket.once("data", resolve));
    socket.destroy();
    const retried = ann.turn({ key: "broken-0001", text: "well?" });
    finish();
    expect(wordsOf((await retried).at(-1)!)).toBe("At last.");
    expect(runs).toBe(1);
    await web.close();
    await slow.database.destroy();
  });

  test("one browser has at most four questions open", async () => {
    let finish = (): void => undefined;
    const halted = new Promise<void>((resolve) => (finish = resolve));
    const slow = await testDesk([echo], {
      answer: async () => {
        await halted;
        return { blocks: [text("Done.")] };
      },
    });
    const web = await openWeb(slow);
    const ann = new Visitor(web.address);
    await ann.post("/api/visit", {});
    const open = Array.from({ length: 4 }, (_, index) => ann.turn({ key: `open-000${index}`, text: "well?" }));
    await expect
      .poll(async () => (await ann.post("/api/turn", { key: "more-0001", text: "?" })).status, { timeout: 8_000 })
      .toBe(429);
    finish();
    await Promise.all(open);
    expect(wordsOf(await ann.ask("well?"))).toBe("Done.");
    await web.close();
    await slow.database.destroy();
  });

  test("a database that fails is a line with a reference, and no crash", async () => {
    const web = await open({
      identify: () => Promise.reject(Object.assign(new Error("full"), { code: "SQLITE_FULL" })),
    });
    expect(wordsOf(await new Visitor(web.address).ask("/echo alpha"))).toMatch(/its disk is full.*reference ref456/s);
    expect((await new Visitor(web.address).post("/api/suggest", { line: "/e" })).status).toBe(500);
  });

  test("before the start and after the stop the page is told to come back", async () => {
    await door.adapter.stop();
    expect((await new Visitor(door.address).post("/api/visit", {})).status).toBe(503);
    expect((await new Visitor(door.address).post("/api/turn", { key: "a", text: "hi" })).status).toBe(503);
    await door.adapter.start(made.desk);
    expect((await new Visitor(door.address).post("/api/visit", {})).status).toBe(200);
  });
});

describe("completing a line", () => {
  test.each<[string, string[]]>([
    ["/", ["/echo ", "/tally add"]],
    ["/ta", ["/tally add"]],
    ["/e", ["/echo "]],
    ["/tally a", ["/tally add"]],
    ["/echo al", ["/echo alpha "]],
    ["/echo gamma b", ["/echo gamma beta "]],
    ["/echo gamma,b", ["/echo gamma,beta "]],
    ["/echo tone:l", ["/echo tone:loud "]],
    ["/echo page:", []],
    ["/echo zzz", []],
    ["/nothing x", []],
    ["what is al", []],
    ["", []],
  ])("%j", async (line, expected) => {
    const { text: body } = await new Visitor(door.address).post("/api/suggest", { line });
    const { completions } = JSON.parse(body) as { completions: { line: string }[] };
    expect(completions.map((each) => each.line)).toEqual(expected);
  });
});

describe("whose cookie", () => {
  test("the cookie is HttpOnly, SameSite=Strict, long, and the same from then on", async () => {
    const ann = new Visitor(door.address);
    const { headers } = await ann.post("/api/visit", {});
    expect(String(headers["set-cookie"])).toMatch(
      /^westbound=[\w-]{22}\.visitor\.[^;]+; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const first = ann.cookie;
    await ann.ask("/echo alpha");
    expect((await ann.post("/api/turn", { key: "k", text: "/echo alpha" })).headers["set-cookie"]).toBeUndefined();
    expect(ann.cookie).toBe(first);
  });

  test("two browsers are two users; looking around makes none", async () => {
    const [ann, ben] = [new Visitor(door.address), new Visitor(door.address)];
    await ann.get("/");
    await ann.post("/api/visit", {});
    expect(await users()).toHaveLength(0);
    await ann.ask("/tally add");
    await ann.ask("/tally add");
    await ben.ask("/tally add");
    expect([...counts.values()].toSorted((a, b) => a - b)).toEqual([1, 2]);
    expect(await users()).toHaveLength(2);
  });

  test("an identity outlives the process", async () => {
    const ann = new Visitor(door.address);
    await ann.ask("/tally add");
    const later = new Visitor((await open()).address);
    later.cookie = ann.cookie;
    await later.ask("/tally add");
    expect([...counts.values()]).toEqual([2]);
  });

  test.each([
    ["another's id", (cookie: string) => cookie.replace(/=[\w-]{22}/, `=${"A".repeat(22)}`)],
    ["a better grade", (cookie: string) => cookie.replace(".visitor.", ".owner.")],
    ["no signature", (cookie: string) => cookie.replace(/\.visitor\..*/, ".visitor")],
    ["nonsense", () => "westbound=%00%ff; westbound=x"],
  ])("a cookie with %s is nobody's", async (_, forge) => {
    const ann = new Visitor(door.address);
    await ann.ask("/tally add");
    const mallory = new Visitor(door.address);
    mallory.cookie = forge(ann.cookie ?? "");
    await mallory.ask("/tally add");
    expect([...counts.values()]).toEqual([1, 1]);
  });

  test("the page itself sets no cookie: a link from another site comes without it and must not replace it", async () => {
    const answer = await new Visitor(door.address).get("/", { "sec-fetch-site": "cross-site" });
    expect(answer.status).toBe(200);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });
});

describe("who may speak", () => {
  const turn = JSON.stringify({ key: "x", text: "/tally add" });
  const json = { "content-type": "application/json" };
  const post = (headers: Readonly<Record<string, string | string[]>>, path = "/api/turn") =>
    send(door.address, { path, body: turn, headers: { ...json, ...headers } });

  test.each([
    ["another site", { origin: "https://evil.example" }],
    ["another port of this machine", { origin: "http://127.0.0.1:1" }],
    ["this machine by another name", { origin: "http://localhost:1" }],
    ["a sandboxed frame", { origin: "null" }],
    ["a file", { origin: "file://" }],
    ["an extension", { origin: "chrome-extension://abcdef" }],
    ["a page that hides its origin", { "sec-fetch-site": "cross-site" }],
    ["another port that hides its origin", { "sec-fetch-site": "same-site" }],
    ["an address typed by hand", { "sec-fetch-site": "none" }],
    [
      "a form that is sent from elsewhere",
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
    ],
  ])("%s is refused", async (_, headers) => {
    expect((await post(headers)).status).toBe(403);
    expect(counts.size).toBe(0);
  });

  test.each([
    "evil.example",
    "evil.example:8080",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "localhost.",
    "127.0.0.1@evil.example",
    "[::1",
    "%31",
  ])("a request for the host %j is refused, whatever page it carries (DNS rebinding)", async (host) => {
    const answer = await post({ host, origin: `http://${host}` });
    expect([400, 403, 421]).toContain(answer.status);
    for (const path of ["/", "/healthz", "/readyz", "/metrics", `/owner/x`])
      expect([400, 421]).toContain((await send(door.address, { method: "GET", path, headers: { host } })).status);
    expect(counts.size).toBe(0);
  });

  test.each([
    ["no content type", {}],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["plain text, as a form can send it", { "content-type": "text/plain" }],
    ["something that only begins like JSON", { "content-type": "application/jsonx" }],
  ])("%s is not taken for JSON", async (_, headers) => {
    const answer = await send(door.address, { path: "/api/turn", body: turn, headers });
    expect(answer.status).toBe(415);
    expect(counts.size).toBe(0);
  });

  test.each([
    "",
    "{",
    "[]",
    "null",
    '"x"',
    '{"key":"x"}',
    '{"key":"x","text":1}',
    '{"key":"","text":"x"}',
    '{"key":"x","text":"x","press":"y"}',
    '{"key":"x y","text":"x"}',
    '{"__proto__":{"key":"x"},"text":"x"}',
  ])("the body %j is refused with what it should be", async (body) => {
    const answer = await send(door.address, { path: "/api/turn", body, headers: json });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("A turn is")]);
  });

  test("a body that is too long is not read, announced or not", async () => {
    const body = JSON.stringify({ key: "x", text: "a".repeat(70_000) });
    expect((await send(door.address, { path: "/api/turn", body, headers: json })).status).toBe(413);
    const chunked = await send(door.address, {
      path: "/api/turn",
      body,
      headers: { ...json, "transfer-encoding": "chunked" },
    });
    expect(chunked.status).toBe(413);
  });

  test("a body of unsaid length is read like any other", async () => {
    const headers = { ...json, "transfer-encoding": "chunked" };
    const answer = await send(door.address, { path: "/api/turn", body: turn, headers });
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining("reply")]);
  });

  test("GET asks nothing and gives no cookie", async () => {
    const asked = { method: "GET", path: "/api/turn?key=x&text=/tally%20add", headers: json };
    expect(await send(door.address, asked)).toMatchObject({
      status: 404,
      headers: expect.not.objectContaining({ "set-cookie": expect.anything() }),
    });
    expect(counts.size).toBe(0);
  });

  test("no answer allows another origin to read it", async () => {
    const preflight = await send(door.address, {
      method: "OPTIONS",
      path: "/api/turn",
      headers: {
        origin: "https://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    expect(preflight.status).toBe(403);
    expect(Object.keys(preflight.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("the page's files", () => {
  test("they come with headers that let nothing else run, frame or sniff", async () => {
    const { status, headers } = await new Visitor(door.address).get("/");
    expect(status).toBe(200);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "content-type": "text/html; charset=utf-8",
    });
    expect((await new Visitor(door.address).post("/api/visit", {})).headers["cache-control"]).toContain("no-store");
  });

  test("a file that did not change is not sent again", async () => {
    const first = await new Visitor(door.address).get("/main.js");
    const second = await new Visitor(door.address).get("/main.js", { "if-none-match": String(first.headers["etag"]) });
    expect([first.status, second.status, second.text]).toEqual([200, 304, ""]);
  });

  test.each([
    "/../server.ts",
    "/..%2fserver.ts",
    "/%2e%2e/adapter.ts",
    "/page/../../../../../etc/passwd",
    "/....//....//etc/passwd",
    "/index.html/../../adapter.ts",
    "/main.js%00.html",
    "//etc/passwd",
    "/.env",
    "/adapter.ts",
  ])("%s is not there", async (path) => {
    const { status, text: body } = await new Visitor(door.address).get(path);
    expect([400, 404]).toContain(status);
    expect(body).not.toMatch(/root:|createWebAdapter/);
  });

  test("a header with a line break never leaves", async () => {
    const { status, headers } = await new Visitor(door.address).get("/owner/x%0d%0aset-cookie:%20a=b");
    expect(status).toBe(403);
    expect(headers["set-cookie"]).toBeUndefined();
  });
});

describe("the owner", () => {
  const owners = async () => (await users()).filter((user) => user.is_owner === 1).length;
  const link = (web: WebDoor) => new URL(web.adapter.ownerLink(web.address)).pathname;
  const isOwner = async (visitor: Visitor, headers = {}) =>
    (JSON.parse((await visitor.post("/api/visit", {}, headers)).text) as { isOwner: boolean }).isOwner;

  test("whoever opens the link first is the owner, once, and the address is clean afterwards", async () => {
    const ann = new Visitor(door.address);
    const answer = await ann.get(link(door));
    expect([answer.status, answer.headers["location"]]).toEqual([303, "/#owner"]);
    expect(await isOwner(ann)).toBe(true);
    expect(wordsOf(await ann.ask("/locked"))).toContain("Unlocked.");
    const ben = new Visitor(door.address);
    expect((await ben.get(link(door))).status).toBe(403);
    expect(await isOwner(ben)).toBe(false);
    expect(await owners()).toBe(1);
  });

  test("who had asked before stays the same person", async () => {
    const ann = new Visitor(door.address);
    await ann.ask("/tally add");
    await ann.get(link(door));
    await ann.ask("/tally add");
    expect([...counts.values()]).toEqual([2]);
  });

  test("a cookie from before the link was opened is not the owner's", async () => {
    const ann = new Visitor(door.address);
    await ann.ask("/tally add");
    const planted = ann.cookie;
    await ann.get(link(door));
    const mallory = new Visitor(door.address);
    mallory.cookie = planted;
    expect(await isOwner(mallory)).toBe(false);
    expect(wordsOf(await mallory.ask("/locked"))).toContain("Only an admin");
  });

  test.each([
    ["a wrong code", "/owner/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", {}],
    ["a short code", "/owner/A", {}],
  ])("%s makes nobody owner", async (_, path, headers) => {
    expect((await new Visitor(door.address).get(path, headers)).status).toBe(403);
    expect(await owners()).toBe(0);
  });

  test("the link grows old", async () => {
    now += 24 * 3_600_000;
    expect((await new Visitor(door.address).get(link(door))).status).toBe(403);
    expect(await owners()).toBe(0);
  });

  test("looking ahead does not use the link up", async () => {
    const path = link(door);
    expect((await send(door.address, { method: "HEAD", path })).status).toBe(405);
    expect((await new Visitor(door.address).get(path, { "sec-purpose": "prefetch" })).status).toBe(405);
    expect((await new Visitor(door.address).get(path)).status).toBe(303);
  });

  test("a link that is followed from another site asks again, so that the cookie comes along", async () => {
    const ann = new Visitor(door.address);
    const first = await ann.get(link(door), { "sec-fetch-site": "cross-site" });
    expect([first.status, first.headers["set-cookie"]]).toEqual([200, undefined]);
    expect(first.text).toContain('http-equiv="refresh"');
    expect((await ann.get(`${link(door)}?again`, { "sec-fetch-site": "same-origin" })).status).toBe(303);
  });

  test("when the owner cannot be written down, the link is good again", async () => {
    let fails = true;
    const web = await open({ makeOwner: () => (fails ? Promise.reject(new Error("disk full")) : Promise.resolve()) });
    expect((await new Visitor(web.address).get(link(web))).status).toBe(500);
    fails = false;
    expect((await new Visitor(web.address).get(link(web))).status).toBe(303);
  });

  test.each([
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
    "Via",
    "CF-Connecting-IP",
    "True-Client-IP",
    "X-Client-IP",
  ])("with the header %s there is no owner, neither by cookie nor by link", async (name) => {
    const web = await open({ publicUrl: PUBLIC });
    const ann = new Visitor(web.address);
    const refused = await ann.get(link(web), { [name]: "127.0.0.1" });
    expect(refused.status).toBe(403);
    await ann.get(link(web));
    expect(await isOwner(ann)).toBe(true);
    expect(await isOwner(ann, { [name]: "127.0.0.1" })).toBe(false);
    expect(wordsOf(await ann.ask("/locked", { [name]: "127.0.0.1" }))).toContain("Only an admin");
  });

  test.each(["192.168.1.7", "desk", "desk.local:8080", "[2001:db8::7]"])(
    "addressed as %s, neither loopback nor PUBLIC_URL, there is no owner",
    async (host) => {
      const ann = new Visitor(door.address);
      const elsewhere = { host, origin: `http://${host}` };
      expect((await ann.get(link(door), { host })).status).toBe(403);
      await ann.get(link(door));
      expect(await isOwner(ann, elsewhere)).toBe(false);
    },
  );

  test("through a proxy that speaks HTTP/1.0 and adds no header there is no owner", async () => {
    const ann = new Visitor(door.address);
    await ann.get(link(door));
    const { hostname, port } = new URL(door.address);
    const body = JSON.stringify({ key: "old", text: "/locked" });
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /api/turn HTTP/1.0\r\nHost: ${hostname}:${port}\r\nCookie: ${ann.cookie}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    let answer = "";
    for await (const part of socket) answer += String(part);
    expect(answer).toContain("Only an admin");
  });
});

describe("from outside this machine", () => {
  const outside = { host: "desk.example", origin: PUBLIC, "x-forwarded-for": "203.0.113.9" };
  const visit = async (visitor: Visitor) =>
    JSON.parse((await visitor.post("/api/visit", {})).text) as { signIn: string; isOwner: boolean };
  let web: WebDoor;

  beforeEach(async () => {
    web = await open({ publicUrl: PUBLIC });
  });

  test("look-ups work, and a free question is answered with the sign-in", async () => {
    const ann = new Visitor(web.address, outside);
    expect(await visit(ann)).toMatchObject({ signIn: "wanted", isOwner: false });
    expect(wordsOf(await ann.ask("/echo alpha"))).toContain("alpha was said");
    const answer = await ann.ask("how is TAO?");
    expect([answer.signIn, wordsOf(answer)]).toEqual([true, expect.stringContaining("Please sign in first")]);
    expect(asked).toEqual([]);
  });

  test("the code signs a browser in, typed in any case, with or without dashes", async () => {
    const ann = new Visitor(web.address, outside);
    const code = web.adapter.signInCode ?? "";
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    const answer = await ann.post("/api/sign-in", { code: ` ${code.toLowerCase().replaceAll("-", " ")} ` });
    expect(answer.status).toBe(200);
    expect(wordsOf(await ann.ask("how is TAO?"))).toBe("You asked: how is TAO?");
    expect((await visit(ann)).signIn).toBe("done");
  });

  test("the cookie is bound to https and to this host", async () => {
    const { headers } = await new Visitor(web.address, outside).post("/api/visit", {});
    expect(String(headers["set-cookie"])).toMatch(/^__Host-westbound=.*Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    const local = await new Visitor(web.address).post("/api/visit", {});
    expect(String(local.headers["set-cookie"])).not.toContain("Secure");
  });

  test("a cookie from before the sign-in is not signed in", async () => {
    const ann = new Visitor(web.address, outside);
    await visit(ann);
    const planted = ann.cookie;
    await ann.post("/api/sign-in", { code: web.adapter.signInCode });
    const mallory = new Visitor(web.address, outside);
    mallory.cookie = planted;
    expect((await mallory.ask("how is TAO?")).signIn).toBe(true);
  });

  test("a wrong code signs nobody in, and guessing is slowed down for all together", async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 12; index += 1)
      statuses.push(
        (await new Visitor(web.address, outside).post("/api/sign-in", { code: `AAAA-AAAA-AA${index}` })).status,
      );
    expect(statuses.filter((status) => status === 403)).toHaveLength(10);
    expect(statuses.slice(-2)).toEqual([429, 429]);
    const ann = new Visitor(web.address, outside);
    expect((await ann.post("/api/sign-in", { code: web.adapter.signInCode })).status).toBe(429);
    now += 60_000;
    expect((await ann.post("/api/sign-in", { code: web.adapter.signInCode })).status).toBe(200);
  });

  test("strangers together have a limit that who signed in does not share", async () => {
    const ann = new Visitor(web.address, outside);
    await ann.post("/api/sign-in", { code: web.adapter.signInCode });
    let status = 200;
    for (let index = 0; index < 130 && status === 200; index += 1)
      ({ status } = await new Visitor(web.address, outside).post("/api/visit", {}));
    expect(status).toBe(429);
    expect((await visit(ann)).signIn).toBe("done");
  });

  test.each([
    ["a wrong scheme", { ...outside, origin: "http://desk.example" }],
    ["loopback's origin", { ...outside, origin: "http://127.0.0.1" }],
    ["a proxy that forgets the Host", { host: "127.0.0.1:8080", origin: PUBLIC }],
  ])("%s is refused", async (_, headers) => {
    expect((await new Visitor(web.address, headers).post("/api/visit", {})).status).toBe(403);
  });

  test("a local Host alone proves nothing: a forwarded request wants the sign-in", async () => {
    expect(await visit(new Visitor(web.address, { "x-real-ip": "203.0.113.9" }))).toMatchObject({ signIn: "wanted" });
    expect(await visit(new Visitor(web.address))).toMatchObject({ signIn: "done" });
  });

  test("PUBLIC_URL itself, reached with nothing in between, may be opened by the owner", async () => {
    const direct = { host: "desk.example", origin: PUBLIC };
    const ann = new Visitor(web.address, direct);
    expect((await ann.get(new URL(web.adapter.ownerLink(PUBLIC)).pathname)).status).toBe(303);
    expect(await visit(ann)).toEqual(expect.objectContaining({ isOwner: true, signIn: "done" }));
  });

  test("without PUBLIC_URL on loopback there is no code, and a tunnel cannot sign in", async () => {
    expect(door.adapter.signInCode).toBeUndefined();
    const ann = new Visitor(door.address, { "x-forwarded-for": "203.0.113.9" });
    expect((await visit(ann)).signIn).toBe("closed");
    expect((await ann.post("/api/sign-in", { code: "" })).status).toBe(403);
  });

  test("listening on every address there is one", async () => {
    expect((await open({ host: "0.0.0.0" })).adapter.signInCode).toBeDefined();
  });
});

describe("what nobody asked for", () => {
  const reply = {
    blocks: [text("Good morning.")],
    buttons: [{ label: "More", command: "echo", input: { words: ["alpha"] } }],
  };
  const place = (chatId: string) => ({ platform: "web" as const, chatId, isPublic: false });

  /** An open page: reads the stream and says that it has what it reads, unless it is deaf. */
  async function openPage(visitor: Visitor, hears: boolean): Promise<{ lines: unknown[]; close(): void }> {
    await visitor.post("/api/visit", {});
    const away = new AbortController();
    const response = await fetch(`${visitor.address}/api/events`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json", cookie: visitor.cookie ?? "" },
      signal: away.signal,
    });
    const lines: unknown[] = [];
    void (async () => {
      for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
        for (const line of part.split("\n").filter((each) => each !== "")) {
          const read = JSON.parse(line) as { key?: string };
          lines.push(read);
          if (hears && read.key !== undefined) await visitor.post("/api/received", { key: read.key });
        }
      }
    })().catch(() => undefined);
    await expect.poll(() => lines.length, { timeout: 8_000 }).toBe(1);
    return { lines, close: () => away.abort() };
  }
  const idOf = (visitor: Visitor) => /=([\w-]{22})/.exec(visitor.cookie ?? "")?.[1] ?? "";

  test("it is sent when an open page says that it has it", async () => {
    const ann = new Visitor(door.address);
    const page = await openPage(ann, true);
    expect(await door.adapter.send(place(idOf(ann)), reply, "digest:1")).toEqual({
      state: "sent",
      messageIds: ["digest:1"],
    });
    expect(page.lines.at(-1)).toMatchObject({
      key: "digest:1",
      reply: { blocks: [{ kind: "text" }], buttons: [{ label: "More" }] },
    });
  });

  test("nobody else's page shows it", async () => {
    const [ann, ben] = [new Visitor(door.address), new Visitor(door.address)];
    await openPage(ann, true);
    const other = await openPage(ben, true);
    await door.adapter.send(place(idOf(ann)), reply, "digest:1");
    expect(other.lines).toHaveLength(1);
  });

  test("without an open page it stays with its sender", async () => {
    const ann = new Visitor(door.address);
    const page = await openPage(ann, true);
    page.close();
    await expect
      .poll(async () => (await door.adapter.send(place(idOf(ann)), reply, "digest:1")).state, {
        interval: 20,
        timeout: 8_000,
      })
      .toBe("later");
  });

  test("a page that does not say that it has it leaves it unknown", async () => {
    const ann = new Visitor(door.address);
    await openPage(ann, false);
    expect((await door.adapter.send(place(idOf(ann)), reply, "digest:1")).state).toBe("unknown");
  });

  test("one browser cannot open pages without end", async () => {
    const ann = new Visitor(door.address);
    for (let index = 0; index < 8; index += 1) await openPage(ann, true);
    expect((await ann.post("/api/events", {})).status).toBe(503);
  });

  test("stopping ends the open pages and is soon done", async () => {
    const ann = new Visitor(door.address);
    await openPage(ann, true);
    await door.close();
    expect((await door.adapter.send(place(idOf(ann)), reply, "digest:1")).state).toBe("later");
  });
});

describe("the server", () => {
  const parts = {
    host: "127.0.0.1",
    port: 0,
    routes: [],
    page: undefined,
    metrics: async () => "",
    log: memoryLog(),
    finishMs: 200,
  };

  test("health, readiness and metrics are served without the page", async () => {
    const health = new Health();
    const metrics = createMetrics(health, () => ({ count: 2, oldestMs: 61_000 }));
    const server = createWebServer({ ...parts, health, metrics: () => metrics.text() });
    const visitor = new Visitor(await server.start());
    health.set("telegram", "ok", "polling", NOON);
    health.set("mcp", "off", "not wanted", NOON);
    metrics.count({ platform: "telegram", command: "price", outcome: "answered", tookMs: 12 });
    expect((await visitor.get("/healthz")).text).toBe("westbound ok\n");
    const ready = await visitor.get("/readyz");
    expect([ready.status, JSON.parse(ready.text)]).toEqual([
      200,
      {
        ready: true,
        parts: {
          telegram: { state: "ok", detail: "polling", since: "2026-03-01T12:00:00.000Z" },
          mcp: { state: "off", detail: "not wanted", since: "2026-03-01T12:00:00.000Z" },
        },
      },
    ]);
    const { text: figures, headers } = await visitor.get("/metrics");
    expect(headers["content-type"]).toContain("text/plain; version=0.0.4");
    expect(figures).toContain('westbound_replies_total{platform="telegram",command="price",outcome="answered"} 1');
    expect(figures).toContain('westbound_reply_seconds_bucket{le="0.02",platform="telegram",command="price"} 1');
    expect(figures).toContain('westbound_part_state{part="telegram",state="ok"} 1');
    expect(figures).toContain("process_cpu_seconds_total");
    expect((await visitor.get("/")).status).toBe(404);
    health.set("telegram", "down", "the token was refused", NOON + 1000);
    expect((await visitor.get("/readyz")).status).toBe(503);
    expect((await visitor.get("/healthz")).status).toBe(200);
    await server.stop();
  });

  test("a port that is taken is one line that says what to do", async () => {
    const port = Number(new URL(door.address).port);
    const second = createWebServer({ ...parts, port, health: new Health() });
    const error = await second.start().catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(WebServerError);
    expect((error as Error).message).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is taken .* set PORT\\.$`));
    await second.stop();
  });

  test("an address that is not this machine's is one line too", async () => {
    const server = createWebServer({ ...parts, host: "192.0.2.1", health: new Health() });
    await expect(server.start()).rejects.toThrow("HOST=192.0.2.1 is not an address of this machine.");
  });

  test("IPv6 loopback works and is this machine", async () => {
    const web = await open({ host: "::1" });
    expect(web.address).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect(wordsOf(await new Visitor(web.address).ask("how is TAO?"))).toBe("You asked: how is TAO?");
  });

  test("what other doors mount gets the request as it is, and where it came from", async () => {
    const web = await open({
      routes: [
        {
          path: "/mcp",
          handle: async (request, { socket: { remoteAddress } }) =>
            Response.json({ said: await request.text(), host: request.headers.get("host"), remoteAddress }),
        },
      ],
    });
    const answer = await send(web.address, { path: "/mcp", body: "hello", headers: { host: "elsewhere.example" } });
    expect(JSON.parse(answer.text)).toEqual({ said: "hello", host: "elsewhere.example", remoteAddress: "127.0.0.1" });
  });

  test("starting and stopping twice does no harm", async () => {
    const server = createWebServer({ ...parts, health: new Health() });
    expect(await server.start()).toBe(await server.start());
    await server.stop();
    await server.stop();
    await expect(fetch(`${door.address}/healthz`)).resolves.toMatchObject({ status: 200 });
  });

  test("whoever sends a request byte by byte is cut off, and others are answered", async () => {
    const { address } = await open({ arrivalMs: 600 });
    const { hostname, port } = new URL(address);
    const head = `POST /api/turn HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\n`;
    const slow = Array.from({ length: 60 }, async (_, index) => {
      const socket = connect(Number(port), hostname);
      socket.write(index % 2 === 0 ? head : `${head}Content-Length: 1000\r\n\r\n`);
      const drip = setInterval(() => socket.write(index % 2 === 0 ? "X: y\r\n" : "{"), 50);
      let answer = "";
      socket.on("error", () => undefined);
      socket.on("data", (part) => (answer += String(part)));
      await once(socket, "close");
      clearInterval(drip);
      return answer;
    });
    expect(wordsOf(await new Visitor(address).ask("/echo alpha"))).toContain("alpha");
    for (const answer of await Promise.all(slow)) expect(answer).toMatch(/^(HTTP\/1\.1 408|$)/);
  });

  test("garbage on the line is refused and harms nobody", async () => {
    const { hostname, port } = new URL(door.address);
    for (const garbage of [
      "\0\0\0",
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: \r\n\r\n",
      "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nX: \0\r\n\r\n",
      "GET http://127.0.0.1/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
      `GET /${"a".repeat(20_000)} HTTP/1.1\r\n\r\n`,
    ]) {
      const socket = connect(Number(port), hostname);
      socket.end(garbage);
      let answer = "";
      socket.on("error", () => undefined);
      for await (const part of socket) answer += String(part);
      expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d|$)/);
    }
    expect((await new Visitor(door.address).get("/healthz")).status).toBe(200);
  });
});
