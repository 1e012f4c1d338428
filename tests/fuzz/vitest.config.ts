import { defineConfig } from "vitest/config";

/** `npm run fuzz`: the long form of `fuzz.test.ts`; minutes, not seconds. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["tests/fuzz/run.ts"],
    testTimeout: 2 * 3_600_000,
    hookTimeout: 60_000,
    disableConsoleIntercept: true,
  },
});
