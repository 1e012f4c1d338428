import { describe, expect, test } from "vitest";
import { editionDesk } from "../support/edition-desk.ts";
import { plainText } from "../../src/core/plain.ts";
import { recommended, type Subscription } from "../../src/digest/subscription.ts";
import { variantOf } from "../../src/digest/composer.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = Date.parse("2026-10-19T00:00Z");

const subscription: Subscription = {
  number: 1,
  place: { platform: "telegram", chatId: "-5", isPublic: true },
  settings: recommended("UTC", "en"),
  state: "active",
  coveredTo: MONDAY - DAY,
  createdAt: MONDAY - 10 * DAY,
  version: 1,
};

test("the risk line is in full with the first digest of a local day, and short with the others", async () => {
  const desk = await editionDesk(MONDAY);
  const settings = recommended("Asia/Tokyo", "en");
  try {
    const risks: string[] = [];
    let coveredTo = MONDAY - DAY;
    // In Tokyo: Monday at 09:00 and 21:00, Tuesday at 08:00 and 09:00.
    for (const hours of [0, 12, 23, 24]) {
      const now = MONDAY + hours * HOUR;
      const own = { ...subscription, settings, coveredTo };
      const edition = await desk.editions.compose(variantOf(own), now);
      const { footer = "" } = await desk.editions.replyFor(edition, own, now);
      risks.push(
        footer.includes("can lose all of their value") ? "full" : footer.endsWith("Not advice.") ? "short" : footer,
      );
      await desk.sent(own, edition.id, now);
      coveredTo = edition.coversTo ?? now;
    }
    expect(risks).toEqual(["full", "short", "full", "short"]);
  } finally {
    await desk.close();
  }
});

describe("what stands in several editions", () => {
  test("is told once: a release, and a repository with another pace", async () => {
    const first = await editionDesk(MONDAY);
    const repository =
      first.sector.map.projects.find((each) => each.repository?.name.includes("/"))?.repository?.name ?? "";
    await first.close();
    const look = {
      repository,
      state: "there" as const,
      in30Days: { commits: 90, people: 5, isAtLeast: false },
      in90Days: { commits: 150, people: 6, isAtLeast: false },
      release: { untrustedName: "v2.0.0", at: MONDAY - 3 * HOUR },
    };
    const desk = await editionDesk(MONDAY, { looks: [{ ...look, lookedAt: MONDAY - HOUR }] });
    try {
      const edition = await desk.editions.compose(variantOf(subscription), MONDAY);
      expect(plainText(await desk.editions.replyFor(edition, subscription, MONDAY))).toMatch(/v2\.0\.0[^]*90 commits/);
      // It was sent, and the day's second look at the repository takes the place of the first.
      await desk.sent(subscription, edition.id, MONDAY);
      await desk.look({ ...look, lookedAt: MONDAY + 2 * HOUR });
      const next = { ...subscription, coveredTo: edition.coversTo ?? 0 };
      const later = await desk.editions.compose(variantOf(next), MONDAY + 12 * HOUR);
      const said = plainText(await desk.editions.replyFor(later, next, MONDAY + 12 * HOUR));
      expect(later.commits).toHaveLength(1);
      expect(said).not.toMatch(/v2\.0\.0|90 commits/);
    } finally {
      await desk.close();
    }
  });

  test("the watchlist alone, where its owner asked for that", async () => {
    const desk = await editionDesk(MONDAY, {
      watched: ["fetch-ai"],
      changeOf: (id) => ({ bittensor: 0.143, "fetch-ai": -0.121 })[id],
    });
    try {
      const own = { ...subscription, ownerId: "user-1", settings: { ...subscription.settings, isWatchlistOnly: true } };
      await desk.read(MONDAY - HOUR, "Bittensor opens its subnets to anybody");
      const edition = await desk.editions.compose(variantOf(own), MONDAY);
      const said = plainText(await desk.editions.replyFor(edition, own, MONDAY));
      expect(said).toContain("FET -12.10%");
      expect(said).not.toMatch(/TAO [+-]|subnets/);
      expect(plainText(await desk.editions.replyFor(edition, subscription, MONDAY))).toMatch(
        /TAO \+14\.30%[^]*subnets/,
      );
    } finally {
      await desk.close();
    }
  });
});
