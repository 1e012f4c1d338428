import fc from "fast-check";
import { FeedError, readFeed } from "../../src/news/read-feed.ts";
import { FORMATS } from "../../src/portfolio/importers/formats.ts";
import { readFile } from "../../src/portfolio/importers/read-file.ts";
import { anyText } from "./grammar.ts";
import { leaksIn } from "./leaks.ts";
import { newTally, problem, type Tally } from "./tally.ts";

const NOW = Date.UTC(2026, 10, 1);

const cell = fc.oneof(
  anyText,
  fc.constantFrom("BTC", "TAO", "USD", "Buy", "SELL", "Deposit", "Fee", "1.5", "0.00000001", "2026-03-01 12:00:00"),
  fc.double().map(String),
);

/** A file with the columns of a known exchange, in their order or not, and anything at all in its cells. */
export const anySheet: fc.Arbitrary<string> = fc
  .constantFrom(...FORMATS)
  .chain(({ needs }) =>
    fc.tuple(
      fc.oneof(fc.constant([...needs]), fc.shuffledSubarray([...needs])),
      fc.array(fc.array(cell, { maxLength: needs.length + 2 }), { maxLength: 8 }),
      fc.constantFrom(",", ";", "\t"),
      fc.boolean(),
    ),
  )
  .map(([head, rows, comma, isQuoted]) => {
    const quoted = (each: string): string => (isQuoted ? `"${each.replaceAll('"', '""')}"` : each);
    return [head.join(comma), ...rows.map((row) => row.map(quoted).join(comma))].join("\n");
  });

/** Exports of exchanges: nothing in a file makes reading it fail. */
export async function fuzzSheets(runs: number, seed: number): Promise<Tally> {
  const tally = newTally("Portfolio: CSV files");
  for (const text of fc.sample(fc.oneof({ weight: 9, arbitrary: anySheet }, anyText), { seed, numRuns: runs })) {
    tally.inputs += 1;
    try {
      const read = await readFile(text, { now: NOW, pause: async () => undefined });
      tally.answered += 1;
      const reasons =
        read.kind === "read" ? read.drafts.flatMap((draft) => ("reason" in draft ? draft.reason : [])) : [];
      for (const leak of leaksIn(reasons.join("\n"), text)) problem(tally, `leak: ${leak}`, text);
    } catch (error) {
      problem(tally, `thrown: ${String(error)}`, text);
    }
  }
  return tally;
}

const element = fc.constantFrom(
  "title",
  "link",
  "guid",
  "id",
  "description",
  "summary",
  "pubDate",
  "updated",
  "author",
);
const entry = fc
  .array(fc.tuple(element, fc.oneof(anyText, fc.constantFrom("https://example.org/1", "<![CDATA[<b>x</b>]]>"))), {
    maxLength: 7,
  })
  .map((parts) => parts.map(([name, text]) => `<${name}>${text}</${name}>`).join(""));

const rss = fc
  .array(entry, { maxLength: 6 })
  .map(
    (items) => `<rss version="2.0"><channel>${items.map((item) => `<item>${item}</item>`).join("")}</channel></rss>`,
  );
const atom = fc
  .array(entry, { maxLength: 6 })
  .map(
    (items) =>
      `<feed xmlns="http://www.w3.org/2005/Atom">${items.map((item) => `<entry>${item}</entry>`).join("")}</feed>`,
  );
const json = fc.json();
const entities = fc.constantFrom(
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&e;</title><link>https://example.org/</link></item></channel></rss>',
  '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>',
);
/** Cut off somewhere, as a connection that breaks leaves it. */
const torn = fc.tuple(fc.oneof(rss, atom), fc.nat(2_000)).map(([text, at]) => text.slice(0, at));

/** Feeds: what cannot be read is refused as no feed, and what is read holds http(s) addresses only. */
export async function fuzzFeeds(runs: number, seed: number): Promise<Tally> {
  const tally = newTally("News: feeds");
  const types = [
    "application/rss+xml",
    "text/xml; charset=utf-16",
    "application/json",
    "text/html; charset=nonsense",
    "",
  ];
  const drawn = fc.sample(fc.oneof(rss, atom, torn, json, entities, anyText), { seed, numRuns: runs });
  for (const [turn, text] of drawn.entries()) {
    tally.inputs += 1;
    try {
      const feed = await readFeed(Buffer.from(text), types[turn % types.length] ?? "", NOW);
      for (const { link, publishedAt, title, summary = "" } of feed.items) {
        if (!/^https?:\/\//.test(link)) problem(tally, `an address of another kind: ${link}`, text);
        if (publishedAt !== undefined && !(publishedAt <= NOW)) problem(tally, "an entry from later", text);
        if (/root:.*:0:0/.test(`${title} ${summary}`)) problem(tally, "a file of the machine", text);
      }
    } catch (error) {
      if (!(error instanceof FeedError)) problem(tally, `thrown: ${String(error)}`, text);
    }
    tally.answered += 1;
  }
  return tally;
}
