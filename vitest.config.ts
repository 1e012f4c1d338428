import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    setupFiles: ["tests/support/quiet-logs.ts"],
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    testTimeout: 15_000,
    // One worker per core; the default leaves one idle.
    maxWorkers: "100%",
  },
});
