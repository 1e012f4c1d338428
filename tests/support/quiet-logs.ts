import { afterEach, expect } from "vitest";
import { leaks } from "./log-watch.ts";

// Runs behind every test of the project (vitest.config.ts), after what the test itself closes.
afterEach(() => {
  expect(leaks(), "a log holds what people said or a token").toEqual([]);
});
