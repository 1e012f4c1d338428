import { defineConfig } from "vitest/config";

/** `npm run eval`: asks real models, so it takes minutes and money; never a part of the tests. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["tests/eval/run.ts"],
    testTimeout: 4 * 3_600_000,
    disableConsoleIntercept: true,
  },
});
