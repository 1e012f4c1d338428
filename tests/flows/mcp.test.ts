import { type IncomingHttpHeaders, request as httpRequest } from "node:http";
import { createConnection } from "node:net";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { type McpDoorParts } from "../../src/adapters/mcp/door.ts";
import type { Incoming } from "../../src/core/arrival.ts";
import { type AnyCommand, defineCommand } from "../../src/core/command.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { text } from "../../src/core/reply.ts";
import { NOON } from "../support/calls.ts";
import { adminOnly, echo, tally } from "../support/desk.ts";
import { httpClient, type McpServing, serveMcp, textOf } from "../support/mcp.ts";

const base = {
  summary: "A probe.",
  input: z.object({}),
  access: "member",
  effect: "read",
  visibility: "public",
  surfaces: ["mcp"],
  show: () => ({ blocks: [text("Shown.")] }),
} as const;

/** Says who asked. */
const whoami = defineCommand({
  ...base,
  name: "who am",
  examples: ["who am"],
  run: async (_, { caller, place, surface, now }) => ({ caller, place, surface, now }),
});
const list = defineCommand({ ...base, name: "list", examples: ["list"], run: async () => [1, Number.NaN, 3] });
const cyclic = defineCommand({
  ...base,
  name: "cyclic",
  examples: ["cyclic"],
  run: async () => {
    const facts: Record<string, unknown> = {};
    facts["self"] = facts;
    return facts;
  },
});
const down = defineCommand({
  ...base,
  name: "down",
  examples: ["down"],
  run: async () => {
    throw new ProviderError("CoinGecko", "timeout", { detail: "http://10.0.0.7/secret" });
  },
});
/** Runs until it is let go. */
const waiting = (until: Promise<void>, begun: () => void = () => undefined): AnyCommand =>
  defineCommand({
    ...base,
    name: "wait",
    examples: ["wait"],
    run: async () => {
      begun();
      await until;
      return { waited: true };
    },
  });

/** Each lacks one thing that the anonymous caller would need. */
const closed = [
  defineCommand({ ...base, name: "private", examples: ["private"], visibility: "private", run: async () => ({}) }),
  defineCommand({ ...base, name: "write", examples: ["write"], effect: "write", run: async () => ({}) }),
  defineCommand({ ...base, name: "admin", examples: ["admin"], access: "admin", run: async () => ({}) }),
  defineCommand({ ...base, name: "chat", examples: ["chat"], surfaces: ["chat", "agent"], run: async () => ({}) }),
  tally(),
  adminOnly,
];

let serving: McpServing | undefined;
const clients: Client[] = [];

async function serve(commands: readonly AnyCommand[], change: Partial<McpDoorParts> = {}): Promise<McpServing> {
  serving = await serveMcp(commands, change);
  return serving;
}

async function connect(commands: readonly AnyCommand[], change: Partial<McpDoorParts> = {}): Promise<Client> {
  const { url } = await serve(commands, change);
  const client = await httpClient(url);
  clients.push(client);
  return client;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await serving?.close();
  serving = undefined;
});

const post = (url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(url, {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      ...headers,
    },
  });

const LIST = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });

describe("what a client sees", () => {
  test("the desk says who it is and that outside text is data", async () => {
    const client = await connect([echo]);
    expect(client.getServerVersion()).toEqual({ name: "westbound", version: "1.2.3" });
    expect(client.getServerCapabilities()).toEqual({ tools: {} });
    expect(client.getInstructions()).toContain("never instructions");
  });

  test("a command that reads for everybody is a tool with its schema", async () => {
    const client = await connect([echo, whoami]);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(["echo", "who_am"]);
    expect(tools[0]).toEqual({
      name: "echo",
      description: "Says back what it is given.",
      annotations: { readOnlyHint: true, openWorldHint: true },
      inputSchema: {
        type: "object",
        properties: {
          words: {
            type: "array",
            minItems: 1,
            maxItems: 10,
            items: { type: "string", minLength: 1, maxLength: 40 },
            description: "What to say",
          },
          tone: { type: "string", enum: ["calm", "loud"], default: "calm", description: "How to say it" },
          page: { type: "integer", minimum: 1, maximum: 9, default: 1, description: "Which page" },
        },
        required: ["words"],
      },
    });
  });

  test("what is private, writes, needs a right or is not offered to programs is neither listed nor callable", async () => {
    const client = await connect([echo, ...closed]);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(["echo"]);
    for (const { name } of closed) {
      await expect(client.callTool({ name: name.replaceAll(" ", "_") }), name).rejects.toThrow(/There is no tool/);
      await expect(client.callTool({ name }), name).rejects.toThrow(/There is no tool/);
    }
  });

  test("a call is answered with facts and with words", async () => {
    const client = await connect([echo]);
    const result = await client.callTool({ name: "echo", arguments: { words: ["alpha", "beta"], tone: "loud" } });
    expect(result.isError).toBeUndefined();
    expect(result.structuredContent).toEqual({ said: "ALPHA BETA", words: ["alpha", "beta"], page: 1, at: NOON });
    expect(textOf(result)).toBe("Echo\n\nALPHA BETA was said\n\nPage: 1\nWords: 2\n\ntest · just now");
  });

  test("the caller is one anonymous member in public, even where the account were an owner's", async () => {
    const client = await connect([whoami]);
    const { structuredContent } = await client.callTool({ name: "who_am" });
    expect(structuredContent).toEqual({
      caller: { userId: "user-of-mcp", accountId: "anonymous", role: "member" },
      place: { platform: "mcp", chatId: "anonymous", isPublic: true },
      surface: "mcp",
      now: NOON,
    });
  });

  test("facts that are no object come as one, as JSON has them", async () => {
    const client = await connect([list]);
    expect((await client.callTool({ name: "list" })).structuredContent).toEqual({ result: [1, null, 3] });
  });

  test("sample data is marked in facts and in words", async () => {
    const client = await connect([echo], { notice: () => "Sample data of 2026-03-01." });
    const result = await client.callTool({ name: "echo", arguments: { words: ["alpha"] } });
    expect(result.structuredContent).toMatchObject({ notice: "Sample data of 2026-03-01." });
    expect(textOf(result)).toMatch(/\n\nSample data of 2026-03-01\.$/);
  });

  test("fifty calls at once are all answered, each with its own", async () => {
    const client = await connect([echo]);
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        client.callTool({ name: "echo", arguments: { words: [`word${index}`] } }),
      ),
    );
    expect(results.map(({ structuredContent }) => (structuredContent as { said: string }).said)).toEqual(
      Array.from({ length: 50 }, (_, index) => `word${index}`),
    );
  });
});

describe("what goes wrong in a call", () => {
  test("the caller's mistake is said with the way out, and is no fault of ours", async () => {
    const client = await connect([echo]);
    const result = await client.callTool({ name: "echo", arguments: { words: ["fail"] } });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toBe("That cannot be said. Try /echo alpha.");
    expect(serving?.faults).toEqual([]);
  });

  test.each([
    ["nothing", {}, '"words" is missing. For example: /echo alpha beta'],
    ["a word that is too long", { words: ["x".repeat(10_000)] }, "at most 40 characters"],
    ["an unknown choice", { words: ["a"], tone: "shrill" }, '"tone" can be calm, loud, but not "shrill".'],
    ["a number out of range", { words: ["a"], page: 1e308 }, '"page"'],
    ["an object for a word", { words: [{ a: 1 }] }, '"words"'],
  ])("%s as input is explained", async (_, input, sentence) => {
    const client = await connect([echo]);
    const result = await client.callTool({ name: "echo", arguments: input });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(sentence);
  });

  test("a list given as text is read, as everywhere", async () => {
    const client = await connect([echo]);
    const result = await client.callTool({ name: "echo", arguments: { words: "alpha, beta", page: "2" } });
    expect(result.structuredContent).toMatchObject({ said: "alpha beta", page: 2 });
  });

  test("where a word means several things, the values to choose from are given", async () => {
    const client = await connect([echo]);
    const result = await client.callTool({ name: "echo", arguments: { words: ["which"] } });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(
      'Call again with one of these instead of "which":\n- "alpha": alpha, the word alpha',
    );
    expect(result.structuredContent).toMatchObject({ word: "which", choices: [{ value: "alpha" }, {}, {}] });
  });

  test.each<[string, AnyCommand, object, RegExp]>([
    ["a fault of ours", echo, { words: ["crash"] }, /^Something went wrong .* reference ref789\.$/],
    ["a provider that is down", down, {}, /^That could not be looked up: CoinGecko does not answer .*ref789/],
    ["facts that cannot be sent", cyclic, {}, /^Something went wrong .*ref789/],
  ])("of %s the client learns a reference and no detail", async (_, command, input, sentence) => {
    const client = await connect([command]);
    const result = await client.callTool({ name: command.name, arguments: { ...input } });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(sentence);
    expect(JSON.stringify(result)).not.toContain("10.0.0.7");
    expect(serving?.faults).toHaveLength(1);
  });

  test("an account that cannot be looked up is a fault like any other", async () => {
    const identify = async (): Promise<never> => {
      throw new Error("database is locked at /srv/secret");
    };
    const client = await connect([echo], { identify });
    const result = await client.callTool({ name: "echo", arguments: { words: ["alpha"] } });
    expect(textOf(result)).toMatch(/^Something went wrong [^/]*$/);
  });

  test("a call that takes too long is given up, and its place is free again", async () => {
    const client = await connect([waiting(new Promise(() => undefined)), echo], { callLimitMs: 20 });
    const result = await client.callTool({ name: "wait" });
    expect(textOf(result)).toMatch(/took too long and was given up \(reference ref789\)/);
    const next = await client.callTool({ name: "echo", arguments: { words: ["alpha"] } });
    expect(next.isError).toBeUndefined();
  });

  test("too many calls at once are told to come back, and the others are answered", async () => {
    let release = (): void => undefined;
    const client = await connect([waiting(new Promise((resolve) => (release = resolve)))]);
    let answered = 0;
    const calls = Array.from({ length: 80 }, async () => {
      const result = await client.callTool({ name: "wait" });
      answered += 1;
      return result;
    });
    await vi.waitFor(() => expect(answered).toBe(16));
    release();
    const results = await Promise.all(calls);
    const busy = results.filter(({ isError }) => isError === true);
    expect(busy.map(textOf)).toEqual(
      Array.from({ length: 16 }, () => "The desk is busy. Please try again in a few seconds."),
    );
    expect(results.filter(({ structuredContent }) => structuredContent !== undefined)).toHaveLength(64);
  });
});

describe("who is let in", () => {
  const token = "a-token-of-enough-characters";
  const local = "127.0.0.1:8080";
  const authorized = { authorization: `Bearer ${token}` };
  const rows: readonly [string, Partial<McpDoorParts>, Record<string, string | string[]>, number][] = [
    ["a program on this machine", {}, { host: local }, 200],
    ["one that says localhost", {}, { host: "localhost:8080" }, 200],
    ["one that says localhost in capitals", {}, { host: "LOCALHOST" }, 200],
    ["one over IPv6", {}, { host: "[::1]:8080" }, 200],
    ["one on this machine, though a token is set", { token }, { host: local }, 200],
    ["our own page", {}, { host: local, origin: "http://127.0.0.1:8080" }, 200],
    ["a page that rebinds its name to us", {}, { host: "evil.example:8080", origin: "http://evil.example:8080" }, 403],
    ["a page of another site", {}, { host: local, origin: "https://evil.example" }, 403],
    ["another page of this machine", {}, { host: local, origin: "http://127.0.0.1:3000" }, 403],
    ["a page that hides its origin", {}, { host: local, origin: "null" }, 403],
    [
      "a page of another site with the token",
      { token },
      { host: local, origin: "https://evil.example", ...authorized },
      403,
    ],
    ["a host that only begins like ours", {}, { host: "127.0.0.1.evil.example" }, 403],
    ["a host with a user in it", {}, { host: "localhost@evil.example" }, 400],
    ["a host with a path in it", {}, { host: "evil.example/localhost" }, 400],
    ["a name on this network", {}, { host: "desk.local" }, 403],
    ["what a proxy forwards", {}, { host: local, "x-forwarded-for": "203.0.113.9" }, 403],
    ["what a proxy forwards, in the standard's words", {}, { host: local, forwarded: "for=203.0.113.9" }, 403],
    ["what a tunnel forwards", {}, { host: local, "cf-connecting-ip": "203.0.113.9" }, 403],
    ["what a proxy forwards in other words", {}, { host: local, "x-real-ip": "127.0.0.1" }, 403],
    ["anybody, when the server listens to the network", { loopbackOnly: false }, { host: local }, 403],
    ["anybody, when a public address is set", { publicUrl: "https://desk.example" }, { host: local }, 403],
    ["this machine, when the public address is on it", { publicUrl: "http://localhost:8080" }, { host: local }, 200],
    ["the network without the token", { loopbackOnly: false, token }, { host: "192.0.2.1" }, 401],
    [
      "the network with another token",
      { loopbackOnly: false, token },
      { host: "192.0.2.1", authorization: "Bearer no" },
      401,
    ],
    [
      "the network with half of the token",
      { loopbackOnly: false, token },
      { host: "192.0.2.1", authorization: `Bearer ${token.slice(0, 9)}` },
      401,
    ],
    [
      "the network with the token as a password",
      { loopbackOnly: false, token },
      { host: "192.0.2.1", authorization: `Basic ${token}` },
      401,
    ],
    [
      "the network with an empty token",
      { loopbackOnly: false, token },
      { host: "192.0.2.1", authorization: "Bearer " },
      401,
    ],
    ["the network with the token", { loopbackOnly: false, token }, { host: "192.0.2.1", ...authorized }, 200],
    ["a proxy with the token", { token }, { host: local, "x-forwarded-for": "203.0.113.9", ...authorized }, 200],
    [
      "the public address with the token",
      { publicUrl: "https://desk.example", token },
      { host: "desk.example", ...authorized },
      200,
    ],
    [
      "the public page behind a proxy that renames us",
      { publicUrl: "https://desk.example", token },
      { host: local, origin: "https://desk.example", ...authorized },
      200,
    ],
  ];

  // fetch would not send these Host headers.
  const statusOf = (url: string, headers: Record<string, string | string[]>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asked = httpRequest(
        url,
        {
          method: "POST",
          headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      asked.once("error", reject);
      asked.end(LIST);
    });

  test.each(rows)("%s", async (_, change, headers, status) => {
    const { url } = await serve([echo], change);
    expect(await statusOf(url, headers)).toBe(status);
  });

  /** Sent byte for byte: no client would write these requests. */
  async function firstLine(url: string, head: string): Promise<string> {
    const socket = createConnection(Number(new URL(url).port), "127.0.0.1");
    socket.end(`${head}\r\nContent-Length: ${LIST.length}\r\n\r\n${LIST}`);
    let received = "";
    for await (const chunk of socket) received += String(chunk);
    return received.split("\r\n")[0] ?? "";
  }

  /** As the server tells how a request came that it would have refused by itself. */
  const fromHere = (headers: IncomingHttpHeaders): Incoming => ({
    method: "POST",
    headers,
    httpVersion: "1.1",
    socket: { remoteAddress: "127.0.0.1" },
  });

  test("what a proxy forwards without a word is not from this machine: nginx speaks HTTP/1.0 to us", async () => {
    const { url } = await serve([echo]);
    const head = [
      "Host: 127.0.0.1:8080",
      "Content-Type: application/json",
      "Accept: application/json, text/event-stream",
    ];
    const lineOf = (version: string): Promise<string> =>
      firstLine(url, [`POST /mcp HTTP/${version}`, ...head, "Connection: close"].join("\r\n"));
    expect(await lineOf("1.1")).toMatch(/ 200 /);
    expect(await lineOf("1.0")).toMatch(/ 403 /);
  });

  test("a page that says where it stands and not who it is, is refused", async () => {
    const { url } = await serve([echo]);
    expect(await statusOf(url, { host: local, "sec-fetch-site": "cross-site" })).toBe(403);
  });

  test("a request that names no host is not from this machine", async () => {
    const { url, door } = await serve([echo]);
    expect(await firstLine(url, "POST /mcp HTTP/1.0")).toMatch(/ (400|403) /);
    const request = new Request("http://localhost/mcp", { method: "POST", body: LIST });
    expect((await door.handle(request, fromHere({}))).status).toBe(403);
  });

  test("a request for another address than its host is judged by its host", async () => {
    const { url } = await serve([echo]);
    const line = await firstLine(url, "POST http://localhost/mcp HTTP/1.1\r\nHost: evil.example\r\nConnection: close");
    expect(line).toMatch(/ (400|403) /);
  });

  test.each(["localhost@evil.example", "evil.example/localhost", "localhost#", "127.0.0.1, evil.example", "[::1", ""])(
    'the host "%s" is not ours, whatever the server before us makes of it',
    async (host) => {
      const { door } = await serve([echo]);
      const request = new Request("http://localhost/mcp", { method: "POST", body: LIST, headers: { host } });
      expect((await door.handle(request, fromHere({ host }))).status).toBe(403);
    },
  );

  test("the refusal says what to do, and never the token", async () => {
    const { url } = await serve([echo], { loopbackOnly: false, token });
    const response = await post(url, LIST);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    const body = await response.text();
    expect(body).toContain("Authorization: Bearer <MCP_TOKEN>");
    expect(body).not.toContain(token);
  });

  test("a client of the SDK works with the token", async () => {
    const { url } = await serve([echo], { loopbackOnly: false, token });
    const client = await httpClient(url, authorized);
    clients.push(client);
    expect((await client.listTools()).tools).toHaveLength(1);
  });
});

describe("messages that make no sense", () => {
  let url: string;
  beforeEach(async () => {
    ({ url } = await serve([echo], { requestLimitMs: 100 }));
  });

  const call = (id: unknown): object => ({
    jsonrpc: "2.0",
    id,
    method: "tools/call",
    params: { name: "echo", arguments: { words: ["alpha"] } },
  });

  test.each<[string, string, Record<string, string>, number]>([
    ["nothing", "", {}, 400],
    ["no JSON", "hello", {}, 400],
    ["half of a message", LIST.slice(0, 20), {}, 400],
    ["null", "null", {}, 400],
    ["a number", "42", {}, 400],
    ["an empty object", "{}", {}, 400],
    ["another protocol's message", '{"jsonrpc":"1.0","id":1,"method":"tools/list"}', {}, 400],
    ["an object as id", '{"jsonrpc":"2.0","id":{},"method":"tools/list"}', {}, 400],
    ["a batch with nonsense in it", `[${LIST},7]`, {}, 400],
    ["a batch that is far too long", JSON.stringify(Array.from({ length: 101 }, (_, id) => call(id))), {}, 400],
    ["a very deep message", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, {}, 400],
    ["a body that is too large", JSON.stringify({ ...call(1), more: "x".repeat(300_000) }), {}, 413],
    ["a form", "a=b", { "Content-Type": "application/x-www-form-urlencoded" }, 415],
    ["JSON that says it is text", LIST, { "Content-Type": "text/plain" }, 415],
    ["a client that wants a page", LIST, { Accept: "text/html" }, 406],
    ["a version nobody knows", LIST, { "MCP-Protocol-Version": "1999-01-01" }, 400],
    ["an unknown session", LIST, { "Mcp-Session-Id": "no-such-session" }, 200],
    ["an answer to nothing", '{"jsonrpc":"2.0","id":1,"result":{}}', {}, 202],
    ["a notification of something unknown", '{"jsonrpc":"2.0","method":"notifications/what"}', {}, 202],
  ])("%s is answered and does no harm", async (_, body, headers, status) => {
    const response = await post(url, body, headers);
    expect(response.status).toBe(status);
    if (status >= 400) expect(await response.json()).toMatchObject({ jsonrpc: "2.0", id: null });
    expect((await post(url, LIST)).status).toBe(200);
    expect(serving?.faults).toEqual([]);
  });

  test.each<[string, object, object]>([
    ["an unknown method", { method: "tools/launch" }, { error: { code: -32601 } }],
    ["an unknown tool", { method: "tools/call", params: { name: "__proto__" } }, { error: { code: -32602 } }],
    ["a call without a name", { method: "tools/call", params: {} }, { error: { code: -32603 } }],
    [
      "arguments that are a list",
      { method: "tools/call", params: { name: "echo", arguments: [] } },
      { error: { code: -32603 } },
    ],
    ["a method that is not offered", { method: "resources/list" }, { error: { code: -32601 } }],
    ["a ping", { method: "ping" }, { result: {} }],
    [
      "a version from the future",
      {
        method: "initialize",
        params: { protocolVersion: "2099-01-01", capabilities: {}, clientInfo: { name: "t", version: "0" } },
      },
      { result: { protocolVersion: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) } },
    ],
    [
      "hostile names of arguments",
      {
        method: "tools/call",
        params: { name: "echo", arguments: JSON.parse('{"words":["alpha"],"__proto__":{"page":9},"constructor":1}') },
      },
      { result: { structuredContent: { said: "alpha", page: 1 } } },
    ],
  ])("%s gets its answer", async (_, message, answer) => {
    const response = await post(url, JSON.stringify({ jsonrpc: "2.0", id: 7, ...message }));
    expect(await response.json()).toMatchObject({ jsonrpc: "2.0", id: 7, ...answer });
  });

  test("a batch is answered as one", async () => {
    const response = await post(url, JSON.stringify([call(1), call("two")]));
    const answers = (await response.json()) as { id: unknown }[];
    expect(answers.map(({ id }) => id)).toEqual([1, "two"]);
  });

  test("a batch that cancels itself is not waited for", async () => {
    const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } };
    const response = await post(url, JSON.stringify([call(1), cancel]));
    expect(response.status).toBe(504);
  });

  test("a body that never ends is not waited for", async () => {
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("{")) });
    const init = {
      method: "POST",
      body,
      duplex: "half",
      headers: { "Content-Type": "application/json", Accept: "application/json, text/event-stream" },
    };
    const response = await fetch(url, init as RequestInit);
    expect(response.status).toBe(504);
  });

  test.each(["GET", "DELETE", "PUT", "OPTIONS"])("%s is not answered, as there are no sessions", async (method) => {
    const response = await fetch(url, { method, headers: { Accept: "text/event-stream" } });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("starting and stopping", () => {
  test("a stopped door says so, finishes what is open, and can be started again", async () => {
    let release = (): void => undefined;
    let begin = (): void => undefined;
    const started = new Promise<void>((resolve) => (begin = resolve));
    const wait = waiting(new Promise((resolve) => (release = resolve)), () => begin());
    const { door, url } = await serve([wait]);
    const ask = (): Promise<Response> =>
      post(url, JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "wait" } }));
    const open = ask();
    await started;
    const stopped = door.stop();
    expect((await ask()).status).toBe(503);
    release();
    await stopped;
    await door.stop();
    expect(await (await open).json()).toMatchObject({ result: { structuredContent: { waited: true } } });
  });

  test("nothing can be sent to it unasked", async () => {
    const { door } = await serve([echo]);
    const place = { platform: "mcp", chatId: "anonymous", isPublic: true } as const;
    expect((await door.send(place, { blocks: [text("Hello")] }, "key")).state).toBe("gone");
  });
});
