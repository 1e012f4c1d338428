import { type Closes, DAY_MS, dayOf, historyOf, isComplete } from "../market/closes.ts";
import { type StudiedSubject, studied } from "../alerts/studies.ts";
import type { Asset } from "../market/asset.ts";
import type { Histories } from "../market/history.ts";
import type { History } from "../market/source.ts";
import type { Look } from "../alerts/observation.ts";
import { ProviderError } from "../core/errors.ts";
import { within } from "../core/within.ts";

export interface StudyParts {
  readonly closes: Closes;
  /** Asked for the closes of coins that nobody keeps; what it answers is kept by it. */
  readonly histories: Pick<Histories, "daily">;
  readonly assetById: (id: string) => Asset | undefined;
  readonly limitMs?: number;
}

/** A close comes once a day; when it does depends on the source. */
const CLOSES_EVERY_MS = 60 * 60_000;
/** As far back as a free plan gives. */
const LOOK_BACK_DAYS = 365;
/** A day that is over is told of by the next day's end, or the figure is old. */
const STALE_AFTER_MS = 2 * DAY_MS;
const LIMIT_MS = 8_000;

/** What daily closes say of a coin, by the last day that is over. */
export async function lookAtCloses(subject: StudiedSubject, parts: StudyParts, now: number): Promise<Look> {
  const { asset } = subject;
  const missing = (why: string): Look => ({ everyMs: CLOSES_EVERY_MS, seen: { kind: "missing", why } });
  if (asset.kind === "token") return missing("No daily closes are kept of a token by its contract.");
  const history = await dailyCloses(asset.id, LOOK_BACK_DAYS, parts, now);
  const last = history && studied(subject, history.points).at(-1);
  if (!history || !last) return missing("There are not enough daily closes of it.");
  const [asOf, value] = last;
  const kind = now - asOf <= STALE_AFTER_MS ? "seen" : "stale";
  return { everyMs: CLOSES_EVERY_MS, seen: { kind, value, asOf, source: `${history.source}, daily closes` } };
}

/** The closes of the days that are over, kept ones first; undefined where there are none without a hole. @throws nothing of a provider's */
export async function dailyCloses(
  assetId: string,
  days: number,
  { closes, histories, assetById, limitMs = LIMIT_MS }: StudyParts,
  now: number,
): Promise<History | undefined> {
  const today = dayOf(now);
  const read = async (): Promise<History | undefined> => {
    const kept = await closes.of([assetId], today - days, today - 1);
    const whole = isComplete(kept, kept[0]?.day ?? today, kept.at(-1)?.day ?? today) ? kept : [];
    return historyOf(whole);
  };
  const isNew = (history: History | undefined) => history !== undefined && now - history.asOf <= STALE_AFTER_MS;
  const kept = await read();
  if (isNew(kept)) return kept;
  const asset = assetById(assetId);
  if (!asset) return kept;
  try {
    const asked = (await within(histories.daily(asset, "USD", days, "job"), limitMs))?.value;
    const again = await read();
    if (isNew(again)) return again;
    // Where nothing is kept, as with sample data, the history itself has the days.
    const over = asked?.points.filter(([at]) => at % DAY_MS === 0 || dayOf(at) < today) ?? [];
    const lastOfDay = [...new Map(over.map(([at, price]) => [dayOf(at - 1), [at, price] as const])).values()];
    const last = lastOfDay.at(-1);
    return asked && last ? { ...asked, points: lastOfDay, volumes: [], asOf: last[0] } : kept;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return kept;
  }
}
