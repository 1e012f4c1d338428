import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createReader, isFeedFault, type NewItem } from "../../src/news/reader.ts";
import { readSectorMap } from "../../src/sector/map.ts";
import { readFeed } from "../../src/news/read-feed.ts";
import { tagger } from "../support/news-desk.ts";
import { toStories } from "../../src/news/stories.ts";

const folder = process.env["SAMPLES"];

/** A moment within ninety days of the newest recordings. */
const NOW = Date.UTC(2026, 9, 9, 12);

describe.skipIf(folder === undefined)("recorded feeds of the folder SAMPLES", () => {
  const files = (): readonly string[] =>
    readdirSync(`${folder}/feeds`, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile() && !/\.(md|json|txt)$/.test(each.name))
      .map(({ parentPath, name }) => `${parentPath}/${name}`);

  const read = createReader({
    fetch: async (address) => ({
      kind: "new",
      bytes: readFileSync(address),
      contentType: "",
      validators: {},
    }),
    parse: readFeed,
    tag: tagger,
    clock: () => NOW,
  });

  test("each is read and tagged, or refused, and all of them become stories", async () => {
    const known = new Set(readSectorMap().projects.map(({ id }) => id));
    const kept: (NewItem & { readonly id: string; readonly publisher: string })[] = [];
    for (const file of files())
      for (const kind of ["news", "lab", "papers"] as const)
        try {
          const reading = await read({ address: file, kind });
          if (reading.kind === "read")
            for (const item of reading.items) {
              expect(item.projects.filter((id) => !known.has(id))).toEqual([]);
              expect(item.publishedAt).toBeLessThanOrEqual(NOW);
              kept.push({ ...item, id: `${kind} ${file} ${item.guid}`, publisher: file });
            }
        } catch (error) {
          if (!isFeedFault(error)) throw error;
        }
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.filter(({ projects }) => projects.length > 0).length).toBeGreaterThan(5);
    const stories = toStories(kept);
    expect(stories.flatMap(({ items }) => items)).toHaveLength(kept.length);
    // The same entry in three kinds, and in the same feed recorded twice, is one story.
    expect(stories.length).toBeLessThan(kept.length / 2);
  });
});
