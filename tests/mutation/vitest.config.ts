import { defineConfig } from "vitest/config";

/** The tests of one group; `run.mjs` says which. */
export default defineConfig({
  test: {
    include: (process.env["MUTATION_TESTS"] ?? "").split(","),
    setupFiles: ["tests/mutation/fewer-runs.ts"],
    testTimeout: 60_000,
    maxWorkers: 1,
    // The files of one change share their modules; each change has a worker of its own.
    isolate: false,
  },
});
