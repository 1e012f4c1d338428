import { readSector } from "../../src/sector/sector.ts";
import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { DATA_SOURCES } from "../../src/commands/about.ts";
import { PLAN } from "../../src/market/plan.ts";
import { type CommandParts, createCommands } from "../../src/commands/index.ts";
import { problemsIn } from "../../src/core/problems.ts";
import { openDatabase } from "../../src/store/database.ts";
import { sql } from "kysely";
import { envExample } from "../../src/variables.ts";
import { benchTable, proofTable } from "../support/readme-proof.ts";
import { outgoingPage } from "../support/outgoing.ts";
import { commandTable, environmentTable, settingTable, sourceTable, withSection } from "../support/readme.ts";

// Services are only used when a command runs; definitions are all that is read here.
const commands = createCommands({
  privacy: { me: {}, changes: async () => [], giveFeedback: async () => ({ state: "nobody" }) },
  about: {},
  claimed: true,
  alerting: {},
  sector: readSector(),
} as unknown as CommandParts);

/** `npm run docs` writes what this test otherwise compares. */
async function expectCurrent(path: string, wanted: (now: string) => string): Promise<void> {
  const file = new URL(`../../${path}`, import.meta.url);
  const now = await readFile(file, "utf8").catch(() => "");
  if (process.env["UPDATE_DOCS"] === "1") await writeFile(file, wanted(now));
  else expect(now, `${path} is not current; run: npm run docs`).toBe(wanted(now));
}

test("every command can be offered on every platform", () => {
  expect(problemsIn(commands)).toEqual([]);
});

test("README lists the commands, the sources, the environment and what was measured as they are", async () => {
  await expectCurrent("README.md", (page) =>
    [
      ["commands", commandTable(commands)] as const,
      ["sources", sourceTable()] as const,
      ["settings", settingTable()] as const,
      ["environment", environmentTable()] as const,
      ["proofs", proofTable()] as const,
      ["bench", benchTable()] as const,
    ].reduce((written, [name, content]) => withSection(written, name, content), page),
  );
});

test("every source of the plan says how it wants to be named, once", () => {
  expect(new Set(DATA_SOURCES.map(({ name }) => name)).size).toBe(DATA_SOURCES.length);
  const named = new Set(["daily closes", ...DATA_SOURCES.map(({ name }) => name)]);
  expect(Object.values(PLAN).flatMap(({ sources }) => sources.filter((each) => !named.has(each)))).toEqual([]);
});

test(".env.example lists the environment as it is", async () => {
  await expectCurrent(".env.example", () => envExample());
});

test("docs/outgoing.md names every way out", async () => {
  await expectCurrent("docs/outgoing.md", outgoingPage);
});

test("docs/retention.md names every table there is, and no other", async () => {
  const database = await openDatabase(":memory:");
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
      AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'kysely_%'`.execute(database);
  await database.destroy();
  const page = await readFile(new URL("../../docs/retention.md", import.meta.url), "utf8");
  const named = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = ""]) => name);
  // Tables that a full-text index keeps for itself are part of it.
  const tables = rows.map(({ name }) => name).filter((name) => !/_(?:data|idx|content|docsize|config)$/.test(name));
  expect(named.toSorted()).toEqual(tables.toSorted());
});
