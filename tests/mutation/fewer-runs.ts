import fc from "fast-check";

// A mutant is run against every test that reaches it; and the same mutants have to survive in every run.
fc.configureGlobal({ numRuns: 10, seed: 9 });
