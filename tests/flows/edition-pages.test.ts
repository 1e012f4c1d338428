import { afterEach, expect, test } from "vitest";
import { openWeb, send, type WebDoor } from "../support/web-door.ts";
import { bold, fields, link, type Reply, rich, text } from "../../src/core/reply.ts";
import type { EditionPage } from "../../src/adapters/web/editions.ts";
import { editionPages } from "../../src/compose/edition-pages.ts";
import { digestDesk } from "../support/digest-desk.ts";
import { parseFeed } from "@rowanmanning/feed-parser";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  while (open.length > 0) await open.pop()?.close();
});
const opened = <Closable extends { close(): Promise<void> }>(it: Closable): Closable => {
  open.push(it);
  return it;
};

const HOSTILE = `</p><script>alert("1")</script>&amp;\u0007`;
const COMPOSED_AT = Date.UTC(2026, 10, 23, 9);

const reply: Reply = {
  title: "Crypto-AI digest",
  blocks: [
    rich(bold("Stories"), "\n", link(HOSTILE, 'https://example.org/?a="b"&c'), link("no", "javascript:alert(1)")),
    fields({ [HOSTILE]: HOSTILE }),
    {
      kind: "table",
      columns: [
        { label: "Layer", align: "left" },
        { label: "24 h", align: "right" },
      ],
      rows: [[HOSTILE, "+1 %"]],
    },
    {
      kind: "chart",
      alt: HOSTILE,
      chart: { kind: "line", title: "t", unit: "USD", series: [], source: "s", asOf: COMPOSED_AT },
    },
    text("A quiet day."),
  ],
  footer: HOSTILE,
  buttons: [
    { label: "Pressed", command: "digest now", input: {} },
    { label: "Read", url: "https://example.org/read" },
  ],
};
const edition = (id: number): EditionPage => ({ id, composedAt: COMPOSED_AT - id * 86_400_000, reply });

/** A door with three editions, and how often a picture was drawn. */
async function door(change: Parameters<typeof openWeb>[1] = {}): Promise<WebDoor & { readonly drawn: () => number }> {
  const desk = opened(await digestDesk(COMPOSED_AT));
  let drawn = 0;
  const web = opened(
    await openWeb(desk, {
      editions: {
        byId: async (id) => (id <= 3 ? edition(id) : undefined),
        posted: async (limit) => [1, 2, 3].slice(0, limit).map(edition),
      },
      draw: async () => {
        drawn += 1;
        return Buffer.from("a picture");
      },
      ...change,
    }),
  );
  return { ...web, drawn: () => drawn };
}

const get = (web: Pick<WebDoor, "address">, path: string, headers: Record<string, string> = {}) =>
  send(web.address, { method: "GET", path, headers: { host: new URL(web.address).host, ...headers } });

test("an edition is a page on which nothing from outside is markup", async () => {
  const web = await door();
  const { status, text: body, headers } = await get(web, "/editions/1");
  expect(status).toBe(200);
  expect(body).toContain("A quiet day.");
  expect(body).toContain('<img src="/editions/1/3.png"');
  expect(body).not.toContain("<script");
  expect(body).not.toContain("javascript:");
  expect(body).toContain("https://example.org/?a=&quot;b&quot;&amp;c");
  expect(body).toContain("https://example.org/read");
  expect(body).not.toContain("Pressed");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
});

test("a page that is not kept, and no number, are told so", async () => {
  const web = await door();
  for (const path of [
    "/editions/9",
    "/editions/0",
    "/editions/1e3",
    "/editions/-1",
    "/editions/x",
    "/editions/99999999999999999999",
  ])
    expect(await get(web, path), path).toMatchObject({ status: 404 });
  for (const path of ["/editions/1/0.png", "/editions/1/99.png", "/editions/9/3.png"])
    expect(await get(web, path), path).toMatchObject({ status: 404 });
});

test("a picture is drawn once, however many ask for it at once", async () => {
  const web = await door();
  const answers = await Promise.all(Array.from({ length: 5 }, () => get(web, "/editions/2/3.png")));
  for (const { status, headers, text: body } of answers)
    expect({ status, type: headers["content-type"], body }).toEqual({
      status: 200,
      type: "image/png",
      body: "a picture",
    });
  expect(web.drawn()).toBe(1);
});

test("a picture that could not be drawn is tried again", async () => {
  let tries = 0;
  const web = await door({
    draw: async () => {
      tries += 1;
      if (tries === 1) throw new Error("no font");
      return Buffer.from("a picture");
    },
  });
  expect(await get(web, "/editions/1/3.png")).toMatchObject({ status: 500 });
  expect(await get(web, "/editions/1/3.png")).toMatchObject({ status: 200 });
});

test("the list names what was posted, and the feed holds it whole", async () => {
  const web = await door();
  const list = await get(web, "/editions");
  expect(list.text.match(/href="\/editions\/\d"/g)).toHaveLength(3);
  const { text: body, headers } = await get(web, "/editions.atom");
  expect(headers["content-type"]).toContain("application/atom+xml");
  const feed = parseFeed(body);
  expect(feed.items).toHaveLength(3);
  const [first] = feed.items;
  expect(first).toMatchObject({ id: `${web.address}/editions/1`, url: `${web.address}/editions/1` });
  expect(first?.published).toEqual(new Date(COMPOSED_AT - 86_400_000));
  expect(first?.content).toContain(`<img src="${web.address}/editions/1/3.png"`);
  expect(first?.content).toContain("A quiet day.");
  // Escaped as HTML and once more as XML: the reader that takes it out of the feed still has text, no markup.
  expect(body).toContain("&amp;lt;script&amp;gt;");
  expect(body).not.toContain("&lt;script");
  expect(body).not.toContain("<script");
  expect(body).not.toContain("\u0007");
});

test("a feed that has not changed is not sent again", async () => {
  const web = await door();
  const { headers } = await get(web, "/editions.atom");
  expect(await get(web, "/editions.atom", { "if-none-match": String(headers["etag"]) })).toMatchObject({
    status: 304,
    text: "",
  });
});

test("links go to PUBLIC_URL where there is one", async () => {
  const web = await door({ publicUrl: "https://desk.example" });
  const { text: body } = await get(web, "/editions.atom", { host: "desk.example" });
  expect(body).toContain('href="https://desk.example/editions/1"');
  expect(body).not.toContain("127.0.0.1");
});

test("strangers together cannot make it read and draw without end", async () => {
  const web = await door({ publicUrl: "https://desk.example", clock: () => COMPOSED_AT });
  const asked = { host: "desk.example", "x-forwarded-for": "198.51.100.7" };
  const answers = [];
  for (let times = 0; times < 130; times += 1) answers.push((await get(web, "/editions/1", asked)).status);
  expect(answers.at(0)).toBe(200);
  expect(answers.at(-1)).toBe(429);
});

test("what was posted in a place is listed, a person's own is not", async () => {
  const desk = opened(await digestDesk(Date.UTC(2026, 10, 23, 8)));
  const [owner, admin] = [await desk.person("telegram", "11"), await desk.person("telegram", "12", "admin")];
  await owner.say("digest subscribe 08:30 UTC");
  await desk.runUntil(Date.UTC(2026, 10, 23, 8, 45));
  const pages = editionPages(desk.database, { clock: desk.now, notice: () => "sample" });
  expect(await pages.posted(9, "en")).toEqual([]);
  await admin.say("digest here 09:00 UTC", { chatId: "-100", isPublic: true });
  await desk.runUntil(Date.UTC(2026, 10, 23, 9, 15));
  const posted = await pages.posted(9, "en");
  expect(posted).toHaveLength(1);
  expect(posted[0]?.reply.footer).toContain("sample");
  expect(await pages.byId(posted[0]?.id ?? 0, "en")).toEqual(posted[0]);
});

test("a digest leads to its page only where PUBLIC_URL lets people open it", async () => {
  const [inside, outside] = [
    opened(await digestDesk(COMPOSED_AT)),
    opened(await digestDesk(COMPOSED_AT, { PUBLIC_URL: "https://desk.example", WEB: "on" })),
  ];
  const urls = async (desk: typeof inside): Promise<readonly string[]> => {
    const ann = await desk.person("telegram", "11");
    const replies = [await ann.say("digest now"), await ann.say("digest archive")];
    return replies.flatMap(({ buttons = [] }) => buttons.flatMap((button) => ("url" in button ? [button.url] : [])));
  };
  expect(await urls(inside)).toEqual([]);
  expect(await urls(outside)).toEqual(["https://desk.example/editions/1", "https://desk.example/editions/1"]);
});
