import { afterEach, describe, expect, test } from "vitest";
import { editionDesk, type EditionDeskOptions } from "../support/edition-desk.ts";
import { aCall } from "../support/calls.ts";
import fc from "fast-check";
import { plainText } from "../../src/core/plain.ts";
import { recommended, type Subscription } from "../../src/digest/subscription.ts";
import { variantOf } from "../../src/digest/composer.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONDAY = Date.parse("2026-10-19T07:00Z");

let desk: Awaited<ReturnType<typeof editionDesk>>;
const open = async (options: EditionDeskOptions = {}) => (desk = await editionDesk(MONDAY, options));
afterEach(() => desk.close());

const subscription = (change: Partial<Subscription> = {}): Subscription => ({
  number: 1,
  ownerId: "user-1",
  place: { platform: "telegram", chatId: "1", isPublic: false },
  settings: recommended("Europe/Berlin", "en-GB"),
  state: "active",
  coveredTo: MONDAY - DAY,
  createdAt: MONDAY - 10 * DAY,
  version: 1,
  ...change,
});

describe("stories are new since the last digest", () => {
  test("one whose feed was down for two days is told when it is read, and not again", async () => {
    await open();
    await desk.read(MONDAY - HOUR, "Bittensor opens its subnets to anybody", { publishedAt: MONDAY - 2 * DAY });
    const first = await desk.editions.compose(variantOf(subscription()), MONDAY);
    expect(first.stories.map(({ untrustedTitle }) => untrustedTitle)).toEqual([
      "Bittensor opens its subnets to anybody",
    ]);
    const next = subscription({ coveredTo: first.coversTo ?? 0 });
    const edition = await desk.editions.compose(variantOf(next), MONDAY + DAY);
    expect(plainText(await desk.editions.replyFor(edition, next, MONDAY + DAY))).not.toContain("subnets");
  });

  test("back numbers of a new feed are none", async () => {
    await open();
    await desk.read(MONDAY - HOUR, "Render counts its nodes", { publishedAt: MONDAY - 6 * DAY });
    expect((await desk.editions.compose(variantOf(subscription()), MONDAY)).stories).toEqual([]);
  });

  test("nothing is lost and nothing told twice, however late feeds are read and digests come", async () => {
    const slots = fc.uniqueArray(fc.integer({ min: 1, max: 96 }), { minLength: 2, maxLength: 8 });
    const items = fc.array(
      fc.record({
        readAfter: fc.integer({ min: 0, max: 96 * 60 }),
        lateBy: fc.integer({ min: 0, max: 71 * 60 }),
        topic: fc.integer({ min: 0, max: 11 }),
      }),
      { maxLength: 14 },
    );
    await fc.assert(
      fc.asyncProperty(items, slots, async (feedItems, hours) => {
        const own = await open();
        const reads = feedItems.toSorted((a, b) => a.readAfter - b.readAfter);
        const links: string[] = [];
        for (const { readAfter, lateBy, topic } of reads) {
          const at = MONDAY + readAfter * MINUTE;
          links.push(await own.read(at, TOPICS[topic] ?? "", { publishedAt: at - lateBy * MINUTE }));
        }
        let coveredTo = MONDAY - HOUR;
        const told: string[] = [];
        for (const hour of [...hours.toSorted((a, b) => a - b), 97]) {
          const now = MONDAY + hour * HOUR;
          const edition = await own.editions.compose(variantOf(subscription({ coveredTo })), now);
          const reply = await own.editions.replyFor(edition, subscription({ coveredTo }), now);
          // What its reader gets, all of it: the screen has room for a part.
          const { stories } = edition;
          told.push(...stories.filter(({ readAt = 0 }) => readAt >= coveredTo).map(({ link }) => link));
          expect(plainText(reply)).not.toMatch(/undefined|NaN/);
          coveredTo = edition.coversTo ?? 0;
        }
        await own.close();
        expect(new Set(told).size).toBe(told.length);
        // Stories that tell the same are one: each topic is told, and each that stands alone by its own link.
        const alone = links.filter((_, at) => reads.filter(({ topic }) => topic === reads[at]?.topic).length === 1);
        expect(alone.filter((link) => !told.includes(link))).toEqual([]);
        const topicsTold = new Set(told.map((link) => reads[links.indexOf(link)]?.topic));
        expect(topicsTold).toEqual(new Set(reads.map(({ topic }) => topic)));
      }),
      { numRuns: 12, endOnFailure: true },
    );
    await open();
  }, 60_000);
});

/** Headlines that are no two of them alike. */
const TOPICS = [
  "Bittensor opens subnets for anybody willing",
  "Render counts nodes after summer upgrade",
  "Akash auditors publish attestations",
  "Virtuals agents trade on Base",
  "Nosana moves inference to Solana",
  "Filecoin miners sell cold storage",
  "Grayscale files paperwork over trust",
  "Regulators discuss compute markets",
  "Livepeer streams generated video",
  "Ocean datasets reach hospitals",
  "Golem resumes testnet tasks",
  "Phala enclaves verify models",
];

describe("an edition", () => {
  test("of two locales of one language is one, composed once however many ask for it at once", async () => {
    await open();
    const locales = ["en-GB", "en-US", "en"];
    const all = await Promise.all(
      locales.map((locale) =>
        desk.editions.compose(variantOf(subscription({ settings: recommended("Europe/Berlin", locale) })), MONDAY),
      ),
    );
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await desk.database.selectFrom("edition").select("id").execute()).toHaveLength(1);
  });

  test("of one layer has the figures of the sector, and of layers its own alone", async () => {
    await open();
    const [layer] = desk.sector.map.layers.filter(({ isInSector }) => isInSector);
    if (!layer) throw new Error("the map has layers");
    const settings = { ...recommended("Europe/Berlin", "en"), layers: [layer.id] };
    const whole = await desk.editions.compose(variantOf(subscription()), MONDAY);
    const one = await desk.editions.compose(variantOf(subscription({ settings })), MONDAY);
    expect(one.sector?.sector).toEqual(whole.sector?.sector);
    expect(one.sector?.layers.map(({ name }) => name)).toEqual([layer.name]);
    expect(one.sector?.ranks.every(({ name }) => name === layer.name)).toBe(true);
  });

  test("asked for by hand is not the one that is sent: a pass over the feeds may be under way", async () => {
    await open();
    const call = aCall({ now: MONDAY });
    const { edition } = await desk.editions.now(call);
    // Read since, by a pass that began before.
    await desk.read(MONDAY - 5 * MINUTE, "Bittensor opens its subnets to anybody");
    const sent = await desk.editions.compose(variantOf(subscription()), MONDAY + MINUTE);
    expect(sent.id).not.toBe(edition.id);
    expect(sent.stories).toHaveLength(1);
  });

  test("tells of a repository with another pace, of a release when it is first seen, and of rounds by headlines", async () => {
    const repositories = ["opentensor/bittensor"];
    const [project] = (await open()).sector.map.projects.filter(({ repository }) => repository?.name.includes("/"));
    await desk.close();
    const repository = project?.repository?.name ?? repositories[0] ?? "";
    await open({
      looks: [
        {
          repository,
          state: "there",
          lookedAt: MONDAY - HOUR,
          in30Days: { commits: 90, people: 5, isAtLeast: false },
          in90Days: { commits: 150, people: 6, isAtLeast: false },
          release: { untrustedName: "v2.0.0", at: MONDAY - 30 * HOUR },
        },
      ],
    });
    await desk.read(MONDAY - HOUR, "Example Lab raises $20M for open training");
    const edition = await desk.editions.compose(variantOf(subscription()), MONDAY);
    expect(edition.builders.map(({ untrustedRelease }) => untrustedRelease)).toEqual(["v2.0.0"]);
    expect(edition.commits).toMatchObject([{ repository, commits30dCount: 90, commitsBefore30dCount: 30 }]);
    expect(edition.reported).toMatchObject([{ kind: "round" }]);
    const said = plainText(await desk.editions.replyFor(edition, subscription(), MONDAY));
    expect(said).toContain("90 commits in 30 days, 30 in those before");
    expect(said).toContain("Reported, round: Example Lab raises $20M for open training (https://wire.example/1)");
  });
});
