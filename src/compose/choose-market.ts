import type { Config } from "../config.ts";
import { within } from "../core/within.ts";
import type { Step } from "../jobs/tick.ts";
import {
  type LiveMarket,
  type LiveMarketParts,
  type MarketServices,
  openLiveMarket,
  openSampleMarket,
} from "./market.ts";

/** How long a start waits for the first sign of the live market. */
const PROBE_MS = 4_000;

export interface ChooseMarketParts extends Omit<LiveMarketParts, "config"> {
  readonly config: Config;
  readonly use: (market: MarketServices, asOf: number | undefined) => void;
}

/**
 * Puts a market in use: the live one, or sample data when that is asked for, or when nothing of the live market answers on a
 * desk without a platform token. In the last case each minute looks whether the live market is back.
 * @returns what the tick looks after
 */
export async function chooseMarket({ use, config, ...parts }: ChooseMarketParts): Promise<readonly Step[]> {
  const { log, clock } = parts;
  const marketParts = { ...parts, config: config.market };
  const useSample = async (): Promise<void> => {
    const sample = await openSampleMarket(marketParts);
    use(sample, sample.asOf);
  };
  if (config.market.data === "sample") {
    await useSample();
    return [];
  }

  const live = await openLiveMarket(marketParts);
  const { steps } = live;
  const hasPlatform = config.telegram !== undefined || config.discord !== undefined;
  if (hasPlatform || (await isThere(live))) {
    use(live, undefined);
    // The first rates and assets are fetched while the desk already answers from what it has.
    for (const step of steps)
      step.run(clock()).catch((error: unknown) => log.warn({ error, step: step.name }, "step failed"));
    return steps;
  }

  log.warn({}, "nothing of the live market can be reached: sample data is served until it can");
  await useSample();
  let isLive = false;
  const probe: Step = {
    name: "look for the live market",
    async run() {
      if (isLive || !(await isThere(live))) return "idle";
      isLive = true;
      use(live, undefined);
      log.info({}, "the live market answers: sample data is no longer served");
      return undefined;
    },
  };
  const onceLive = (step: Step): Step => ({
    name: step.name,
    run: async (now) => (isLive ? await step.run(now) : "idle"),
  });
  return [probe, ...steps.map(onceLive)];
}

/** Whether the live market answers within a start's patience. */
async function isThere(live: LiveMarket): Promise<boolean> {
  return (await within(live.isReachable(), PROBE_MS))?.value ?? false;
}
