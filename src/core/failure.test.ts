import { expect, test } from "vitest";
import { ProviderError } from "./errors.ts";
import { failureSentence } from "./failure.ts";

test.each([
  [new ProviderError("CoinGecko", "timeout", { detail: "10.0.0.7" }), "CoinGecko does not answer right now"],
  [
    new ProviderError("CoinGecko", "timeout", { remark: "Nobody else has it." }),
    "right now. Nobody else has it. Please",
  ],
  [Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" }), "its disk is full"],
  [Object.assign(new Error("locked"), { code: "SQLITE_BUSY_SNAPSHOT" }), "held by another program"],
  [Object.assign(new Error("ro"), { code: "SQLITE_READONLY_DBMOVED" }), "cannot be written"],
  [new Error("password=hunter2 at 10.0.0.7"), "Something went wrong on our side"],
  ["a thrown string", "Something went wrong on our side"],
])("a failure is said honestly, and nothing of its own words is passed on", (error, sentence) => {
  const said = failureSentence(error, "abc123");
  expect(said).toContain(sentence);
  expect(said).toContain("abc123");
  expect(said).not.toMatch(/10\.0\.0\.7|hunter2/);
});
