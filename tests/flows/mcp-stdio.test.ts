import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { ReadBuffer, serializeMessage } from "@modelcontextprotocol/sdk/shared/stdio.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { afterEach, describe, expect, test, vi } from "vitest";
import { forwardStdio, serveStdio } from "../../src/adapters/mcp/stdio.ts";
import { memoryLog, NOON } from "../support/calls.ts";
import { adminOnly, echo, tally, testDesk } from "../support/desk.ts";
import { type McpServing, serveMcp, textOf } from "../support/mcp.ts";

/** The client's end of a child's stdin and stdout. */
function streams(): { input: PassThrough; output: PassThrough; transport: Transport; written: () => string } {
  const input = new PassThrough();
  const output = new PassThrough();
  const buffer = new ReadBuffer();
  let written = "";
  const transport: Transport = {
    async start() {
      output.on("data", (chunk: Buffer) => {
        written += String(chunk);
        buffer.append(chunk);
        for (let message = buffer.readMessage(); message; message = buffer.readMessage())
          transport.onmessage?.(message);
      });
    },
    async send(message: JSONRPCMessage) {
      input.write(serializeMessage(message));
    },
    async close() {
      input.end();
      transport.onclose?.();
    },
  };
  return { input, output, transport, written: () => written };
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const faultless = {
  identify: async () => ({ userId: "user-of-mcp", isOwner: false }),
  notice: () => undefined,
  report: () => "ref789",
  clock: () => NOON,
  version: "1.2.3",
} as const;

/** Serves these commands on the streams. @returns a function that waits for its end */
async function serve(pipes: ReturnType<typeof streams>): Promise<() => Promise<void>> {
  const { desk, database } = await testDesk([echo, tally(), adminOnly]);
  closing.push(() => database.destroy());
  const over = serveStdio({ ...faultless, input: pipes.input, output: pipes.output, desk, log: memoryLog() });
  return () => over;
}

/** Forwards the streams to an address. @returns a function that waits for its end */
function forward(
  pipes: ReturnType<typeof streams>,
  url: string,
  more: { token?: string; requestLimitMs?: number } = {},
) {
  const over = forwardStdio({ input: pipes.input, output: pipes.output, url, log: memoryLog(), ...more });
  return () => over;
}

async function connect(pipes: ReturnType<typeof streams>): Promise<Client> {
  const client = new Client({ name: "test", version: "0" });
  await client.connect(pipes.transport);
  closing.push(() => client.close());
  return client;
}

async function runningDesk(change: Parameters<typeof serveMcp>[1] = {}): Promise<McpServing> {
  const serving = await serveMcp([echo, tally(), adminOnly], change);
  closing.push(() => serving.close());
  return serving;
}

/** Something on loopback that is no desk. */
async function stranger(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

const call = (id: number, word = "alpha"): string =>
  `${JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params: { name: "echo", arguments: { words: [word] } } })}\n`;

const messages = (written: string): { id?: unknown; result?: unknown; error?: { message: string } }[] =>
  written
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

describe.each<["alone" | "forwarding"]>([["alone"], ["forwarding"]])("over stdio, %s", (mode) => {
  const open = async (pipes: ReturnType<typeof streams>): Promise<() => Promise<void>> =>
    mode === "alone" ? await serve(pipes) : forward(pipes, (await runningDesk()).url);

  test("a client of the SDK lists the tools and calls one", async () => {
    const pipes = streams();
    const over = await open(pipes);
    const client = await connect(pipes);
    expect(client.getServerVersion()?.version).toBe("1.2.3");
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["echo"]);
    const result = await client.callTool({ name: "echo", arguments: { words: ["alpha"] } });
    expect(result.structuredContent).toMatchObject({ said: "alpha" });
    expect(textOf(result)).toContain("alpha was said");
    await expect(client.callTool({ name: "tally_add" })).rejects.toThrow(/There is no tool/);
    await client.close();
    await over();
  });

  test("fifty calls at once are all answered", async () => {
    const pipes = streams();
    await open(pipes);
    const client = await connect(pipes);
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) => client.callTool({ name: "echo", arguments: { words: [`w${index}`] } })),
    );
    expect(results.map(({ structuredContent }) => (structuredContent as { said: string }).said)).toEqual(
      Array.from({ length: 50 }, (_, index) => `w${index}`),
    );
  });

  test("what was asked before the client hung up is answered, then it is over", async () => {
    const pipes = streams();
    await pipes.transport.start();
    const over = await open(pipes);
    pipes.input.end(call(1) + call(2));
    await over();
    expect(messages(pipes.written()).map(({ id }) => id)).toEqual(expect.arrayContaining([1, 2]));
  });

  test("nonsense between messages does no harm and nothing but the protocol is written", async () => {
    const pipes = streams();
    await pipes.transport.start();
    const over = await open(pipes);
    pipes.input.write('hello\n\n{"jsonrpc":"1.0"}\n[]\nnull\n\u0000\u0001\n{"jsonrpc":"2.0","id":9,"result":{}}\n');
    pipes.input.end(call(1));
    await over();
    expect(messages(pipes.written())).toMatchObject([{ jsonrpc: "2.0", id: 1, result: {} }]);
  });

  test("a line without end closes the connection instead of filling the memory", async () => {
    const pipes = streams();
    const over = await open(pipes);
    pipes.input.write("x".repeat(2 * 1024 * 1024));
    await over();
  });

  test("a client that is gone ends it, though an answer cannot be written any more", async () => {
    const pipes = streams();
    const over = await open(pipes);
    pipes.output.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    pipes.input.write(call(1));
    await over();
  });

  test("a client that hangs up at once ends it at once", async () => {
    const pipes = streams();
    const over = await open(pipes);
    pipes.input.end();
    await over();
    expect(pipes.output.readableLength).toBe(0);
  });
});

describe("forwarding", () => {
  const token = "a-token-of-enough-characters";

  /** What one call gets when it is forwarded to this address. */
  async function answerTo(url: string, more: { token?: string; requestLimitMs?: number } = {}): Promise<unknown> {
    const pipes = streams();
    await pipes.transport.start();
    const over = forward(pipes, url, more);
    pipes.input.end(call(7));
    await over();
    return messages(pipes.written());
  }

  test("the token opens a desk that wants it", async () => {
    const { url } = await runningDesk({ loopbackOnly: false, token });
    expect(await answerTo(url, { token })).toMatchObject([{ id: 7, result: { structuredContent: { said: "alpha" } } }]);
  });

  test("without the token the client learns what to do, under the id it waits for", async () => {
    const { url } = await runningDesk({ loopbackOnly: false, token });
    const message = expect.stringContaining("MCP_TOKEN");
    expect(await answerTo(url)).toEqual([{ jsonrpc: "2.0", id: 7, error: { code: -32_000, message } }]);
  });

  test.each<[string, RequestListener]>([
    ["answers with a page", (_, response) => response.end("<html>no</html>")],
    ["answers with other JSON", (_, response) => response.end('["a"]')],
    ["answers with null", (_, response) => response.end("null")],
    ["hangs up", (_, response) => response.destroy()],
    ["never answers", () => undefined],
  ])("a desk that %s is said not to answer", async (_, answer) => {
    const url = await stranger(answer);
    const message = "The desk does not answer. Start it with npm start, then ask again.";
    expect(await answerTo(url, { requestLimitMs: 50 })).toEqual([
      { jsonrpc: "2.0", id: 7, error: { code: -32_000, message } },
    ]);
  });

  test("a token is never taken to another address", async () => {
    const seen = vi.fn();
    const other = await stranger((request, response) => {
      seen(request.headers);
      response.end();
    });
    const url = await stranger((_, response) => response.writeHead(307, { Location: other }).end());
    expect(await answerTo(url, { token })).toMatchObject([{ id: 7, error: {} }]);
    expect(seen).not.toHaveBeenCalled();
  });

  test("a desk that comes back is used again", async () => {
    const { door, url } = await runningDesk();
    const { desk, database } = await testDesk([echo]);
    closing.push(() => database.destroy());
    const pipes = streams();
    forward(pipes, url);
    const client = await connect(pipes);
    await door.stop();
    await expect(client.callTool({ name: "echo", arguments: { words: ["alpha"] } })).rejects.toThrow(
      /starting or stopping/,
    );
    await door.start(desk);
    expect((await client.callTool({ name: "echo", arguments: { words: ["beta"] } })).isError).toBeUndefined();
  });
});
