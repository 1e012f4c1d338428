import { createReader, isFeedFault, type NewItem } from "../../src/news/reader.ts";
import { describe, expect, test } from "vitest";
import { readdirSync, readFileSync } from "node:fs";
import { ANYBODY } from "../../src/commands/digest-editions.ts";
import { editionDesk } from "../support/edition-desk.ts";
import { editionReply, SCREEN } from "../../src/commands/digest-reply.ts";
import { lengthOf } from "../../src/commands/digest-length.ts";
import { plainText } from "../../src/core/plain.ts";
import { readFeed } from "../../src/news/read-feed.ts";
import { tagger } from "../support/news-desk.ts";
import { variantFrom } from "../../src/digest/composer.ts";

/** A folder of feeds and answers that real publishers and providers once gave; they are not ours to publish. */
const folder = process.env["SAMPLES"];
/** After all recordings. */
const AFTER = Date.UTC(2027, 0, 1);
const HOUR = 3_600_000;

const filesIn = (part: string, pattern: RegExp): readonly string[] =>
  folder === undefined
    ? []
    : readdirSync(`${folder}/${part}`, { recursive: true, withFileTypes: true })
        .filter((each) => each.isFile() && pattern.test(each.name))
        .map(({ parentPath, name }) => `${parentPath}/${name}`);

describe.skipIf(folder === undefined)("an edition over what was recorded in the folder SAMPLES", () => {
  const changes = new Map(
    filesIn("coingecko", /^coins_markets.*\.json$/).flatMap((file) => {
      const rows: unknown = JSON.parse(readFileSync(file, "utf8"));
      return !Array.isArray(rows)
        ? []
        : (rows as { readonly id: string; readonly price_change_percentage_24h?: number | null }[]).flatMap((row) =>
            typeof row.price_change_percentage_24h === "number"
              ? [[row.id, row.price_change_percentage_24h / 100] as const]
              : [],
          );
    }),
  );
  const read = createReader({
    fetch: async (address) => ({ kind: "new", bytes: readFileSync(address), contentType: "", validators: {} }),
    parse: readFeed,
    tag: tagger,
    clock: () => AFTER,
  });

  test.for(filesIn("feeds", /\.(xml|rss|atom)$/))("%s", async (file) => {
    let items: readonly NewItem[] = [];
    try {
      const reading = await read({ address: file, kind: "news" });
      if (reading.kind === "read") items = reading.items;
    } catch (error) {
      if (!isFeedFault(error)) throw error;
    }
    const dated = items.filter(({ publishedAt }) => publishedAt < AFTER - HOUR);
    const now = Math.max(Date.UTC(2026, 0, 1), ...dated.map(({ publishedAt }) => publishedAt)) + 2 * HOUR;
    const desk = await editionDesk(now, { changeOf: (id) => changes.get(id) });
    try {
      await desk.keep(now - HOUR, dated);
      const edition = await desk.editions.compose(variantFrom({ layers: [], locale: "en" }, now - 24 * HOUR), now);
      const stored = new Set(dated.map(({ link }) => link));
      for (const form of ["short", "full"] as const) {
        const reply = editionReply(edition, ANYBODY, form, { locale: "en", now });
        const links = reply.blocks.flatMap((block) =>
          block.kind === "text" ? block.spans.flatMap(({ link }) => link ?? []) : [],
        );
        expect(links.filter((link) => !stored.has(link))).toEqual([]);
        expect(new Set(links).size).toBe(links.length);
        expect(plainText(reply)).not.toMatch(/\b(?:undefined|NaN|Infinity)\b|\[object/);
        if (form === "short") expect(lengthOf(reply.blocks) + (reply.footer ?? "").length).toBeLessThanOrEqual(SCREEN);
      }
      // What the feed had of the sector in these days is told.
      const recent = dated.filter(({ isOnTopic, publishedAt }) => isOnTopic && publishedAt > now - 48 * HOUR);
      if (recent.length > 0) expect(edition.stories.length).toBeGreaterThan(0);
    } finally {
      await desk.close();
    }
  });
});
