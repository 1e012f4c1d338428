import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createParser } from "../../src/news/parse-feed.ts";
import { FeedError, readFeed } from "../../src/news/read-feed.ts";
import { NOON } from "../support/calls.ts";

/** A reading thread that answers each feed as its bytes say. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from "node:worker_threads";
    parentPort.on("message", ({ bytes }) => {
      const said = new TextDecoder().decode(bytes);
      if (said === "hang") for (;;);
      if (said === "crash") throw new Error("crashed");
      if (said === "grow") for (const all = [];;) all.push(new Array(100_000).fill(all.length));
      if (said === "refuse") return parentPort.postMessage({ kind: "refused", why: "it is no feed" });
      parentPort.postMessage({ kind: "read", feed: { title: said + threadId, items: [] } });
    });
  `)}`,
);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("the reading thread", () => {
  test("is one for all feeds, and leaves the bytes it was given", async () => {
    const parse = createParser({ script });
    const own = bytes("feed ");
    const read = await Promise.all([parse(own, "", NOON), parse(own, "", NOON)]);
    expect(read[0]).toEqual(read[1]);
    expect(read[0]?.title).toMatch(/^feed \d+$/);
  });

  test.each([
    ["hang", "it is not read within 0.6 seconds"],
    ["crash", "reading it fails"],
    ["grow", "reading it fails"],
  ])(
    "a feed that makes it %s fails alone, as a feed that cannot be read; the next is read by another",
    async (what, why) => {
      const parse = createParser({ script, timeoutMs: what === "hang" ? 600 : 20_000 });
      const before = await parse(bytes(""), "", NOON);
      const [lost, next] = await Promise.allSettled([parse(bytes(what), "", NOON), parse(bytes(""), "", NOON)]);
      expect(lost).toMatchObject({ status: "rejected", reason: new FeedError(why) });
      if (next.status === "rejected") throw next.reason;
      expect(next.value.title).not.toBe(before.title);
    },
  );

  test("what is no feed is refused in the same words as without a thread", async () => {
    await expect(createParser({ script })(bytes("refuse"), "", NOON)).rejects.toThrow(new FeedError("it is no feed"));
    await expect(readFeed(bytes("refuse"), "", NOON)).rejects.toThrow(new FeedError("it is no feed"));
  });
});

describe("as it is built", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  let out = "";
  beforeAll(() => {
    out = mkdtempSync(join(root, "node_modules", ".parser-"));
    const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
    const compiler = join(dirname(manifest), "bin", "tsc");
    execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json"), "--outDir", out]);
    // Building takes two seconds, and a busy machine ten times as long.
  }, 60_000);
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  test("the thread reads the same, refuses the same, leaves the desk free meanwhile, and lets the process end", async () => {
    const item = "<item><title>Tom &amp; Jerry</title><link>https://a.example/1</link></item>";
    const feed = `<rss version="2.0"><channel><title>T</title>${item}</channel></rss>`;
    const program = `
      const { parseFeed } = await import(${JSON.stringify(pathToFileURL(join(out, "news", "parse-feed.js")).href)});
      const bytes = (text) => new TextEncoder().encode(text);
      const read = await parseFeed(bytes(process.argv[1]), "", ${NOON});
      const refused = await parseFeed(bytes("<p>"), "", ${NOON}).catch(String);
      let turns = 0;
      const timer = setInterval(() => (turns += 1), 1);
      await parseFeed(bytes(process.argv[1].replace(process.argv[2], process.argv[2].repeat(20_000))), "", ${NOON});
      clearInterval(timer);
      console.log(JSON.stringify({ read, refused, isFree: turns > 5 }));
    `;
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", program, feed, item], {
      encoding: "utf8",
    });
    expect(JSON.parse(said)).toEqual({
      read: await readFeed(bytes(feed), "", NOON),
      refused: "FeedError: it is no feed",
      isFree: true,
    });
  });
});
