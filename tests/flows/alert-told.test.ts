import type { Alert, Condition } from "../../src/alerts/alert.ts";
import { alertReply } from "../../src/commands/alert-told.ts";
import { describe, expect, test } from "vitest";
import type { FiredAlert } from "../../src/alerts/facts.ts";
import { NOON } from "../support/calls.ts";
import { plainText } from "../../src/core/plain.ts";

const HOUR = 3_600_000;
const price: Condition = {
  kind: "price",
  asset: { kind: "listed", id: "bittensor" },
  is: "above",
  threshold: 400,
  currency: "USD",
};

const anAlert = (change: Partial<Alert> = {}): Alert => ({
  number: 12,
  ownerId: "user-1",
  place: { platform: "telegram", chatId: "1", isPublic: false },
  condition: price,
  repetition: { kind: "repeat", coolDownMs: HOUR },
  target: { kind: "owner" },
  state: "fired",
  createdAt: NOON - HOUR,
  ...change,
});

const fired = (change: Partial<FiredAlert> = {}): FiredAlert => ({
  alert: anAlert(),
  names: { subject: "Bittensor (TAO)" },
  value: 412.3,
  threshold: 400,
  source: "DefiLlama",
  asOf: NOON - 40_000,
  firedAt: NOON,
  why: "$412.30 is above $400.00.",
  ...change,
});

describe("what an alert tells", () => {
  test("is value, threshold, source, age, note, picture and headline, and what to do about it", () => {
    const reply = alertReply({
      kind: "one",
      fired: fired({
        alert: anAlert({ note: "sell \u202Ehalf" }),
        chart: {
          points: [0, 1, 2, 3].map((hour) => [NOON - (3 - hour) * HOUR, 400 + hour] as const),
          currency: "USD",
          source: "DefiLlama",
          asOf: NOON,
        },
        headline: {
          title: "Subnets\u0007 grow",
          link: "https://example.com/a",
          publisher: "The Feed",
          publishedAt: NOON - HOUR,
        },
      }),
    });
    expect(reply.title).toBe("Alert 12: Bittensor (TAO) above $400.00");
    const said = plainText(reply);
    expect(said).toContain("Now: $412.30. Threshold: $400.00.");
    expect(said).toContain("Note: sell half");
    expect(said).toContain("Subnets grow");
    expect(said).toContain("The Feed · 60 min ago");
    expect(reply.blocks.some(({ kind }) => kind === "chart")).toBe(true);
    expect(reply.footer).toBe("Source: DefiLlama · 40 s ago");
    expect(reply.buttons?.map(({ label }) => label)).toEqual([
      "Snooze 1 h",
      "Snooze 1 day",
      "Until tomorrow 9:00",
      "Stop",
      "Edit",
    ]);
    expect(said).not.toMatch(/\b(?:buy|should|recommend)\b/i);
  });

  test("once offers to be watched again in place of a stop", () => {
    const reply = alertReply({ kind: "one", fired: fired({ alert: anAlert({ repetition: { kind: "once" } }) }) });
    expect(reply.buttons?.map(({ label }) => label)).toContain("Watch again");
  });

  test("in a place has what whoever runs it can press, and nothing that is one person's", () => {
    const reply = alertReply({ kind: "one", fired: fired({ alert: anAlert({ target: { kind: "place" } }) }) });
    expect(reply.buttons?.map((button) => ("command" in button ? button.command : ""))).toEqual(
      Array(4).fill("alert here"),
    );
  });

  test("of news is the story itself, with no figure", () => {
    const reply = alertReply({
      kind: "one",
      fired: fired({
        alert: anAlert({ condition: { kind: "news", projectId: "bittensor" } }),
        names: { subject: "Bittensor" },
        value: 1_234,
        headline: {
          title: "Subnets grow",
          link: "https://example.com/a",
          publisher: "The Feed",
          publishedAt: NOON - HOUR,
        },
      }),
    });
    expect(plainText(reply)).toContain("Subnets grow");
    expect(plainText(reply)).not.toContain("1234");
    expect(plainText(reply)).not.toContain("1,234");
  });

  test("after a gap says that it may have happened at any time in it", () => {
    expect(plainText(alertReply({ kind: "one", fired: fired({ missedSince: NOON - 3 * HOUR }) }))).toContain(
      "There was no figure for 3 h before",
    );
  });

  test("of news that came at once is the newest story, how many more, and some of them", () => {
    const story = (title: string) => ({ title, link: "https://example.com/a", publisher: "Feed", publishedAt: NOON });
    const reply = alertReply({
      kind: "one",
      fired: fired({
        alert: anAlert({ condition: { kind: "news", projectId: "bittensor" } }),
        headline: story("Newest"),
        moreStories: { count: 3, newest: [story("Second"), story("Third")] },
      }),
    });
    const said = plainText(reply);
    expect(said).toMatch(/Newest[\s\S]*\+3 more since it told last:[\s\S]*Second[\s\S]*Third[\s\S]*… and 1 more/);
  });

  test("of many at once is a table of values and thresholds, of which each can be opened", () => {
    const all = Array.from({ length: 96 }, (_, index) => fired({ alert: anAlert({ number: 5 + index }) }));
    const reply = alertReply({ kind: "many", firedAt: NOON, fired: all });
    expect(reply.title).toBe("96 more of your alerts told at once");
    const [table] = reply.blocks;
    expect(table).toMatchObject({ kind: "table" });
    expect(table?.kind === "table" ? table.rows[0] : []).toEqual(["5 · Bittensor (TAO)", "$412.30", "above $400.00"]);
    const said = plainText(reply);
    for (const { alert } of all) expect(said).toMatch(new RegExp(`\\b${alert.number}\\b`));
    expect(reply.choices?.options[0]).toMatchObject({ command: "alert why", input: { number: 5 } });
  });

  test("of what has no figure any more says since when, and what becomes of it", () => {
    const said = plainText(
      alertReply({
        kind: "silent",
        at: NOON,
        alerts: [{ alert: anAlert({ createdAt: 0 }), names: { subject: "Gone (GONE)" }, seenAt: NOON - 96 * HOUR }],
      }),
    );
    expect(said).toMatch(/Alert 12 has no figure[\s\S]*none since 20\d\d-[\s\S]*I keep looking/);
  });

  test("of much that was missed is one message", () => {
    const all = Array.from({ length: 13 }, (_, index) => fired({ alert: anAlert({ number: 12 + index }) }));
    const reply = alertReply({ kind: "missed", since: NOON - 5 * HOUR, until: NOON, fired: all });
    expect(reply.title).toBe("Meanwhile 13 of your alerts were crossed");
    const said = plainText(reply);
    expect(said).toContain("There were no figures for 5 h.");
    expect(said).toContain("12 · Bittensor (TAO) above $400.00: $412.30");
    expect(said).toContain("… and 3 more");
    expect(alertReply({ kind: "missed", since: NOON - HOUR, until: NOON, fired: all.slice(0, 1) }).title).toBe(
      "Meanwhile one of your alerts was crossed",
    );
  });
});
