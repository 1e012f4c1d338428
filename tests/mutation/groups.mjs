const files = (folder, names) => names.split(" ").map((name) => `${folder}/${name}`);

/**
 * By group what is mutated, and the tests that have to notice: a run takes as long as both together, so that each has the tests that are
 * its own and none that start a process.
 */
export const GROUPS = {
  core: {
    mutate: files(
      "src/core",
      "clean.ts cool-down.ts format.ts mentioned.ts parse.ts plain.ts split.ts table.ts within.ts",
    ),
    tests: ["src/core/*.test.ts"],
  },
  portfolio: {
    mutate: files(
      "src/portfolio",
      "amount.ts arrive.ts depart.ts fees.ts ledger.ts lot-heap.ts lot-pool.ts lot.ts order.ts pairing.ts periods.ts term.ts time-weighted.ts",
    ),
    // The properties of whole ledgers take longer than all of these: they are left to `npm test`.
    tests: ["src/portfolio/*.test.ts", ...files("tests/contracts", "portfolio-case.test.ts portfolio-lots.test.ts")],
  },
  alerts: {
    mutate: files("src/alerts", "back-check.ts decide.ts guard.ts silence.ts studies.ts watch.ts"),
    tests: ["src/alerts/*.test.ts"],
  },
  schedule: {
    mutate: files("src/digest", "due.ts schedule.ts since.ts thresholds.ts zone-gone.ts"),
    tests: ["src/digest/*.test.ts"],
  },
  figures: {
    mutate: files("src/agent", "claims.ts figures.ts numerals.ts scales.ts sentences.ts support.ts word-numbers.ts"),
    tests: ["src/agent/figures.test.ts", "src/agent/citations.test.ts"],
  },
};
