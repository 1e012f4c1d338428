import type { Assets } from "../market/assets.ts";
import type { Log } from "../core/log.ts";
import type { Step } from "./tick.ts";

/** The list of all coins changes by a few a day. */
const DAY_MS = 24 * 3_600_000;
/** A failed try costs up to five requests of a plan that has five a minute. */
const RETRY_MS = 10 * 60_000;

/** Refreshes the list of assets once a day, and after a failure every ten minutes. */
export function refreshAssets({ assets, log }: { readonly assets: Assets; readonly log: Log }): Step {
  let triedAt: number | undefined;
  return {
    name: "refresh assets",
    async run(now) {
      if (assets.refreshedAt !== undefined && now - assets.refreshedAt < DAY_MS) return "idle";
      if (triedAt !== undefined && now - triedAt < RETRY_MS) return "idle";
      triedAt = now;
      log.info({ ...(await assets.refresh()) }, "assets refreshed");
      return undefined;
    },
  };
}
