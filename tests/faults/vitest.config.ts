import { defineConfig } from "vitest/config";

/** `npm run faults`: the whole matrix against real desk processes; the tests play a few of its pairs. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["tests/faults/run.ts"],
    testTimeout: 60 * 60_000,
    // Each waits most of the time, and has a desk of its own.
    maxConcurrency: 5,
    disableConsoleIntercept: true,
  },
});
