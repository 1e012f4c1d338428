import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { keptStatements } from "./kept-statements.ts";

function aFile() {
  const file = new Sqlite(":memory:");
  file.exec("CREATE TABLE coin (id TEXT)");
  for (const id of ["tao", "fet"]) file.prepare("INSERT INTO coin VALUES (?)").run(id);
  return keptStatements(file, 2);
}

const ALL = "SELECT * FROM coin ORDER BY id";

test("the same words are prepared once, and those used last are kept", () => {
  const file = aFile();
  const first = file.prepare(ALL);
  expect(file.prepare(ALL)).toBe(first);
  file.prepare("SELECT 1");
  file.prepare("SELECT 2");
  expect(file.prepare(ALL)).not.toBe(first);
  file.close();
});

test("a statement whose rows are still being read is not begun again", () => {
  const file = aFile();
  const seen: unknown[] = [];
  for (const row of file.prepare(ALL).iterate([])) seen.push([row, file.prepare(ALL).all([]).length]);
  expect(seen).toEqual([
    [{ id: "fet" }, 2],
    [{ id: "tao" }, 2],
  ]);
  file.close();
});

test("a table that has changed is read as it is now", () => {
  const file = aFile();
  file.prepare(ALL).all([]);
  file.prepare("ALTER TABLE coin ADD COLUMN price REAL").run([]);
  expect(file.prepare(ALL).all([])).toEqual([
    { id: "fet", price: null },
    { id: "tao", price: null },
  ]);
  file.close();
});
