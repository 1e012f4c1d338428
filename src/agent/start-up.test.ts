import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Every file that importing one loads, and every package; imports of types alone load nothing. */
function loadedBy(file: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return seen;
  seen.add(file.href);
  for (const [, clause = "", from = ""] of readFileSync(file, "utf8").matchAll(
    /^(?:import|export)\s([^;]*?)\sfrom "([^"]+)";/gms,
  )) {
    if (clause.startsWith("type ")) continue;
    if (from.startsWith(".")) loadedBy(new URL(from, file), seen);
    else seen.add(from);
  }
  return seen;
}

test("starting the desk loads neither LangChain nor the model client: the first question does", () => {
  const loaded = [
    ...loadedBy(new URL("./answer.ts", import.meta.url)),
    ...loadedBy(new URL("./model.ts", import.meta.url)),
  ];
  expect(loaded.filter((each) => each.endsWith(".ts")).length).toBeGreaterThan(20);
  expect(loaded.filter((each) => /^(?:@?langchain|openai)/.test(each))).toEqual([]);
  expect([...loadedBy(new URL("./turn.ts", import.meta.url))]).toContain("langchain");
});
