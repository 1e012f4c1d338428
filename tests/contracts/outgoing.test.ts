import { readdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { guardedFetch } from "../../src/agent/guarded-fetch.ts";
import { toChatFile } from "../../src/adapters/discord/attachment.ts";
import { createRequests } from "../../src/adapters/discord/requests.ts";
import { forwardStdio } from "../../src/adapters/mcp/stdio.ts";
import { createSend, keptConnections } from "../../src/adapters/telegram/request.ts";
import { download } from "../../src/core/download.ts";
import { createFetchFeed } from "../../src/news/fetch-feed.ts";
import { createEvmReader } from "../../src/wallets/evm.ts";
import { EVM_CHAINS } from "../../src/wallets/evm-chains.ts";
import { createSolanaReader } from "../../src/wallets/solana.ts";
import { clockAheadMs } from "../../src/wire/clock-ahead.ts";
import { fetchJson } from "../../src/wire/fetch-json.ts";
import { addressProblem } from "../../src/wire/outside-address.ts";
import { memoryLog, NOON } from "../support/calls.ts";
import { insideHosts } from "../support/inside-hosts.ts";
import { WAYS_OUT } from "../support/outgoing.ts";

interface Listening {
  readonly url: string;
  readonly asked: string[];
  close(): Promise<void>;
}

async function listen(answer: RequestListener): Promise<Listening> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Inside the operator's network, where nothing that is asked outside may send the desk. */
let inside: Listening;
/** Where the operator has pointed the desk: it answers everything by sending elsewhere. */
let pointed: Listening;
let status: number;
beforeEach(async () => {
  inside = await listen(
    (_, response) => void response.writeHead(200, { "content-type": "application/json" }).end("{}"),
  );
  pointed = await listen((_, response) => void response.writeHead(status, { location: `${inside.url}/x` }).end());
});
afterEach(async () => {
  await pointed.close();
  await inside.close();
});

const signal = (): AbortSignal => AbortSignal.timeout(5_000);
const tokens = (): readonly [] => [];
const TIMES = { requestMs: 5_000, rateLimitMs: 1_000, firstResponseMs: 5_000 };

/** How each way out is taken to an address that the operator has named; by the names of the table. */
const WAYS: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
  "Attachments on Discord": (url) =>
    toChatFile(
      { url: `${url}/file.csv`, filename: "file.csv", size: 1 },
      { apiBase: `${url}/api`, downloadMs: 5_000 },
    ).read(9),
  "Files on Telegram": (url) =>
    download({ address: new URL(`${url}/file`), provider: "Telegram", maxBytes: 9, timeoutMs: 5_000 }),
  "Bot API": async (url) => {
    const agent = keptConnections(url);
    await createSend("1:x", `${url}/`, agent)("getMe", {}, { signal: signal() }).finally(() => agent.destroy());
  },
  "Discord's REST API and gateway": (url) =>
    createRequests({ apiBase: `${url}/api`, token: "x", times: TIMES as never, log: memoryLog() }).openDirect("1"),
  "Language models": (url) => guardedFetch({ totalMs: 5_000, silenceMs: 5_000 })(url, { method: "POST", body: "{}" }),
  "Market data, GitHub": (url) => fetchJson("x", { url, headers: {}, maxBytes: 999, signal: signal() }, () => NOON),
  "Wallets: EVM nodes": (url) =>
    createEvmReader({ chain: EVM_CHAINS[0]!, url, tokens, timeoutMs: 5_000 }).read(
      "0x52908400098527886E0F7030069857D2E4169EE7",
    ),
  "Wallets: Solana node": (url) =>
    createSolanaReader({ url, tokens, timeoutMs: 5_000 }).read("11111111111111111111111111111111"),
  "Whether the clock is right (`doctor`)": (url) => clockAheadMs([url], { clock: () => NOON, signal: signal() }),
  "`npm run mcp` to the running desk": async (url) => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    input.end('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
    await forwardStdio({ input, output, url, log: memoryLog() });
  },
};

describe.each(WAYS_OUT.filter(({ inside: treated }) => treated === "operator's word"))("$what", ({ what }) => {
  const go = async (url: string): Promise<void> =>
    await WAYS[what]!(url).then(
      () => undefined,
      () => undefined,
    );

  test("goes where the operator says, inside too", async () => {
    await go(inside.url);
    expect(inside.asked).not.toEqual([]);
  });

  test.each([301, 302, 303, 307, 308])("does not go where an answer of %i sends it", async (each) => {
    status = each;
    await go(pointed.url);
    expect(pointed.asked).not.toEqual([]);
    expect(inside.asked).toEqual([]);
  });
});

describe("an address inside, however it is written", () => {
  const hosts = insideHosts();

  test("is none for posts of alerts", () => {
    expect(hosts.filter((host) => addressProblem(`https://${host}/`) === undefined)).toEqual([]);
  });

  test("is none for feeds, not even where a feed sends the desk", async () => {
    const fetchFeed = createFetchFeed({ version: "0", privateAddresses: "deny", clock: () => NOON, timeoutMs: 5_000 });
    const port = new URL(inside.url).port;
    for (const host of hosts)
      await expect(fetchFeed(`http://${host}:${port}/`), host).rejects.toThrow(/private address|no address/);
    status = 302;
    // Stands for a public address, so that there is somebody to send the desk away.
    const lookup = ((_host: string, _options: unknown, done: (error: null, all: unknown) => void) =>
      done(null, [{ address: "127.0.0.1", family: 4 }])) as never;
    const sent = createFetchFeed({
      version: "0",
      privateAddresses: "deny",
      clock: () => NOON,
      timeoutMs: 5_000,
      lookup,
    });
    await expect(sent(`http://feed.example:${new URL(pointed.url).port}/`)).rejects.toThrow("private address");
    expect(pointed.asked).toEqual(["GET /"]);
    expect(inside.asked).toEqual([]);
  });

  test("is none for attachments, unless it is where the operator has Discord", async () => {
    const source = { apiBase: "https://discord.com/api", downloadMs: 5_000 };
    for (const host of [...hosts, "cdn.discordapp.com@127.0.0.1", "cdn.discordapp.com.evil.example", "evil.example"])
      for (const scheme of ["http", "https"]) {
        const url = `${scheme}://${host}${host.includes("evil") ? "" : `:${new URL(inside.url).port}`}/file.csv`;
        await expect(toChatFile({ url, filename: "x", size: 1 }, source).read(9), url).rejects.toThrow(
          "lies elsewhere",
        );
      }
    expect(inside.asked).toEqual([]);
  });
});

test("the table names every file that opens a connection, and no other", () => {
  const root = new URL("../../", import.meta.url);
  // A `fetch` that is handed in is somebody else's, who is in the table.
  const handedIn = new Set(["src/news/reader.ts", "src/market/memory.ts"]);
  const opens =
    /(?<![\w.])fetch\(|\brequest\b[^\n]*from "node:https?"|from "node:(?:tls|http2|dgram)"|from "undici"|new REST\(|new Client\(\{|new Telegram\(|new WebSocket\(|JsonRpcProvider\(|createSolanaRpc\(|createDefaultRpcTransport\(/;
  const found = readdirSync(new URL("src", root), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.includes("web/page"))
    .map((path) => `src/${path}`)
    .filter((path) => !handedIn.has(path) && opens.test(readFileSync(new URL(path, root), "utf8")));
  expect(found.toSorted()).toEqual([...new Set(WAYS_OUT.flatMap(({ files }) => files))].toSorted());
});
