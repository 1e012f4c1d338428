import { defineConfig } from "vitest/config";

/** `npm run load`: some minutes of load on a machine that does nothing else; the tests make a few seconds of it. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["tests/load/run.ts"],
    testTimeout: 60 * 60_000,
    disableConsoleIntercept: true,
  },
});
