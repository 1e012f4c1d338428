import { defineConfig } from "vitest/config";

/** `npm run kills`: two hundred kills of real desk processes; the tests make six. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["tests/kills/run.ts"],
    testTimeout: 90 * 60_000,
    disableConsoleIntercept: true,
  },
});
