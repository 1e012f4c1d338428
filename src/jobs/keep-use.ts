import type { Quotas } from "../market/quota.ts";
import type { Step } from "./tick.ts";

/** Writes each minute what providers were asked since the last: one small write instead of one per request. */
export const keepUse = (quotas: Pick<Quotas, "flush">): Step => ({
  name: "keep use",
  run: () => quotas.flush(),
});
