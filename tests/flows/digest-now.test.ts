import { afterEach, expect, test } from "vitest";
import { digestDesk } from "../support/digest-desk.ts";

const NOW = Date.parse("2026-10-19T00:00Z");

let desk: Awaited<ReturnType<typeof digestDesk>>;
afterEach(async () => {
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test("/digest now tells of the sample market, and says that news are not read", async () => {
  desk = await digestDesk(NOW);
  const ann = await desk.person("telegram", "1");
  const said = await ann.read("digest now");
  expect(said).toContain("Crypto-AI digest");
  expect(said).toContain("Sector median");
  expect(said).toContain("missing: news (not read with sample data)");
});

test("asked twice at once it is one edition, and the archive has it in full by its number and its day", async () => {
  desk = await digestDesk(NOW);
  const ann = await desk.person("telegram", "1");
  const reply = await ann.say("digest now");
  await ann.say("digest now full");
  expect(await desk.database.selectFrom("edition").select("id").execute()).toHaveLength(1);
  const full = await ann.press(reply, "Full edition");
  expect(full).toContain("Sector median");
  expect(await ann.read("digest archive 2026-10-19")).toBe(full);
  expect(await ann.read("digest archive")).toBe(full);
});

test("a day without an edition is said so, and what is no day is refused", async () => {
  desk = await digestDesk(NOW);
  const ann = await desk.person("telegram", "1");
  expect(await ann.read("digest archive 2026-01-01")).toContain("No digest of then is kept");
  expect(await ann.read("digest archive 2026-02-31")).toContain("I need a day");
});
