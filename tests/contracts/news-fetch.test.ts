import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createFetchFeed, type FetchFeedParts } from "../../src/news/fetch-feed.ts";
import { publicLookup } from "../../src/wire/public-address.ts";

const NOW = Date.UTC(2026, 10, 22, 12);

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A publisher on loopback; what was asked of it, oldest first. */
async function publisher(answer: Handler) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return { asked, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const fetcher = (change: Partial<FetchFeedParts> = {}) =>
  createFetchFeed({ version: "0.0.0", privateAddresses: "allow", clock: () => NOW, ...change });

describe("fetching a feed", () => {
  test("its bytes, what kind they are, and what to ask by the next time", async () => {
    const { base, asked } = await publisher((_request, response) => {
      response.writeHead(200, { "content-type": "application/rss+xml", etag: '"1"', "last-modified": "yesterday" });
      response.end("<rss/>");
    });
    const fetch = fetcher();
    const found = await fetch(`${base}/rss`);
    expect(found).toMatchObject({
      kind: "new",
      contentType: "application/rss+xml",
      validators: { etag: '"1"', lastModified: "yesterday" },
    });
    expect(found.kind === "new" && new TextDecoder().decode(found.bytes)).toBe("<rss/>");
    expect(asked[0]?.headers["user-agent"]).toContain("Westbound");
    await fetch(`${base}/rss`, found.kind === "new" ? found.validators : {});
    expect(asked[1]?.headers).toMatchObject({ "if-none-match": '"1"', "if-modified-since": "yesterday" });
  });

  test("what has not changed has no body", async () => {
    const { base } = await publisher((_request, response) => void response.writeHead(304).end());
    expect(await fetcher()(base, { etag: '"1"' })).toEqual({ kind: "unchanged" });
    await expect(fetcher()(base)).rejects.toThrow("its server says that nothing is new, to whoever asks");
  });

  test("packed bodies are unpacked, and their size counts unpacked", async () => {
    const packed = gzipSync("x".repeat(1_000_000));
    const { base } = await publisher(
      (_request, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(packed),
    );
    const found = await fetcher()(base);
    expect(found.kind === "new" && found.bytes.byteLength).toBe(1_000_000);
    await expect(fetcher({ maxBytes: 10_000 })(base)).rejects.toThrow("it has more than 10000 bytes");
  });

  test("a move for good is told, one for now is only followed", async () => {
    const { base } = await publisher((request, response) => {
      if (request.url === "/old") return void response.writeHead(301, { location: "/new" }).end();
      if (request.url === "/now") return void response.writeHead(302, { location: "/new" }).end();
      return void response.writeHead(200).end("<rss/>");
    });
    expect(await fetcher()(`${base}/old`)).toMatchObject({ movedTo: `${base}/new` });
    expect(await fetcher()(`${base}/now`)).not.toHaveProperty("movedTo");
  });

  test("redirects end after three, and never lead away from the web", async () => {
    const { base, asked } = await publisher((request, response) => {
      const location = request.url === "/file" ? "file:///etc/passwd" : "/again";
      response.writeHead(302, { location }).end();
    });
    await expect(fetcher()(`${base}/again`)).rejects.toThrow("redirects more than 3 times");
    expect(asked).toHaveLength(4);
    await expect(fetcher()(`${base}/file`)).rejects.toThrow("neither http nor https");
  });

  test("a server that never ends, or never begins, is given up on", async () => {
    const { base } = await publisher((request, response) => {
      if (request.url === "/silent") return;
      response.writeHead(200);
      response.write("<rss>");
    });
    for (const path of ["/silent", "/endless"])
      await expect(fetcher({ timeoutMs: 60 })(`${base}${path}`)).rejects.toThrow("did not answer in time");
  });

  test("a server that says when to come back is listened to", async () => {
    const { base } = await publisher(
      (_request, response) => void response.writeHead(429, { "retry-after": "120" }).end(),
    );
    await expect(fetcher()(base)).rejects.toMatchObject({ message: "the server answers 429", retryAfterMs: 120_000 });
    const dated = await publisher(
      (_request, response) =>
        void response.writeHead(503, { "retry-after": new Date(NOW + 90_000).toUTCString() }).end(),
    );
    await expect(fetcher()(dated.base)).rejects.toMatchObject({ retryAfterMs: 90_000, isAnswered: true });
    const odd = await publisher((_request, response) => void response.writeHead(429, { "retry-after": "soon" }).end());
    await expect(fetcher()(odd.base)).rejects.toMatchObject({ retryAfterMs: undefined });
  });

  test("what is gone for good is left alone for a day", async () => {
    const { base } = await publisher((_request, response) => void response.writeHead(410).end());
    await expect(fetcher()(base)).rejects.toMatchObject({
      message: "the server answers 410",
      retryAfterMs: 86_400_000,
    });
  });

  test("a body that drips is given up on when the time for all of it is over", async () => {
    const { base } = await publisher((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("<"), 5);
      response.on("close", () => clearInterval(drip));
    });
    await expect(fetcher({ timeoutMs: 80 })(base)).rejects.toThrow("did not answer in time");
  });

  test.each([
    ["br", brotliCompressSync(Buffer.alloc(50_000_000))],
    ["GZIP", gzipSync(Buffer.alloc(50_000_000))],
  ])("a bomb in %s goes no further than the size limit", async (encoding, bomb) => {
    const { base } = await publisher(
      (_request, response) => void response.writeHead(200, { "content-encoding": encoding }).end(bomb),
    );
    await expect(fetcher({ maxBytes: 100_000 })(base)).rejects.toThrow("it has more than 100000 bytes");
  });

  test("what a server wants to be asked by is not kept when it is as long as a page", async () => {
    const { base } = await publisher(
      (_request, response) =>
        void response.writeHead(200, { etag: `"${"x".repeat(9_000)}"`, "last-modified": "today" }).end("<rss/>"),
    );
    expect(await fetcher()(base)).toMatchObject({ validators: { lastModified: "today" } });
    expect(await fetcher()(base)).not.toHaveProperty("validators.etag");
  });

  test("what does not speak HTTP is told from what is not there", async () => {
    const server = createTcpServer(
      (socket) =>
        void socket
          .on("error", () => undefined)
          .resume()
          .end("220 mail.example ready\r\n"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => new Promise((resolve) => void server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    await expect(fetcher()(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      message: expect.stringMatching(/^its answer is broken \(HPE_/),
      isAnswered: true,
    });
  });

  test("a server that is not there is told from one that refuses", async () => {
    const { base } = await publisher((_request, response) => void response.end());
    for (const close of closing.splice(0)) await close();
    await expect(fetcher()(base)).rejects.toMatchObject({
      message: "it cannot be reached (ECONNREFUSED)",
      isAnswered: false,
    });
  });

  test("a body that is cut off, or packed otherwise than it says, is refused", async () => {
    const { base } = await publisher((request, response) => {
      if (request.url === "/cut")
        return void response
          .writeHead(200, { "content-encoding": "gzip" })
          .end(gzipSync("<rss/>".repeat(99)).subarray(0, 20));
      return void response.writeHead(200, { "content-encoding": "gzip" }).end("<rss/>");
    });
    for (const path of ["/cut", "/plain"])
      await expect(fetcher()(`${base}${path}`)).rejects.toThrow("its answer is broken");
  });
});

describe("private addresses are out of reach", () => {
  const strict = fetcher({ privateAddresses: "deny" });

  test.each([
    "http://127.0.0.1/rss",
    "http://[::1]/rss",
    "http://[::ffff:127.0.0.1]/rss",
    "http://169.254.169.254/latest/meta-data",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://127.1/",
    "http://localhost/rss",
    "http://0.0.0.0/",
    "http://0/",
    "http://0177.0.0.1/",
    "http://127.0.0.1./",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://[fe80::1]/",
    "http://１２７.０.０.１/",
  ])("%s", async (address) => {
    await expect(strict(address)).rejects.toThrow("it leads to a private address");
  });

  test.each(["ftp://news.example/", "file:///etc/passwd", "https://user:word@news.example/", "news"])(
    "%s",
    async (address) => {
      await expect(strict(address)).rejects.toThrow(
        /^it (is neither http nor https|carries a user name|is no address)/,
      );
    },
  );

  test("a name that leads inside at the moment of connecting is not connected to", async () => {
    const { base, asked } = await publisher((_request, response) => void response.end("secret"));
    const port = new URL(base).port;
    const rebinding = publicLookup(((_host: string, _options: unknown, done: (error: null, all: unknown) => void) =>
      done(null, [{ address: "127.0.0.1", family: 4 }])) as never);
    await expect(
      fetcher({ privateAddresses: "deny", lookup: rebinding })(`http://news.example:${port}/`),
    ).rejects.toThrow("it leads to a private address");
    expect(asked).toEqual([]);
  });

  test.each([
    ["http://127.0.0.1:1/", "it leads to a private address"],
    ["http://[::ffff:7f00:1]:1/", "it leads to a private address"],
    ["//2130706433/", "it leads to a private address"],
    ["gopher://news.example/", "it is neither http nor https"],
    ["http://root:toor@news.example/", "it carries a user name or password"],
  ])("nor is a redirect to %s followed", async (location, why) => {
    const { base, asked } = await publisher((_request, response) => void response.writeHead(302, { location }).end());
    const port = new URL(base).port;
    // The first hop is let through by its resolver, as a public name would be; the second is a number.
    const lookup: NonNullable<FetchFeedParts["lookup"]> = (_host, options, done) =>
      options.all === true ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);
    await expect(fetcher({ privateAddresses: "deny", lookup })(`http://news.example:${port}/`)).rejects.toThrow(why);
    expect(asked).toHaveLength(1);
  });
});
