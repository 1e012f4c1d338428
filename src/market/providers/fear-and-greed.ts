import { createTransport, type Wire } from "../../wire/transport.ts";
import { type FearAndGreed, MOODS, type SentimentSource } from "../source.ts";
import { known, maybe, readNumber, readRows, readTime } from "../../wire/figure.ts";
import { ProviderError } from "../../core/errors.ts";
import { z } from "zod";

const SOURCE = "alternative.me";

const answer = z.object({ data: z.array(z.unknown()) });

/** Figures and times are text in its answers. */
const row = z.object({
  value: maybe.anything.transform(readNumber).pipe(z.number().min(0).max(100)),
  value_classification: maybe.anything,
  timestamp: maybe.anything,
});

/**
 * The Fear & Greed index of alternative.me: about Bitcoin, one value a day, for the day that began at 00:00 UTC.
 * No limit is published; what is asked here is far below anything that one person's browser does.
 */
export function createFearAndGreed(parts: Wire & { readonly base: string }): SentimentSource {
  const transport = createTransport({ ...parts, provider: SOURCE, allowance: { tokens: 10, perMs: 60_000 } });

  return {
    source: SOURCE,

    async latest(patience): Promise<FearAndGreed> {
      const { data } = await transport.json("/fng/", { limit: 1 }, answer, { patience });
      const now = parts.clock();
      const days = readRows(data, row).flatMap((day): FearAndGreed[] => {
        const asOf = readTime(day.timestamp, now);
        // A value without its day could be of any day.
        return asOf === undefined
          ? []
          : [{ value: day.value, asOf, ...known({ mood: moodOf(day.value_classification) }) }];
      });
      const [newest] = days.toSorted((a, b) => b.asOf - a.asOf);
      if (!newest) throw new ProviderError(SOURCE, "unusable", { detail: "no value" });
      return newest;
    },
  };
}

/** Only the classes that there are: what else it says is somebody's words. */
function moodOf(value: unknown): FearAndGreed["mood"] {
  const said = typeof value === "string" ? value.trim().toLowerCase() : undefined;
  return MOODS.find((each) => each.toLowerCase() === said);
}
