import { readSector } from "../../src/sector/sector.ts";
import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { type CommandParts, createCommands } from "../../src/commands/index.ts";
import { problemsIn } from "../../src/core/problems.ts";
import { envExample } from "../../src/variables.ts";
import { commandTable, environmentTable, withSection } from "../support/readme.ts";

// Services are only used when a command runs; definitions are all that is read here.
const commands = createCommands({ about: {}, claimed: true, sector: readSector() } as unknown as CommandParts);

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

test("README lists the commands and the environment as they are", async () => {
  await expectCurrent("README.md", (page) =>
    withSection(withSection(page, "commands", commandTable(commands)), "environment", environmentTable()),
  );
});

test(".env.example lists the environment as it is", async () => {
  await expectCurrent(".env.example", () => envExample());
});
