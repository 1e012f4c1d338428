import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { articleAddress, readFeed } from "./read-feed.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const rss = (items: string): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>${items}</channel></rss>`;
const item = (inside: string): string => rss(`<item>${inside}</item>`);
const read = async (text: string, type = "application/rss+xml") => (await readFeed(bytes(text), type, NOW)).items;

describe("reading a feed", () => {
  test("an entry with all it has", async () => {
    const [entry] = await read(
      item(
        `<guid>g-1</guid><title>Bittensor &amp; friends</title><link>https://news.example/a?utm_source=rss&amp;id=7#top</link>
        <description><![CDATA[<p>One <b>two</b>.</p><script>alert(1)</script>]]></description><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Ann</dc:creator>
        <pubDate>Sat, 21 Nov 2026 08:00:00 +0000</pubDate>`,
      ),
    );
    expect(entry).toEqual({
      guid: "g-1",
      title: "Bittensor & friends",
      link: "https://news.example/a?id=7",
      summary: "One two.",
      author: "Ann",
      publishedAt: Date.UTC(2026, 10, 21, 8),
    });
  });

  test("a date from the future is the time of reading; one that is none is absent", async () => {
    const dated = (date: string) =>
      read(item(`<title>T</title><link>https://a.example/</link><pubDate>${date}</pubDate>`));
    expect((await dated("Mon, 22 Nov 2027 08:00:00 +0000"))[0]?.publishedAt).toBe(NOW);
    expect((await dated("gestern"))[0]?.publishedAt).toBeUndefined();
    expect((await dated("Thu, 01 Jan 1970 00:00:00 +0000"))[0]?.publishedAt).toBeUndefined();
  });

  test("what has no title or no address on the web is left out", async () => {
    expect(await read(rss("<item><title>T</title></item><item><link>https://a.example/</link></item>"))).toEqual([]);
    expect(await read(item("<title>T</title><link>javascript:alert(1)</link>"))).toEqual([]);
  });

  const written = (declared: string): string =>
    `<?xml version="1.0"${declared === "" ? "" : ` encoding="${declared}"`}?><rss version="2.0"><channel><item><title>Привет, мир</title><link>https://a.example/</link></item></channel></rss>`;
  /** Cyrillic as windows-1251 has it; the rest of these texts is ASCII. */
  const cyrillic = (text: string): Uint8Array =>
    Uint8Array.from(text, (letter) => {
      const code = letter.codePointAt(0) ?? 0;
      return code < 128 ? code : code - 0x410 + 0xc0;
    });
  const utf16 = (text: string, order: "le" | "be"): Uint8Array => {
    const little = Buffer.from(text, "utf16le");
    return order === "le" ? little : little.swap16();
  };

  test.each<[string, Uint8Array, string]>([
    ["windows-1251 by its declaration", cyrillic(written("windows-1251")), "text/xml"],
    ["windows-1251 by its server", cyrillic(written("")), "text/xml; charset=windows-1251"],
    ["windows-1251 whose server says UTF-8", cyrillic(written("windows-1251")), "text/xml; charset=utf-8"],
    ["windows-1251 that declares UTF-8", cyrillic(written("UTF-8")), "text/xml; charset='cp1251'"],
    ["UTF-8 whose server says Latin-1", bytes(written("utf-8")), "text/xml; charset=ISO-8859-1"],
    ["UTF-8 that declares windows-1251", bytes(written("windows-1251")), ""],
    ["UTF-8 that declares UTF-16", bytes(written("utf-16")), "text/xml"],
    ["UTF-8 with a mark", bytes(`\uFEFF${written("utf-8")}`), ""],
    ["UTF-16 with a mark, little end first", utf16(`\uFEFF${written("utf-16")}`, "le"), "text/xml; charset=utf-8"],
    ["UTF-16 with a mark, big end first", utf16(`\uFEFF${written("utf-16")}`, "be"), ""],
    ["UTF-16 without a mark", utf16(written("utf-16"), "le"), ""],
    ["UTF-16 without a mark, big end first", utf16(written(""), "be"), "application/rss+xml"],
  ])("%s is read", async (_what, all, type) => {
    expect((await readFeed(all, type, NOW)).items[0]?.title).toBe("Привет, мир");
  });

  test("a Japanese set of seven bits is not taken for ASCII", async () => {
    const word = [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42];
    const [head = "", tail = ""] = written("iso-2022-jp").split("Привет, мир");
    const all = Uint8Array.from([...bytes(head), ...word, ...bytes(tail)]);
    expect((await readFeed(all, "", NOW)).items[0]?.title).toBe("日本");
  });

  test("one byte that is none in UTF-8 costs one letter, not the feed", async () => {
    const [head = "", tail = ""] = written("utf-8").split(", мир");
    const all = Uint8Array.from([...bytes(head), 0xff, ...bytes(tail)]);
    expect((await readFeed(all, "", NOW)).items[0]?.title).toBe("Привет\uFFFD");
  });

  test("an id that several entries share is nobody's", async () => {
    const one = (n: number) => `<item><guid>site</guid><title>T${n}</title><link>https://a.example/${n}</link></item>`;
    expect((await read(rss([1, 2, 3].map(one).join("")))).map(({ guid }) => guid)).toEqual([
      "https://a.example/1",
      "https://a.example/2",
      "https://a.example/3",
    ]);
  });

  test("what cannot be seen, turns the line around or hides a link is gone", async () => {
    const [entry] = await read(
      item(
        "<title>Pay\u200B\u202Eesrever\u2066 \u{E0041}now&#8238;&amp;#8203; &lt;img src=x onerror=alert(1)&gt;!</title><link>https://a.example/\u202E1</link>",
      ),
    );
    expect(entry?.title).toBe("Payesrever now!");
    expect(entry?.link ?? "").not.toMatch(/\p{Cf}/u);
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt://a.example/%0Aalert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "https://user:word@a.example/",
    "https://user@a.example/",
    "https://",
    `https://a.example/${"x".repeat(2_000)}`,
  ])("no entry is led to %s", async (link) => {
    expect(await read(item(`<title>T</title><link>${link}</link>`))).toEqual([]);
  });

  test("a character set that nobody knows does not stop it", async () => {
    expect(
      await read(item("<title>T</title><link>https://a.example/</link>"), "text/xml; charset=martian"),
    ).toHaveLength(1);
  });

  test("a page is no feed, nor is nothing", async () => {
    await expect(read("<!doctype html><html><body>Sorry</body></html>")).rejects.toThrow("it is no feed");
    await expect(read("")).rejects.toThrow("it is no feed");
    await expect(read(`${rss("<item><title>T</title>").slice(0, 60)}`)).rejects.toThrow("it is no feed");
  });

  test("three thousand entries are two thousand, and entities do not grow", async () => {
    const many = Array.from(
      { length: 3_000 },
      (_, n) => `<item><title>T${n}</title><link>https://a.example/${n}</link></item>`,
    );
    expect(await read(rss(many.join("")))).toHaveLength(2_000);
    const bomb = `<!DOCTYPE r [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${item("<title>&b;</title><link>https://a.example/</link>")}`;
    const [entry] = await read(bomb).catch(() => []);
    expect((entry?.title ?? "").length).toBeLessThan(201);
  });

  test("what it has of one feed is not gone through again for each of its entries", async () => {
    // Fifty thousand entries took minutes when each of them asked the feed for its address; the test would time out.
    const many = "<item><title>T</title><link>https://a.example/1</link><guid>x</guid></item>".repeat(50_000);
    expect(await read(rss(many))).toHaveLength(2_000);
  });

  test("a thousand levels of tags are no feed, or one without them", async () => {
    const deep = `${"<b>".repeat(5_000)}x${"</b>".repeat(5_000)}`;
    const items = await read(item(`<title>${deep}</title><link>https://a.example/</link>`)).catch(
      (error: Error) => error,
    );
    expect(items instanceof Error ? items.message : items.length).toBe(items instanceof Error ? "it is no feed" : 1);
  });

  test("addresses lose what only counts their readers", () => {
    expect(articleAddress(" https://a.example/x?ref=rss&page=2&fbclid=1 ")).toBe("https://a.example/x?page=2");
    expect(articleAddress("https://user:word@a.example/")).toBeUndefined();
    expect(articleAddress("file:///etc/passwd")).toBeUndefined();
  });
});

const folder = process.env["SAMPLES"];
describe.skipIf(folder === undefined)("recorded feeds of the folder SAMPLES", () => {
  test("each is read, or refused in one sentence", async () => {
    const feeds = `${folder}/feeds`;
    const files = readdirSync(feeds, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    let count = 0;
    for (const file of files) {
      if (/\.(md|json|txt)$/.test(file.name)) continue;
      const all = readFileSync(`${file.parentPath}/${file.name}`);
      try {
        const { items } = await readFeed(all, "", NOW);
        if (items.length > 0) count += 1;
        for (const { title, link } of items) {
          expect(`${file.name} ${title}`).not.toMatch(/<\/?[a-z]+>|�/);
          expect(link).toMatch(/^https?:/);
        }
      } catch (error) {
        expect(`${file.name}: ${(error as Error).message}`).toBe(`${file.name}: it is no feed`);
      }
    }
    expect(count).toBeGreaterThanOrEqual(15);
  });
});
