import { defineConfig } from "vitest/config";

/** `npm run newcomer`: a clone of the last commit on an empty machine. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["tests/newcomer/run.ts"],
    testTimeout: 30 * 60_000,
    disableConsoleIntercept: true,
  },
});
