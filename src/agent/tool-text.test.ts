import { expect, test } from "vitest";
import { toolText } from "./tool-text.ts";

const NOON = Date.UTC(2026, 2, 1, 12);

test.each([
  [NOON + 3 * 3_600_000, "2026-03-01 15:00 UTC (in 3 h)"],
  [NOON + 20 * 60_000, "2026-03-01 12:20 UTC (in 20 min)"],
  [NOON + 30_000, "2026-03-01 12:00 UTC (just now)"],
  [NOON - 2 * 3_600_000, "2026-03-01 10:00 UTC (2 h ago)"],
])("a time is given with how far off it is, also when it is to come: %i", (nextPaymentAt, said) => {
  expect(JSON.parse(toolText({ nextPaymentAt }, "facts", NOON))).toEqual({ facts: { nextPaymentAt: said } });
});
