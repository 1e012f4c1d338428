import { dailyCloses, type StudyParts } from "./check-alerts-closes.ts";
import type { AlertAsset } from "../alerts/alert.ts";
import type { AlertQuoteStore } from "../store/alert-quote-store.ts";
import { assetKey } from "../alerts/subject.ts";
import type { Database } from "../store/database.ts";
import type { Look } from "../alerts/observation.ts";
import type { Profiles } from "../market/profile.ts";
import { ProviderError } from "../core/errors.ts";
import { within } from "../core/within.ts";

export interface HighParts extends StudyParts {
  readonly database: Database;
  readonly quotes: Pick<AlertQuoteStore, "assets" | "noteHigh">;
  readonly profiles: Pick<Profiles, "of">;
}

/** An all-time high changes only when the price is above it, which is seen without asking. */
const ATH_EVERY_MS = 24 * 60 * 60_000;
const LIMIT_MS = 8_000;

/** The high that a price is measured from, in US dollars. @returns a sentence of ours where it is not known */
export async function lookAtHigh(
  asset: AlertAsset,
  from: "ath" | { readonly days: number },
  price: Look,
  parts: HighParts,
  now: number,
): Promise<number | string> {
  if (asset.kind === "token") return "The high of a token by its contract is not known.";
  if (from !== "ath") {
    const history = await dailyCloses(asset.id, from.days, parts, now);
    const highs = history?.points.map(([, close]) => close) ?? [];
    return highs.length < from.days / 2
      ? `There are not enough daily closes for its high of ${from.days} days.`
      : Math.max(...highs);
  }
  const { database, quotes } = parts;
  const kept = (await quotes.assets(database, [assetKey(asset)])).get(assetKey(asset));
  const usd = price.seen.kind === "seen" ? price.seen.value : 0;
  const isOld = kept?.ath === undefined || now - kept.ath.at > ATH_EVERY_MS;
  const asked = isOld ? await allTimeHigh(asset.id, parts) : undefined;
  const high = Math.max(asked ?? kept?.ath?.usd ?? 0, usd);
  if (asked === undefined && kept?.ath === undefined) return "Nobody has said its all-time high yet.";
  const at = asked === undefined ? (kept?.ath?.at ?? now) : now;
  if (high !== kept?.ath?.usd || at !== kept.ath.at)
    await quotes.noteHigh(database, assetKey(asset), { usd: high, at });
  return high;
}

async function allTimeHigh(id: string, { assetById, profiles, limitMs = LIMIT_MS }: HighParts) {
  const asset = assetById(id);
  if (!asset) return undefined;
  try {
    const profile = (await within(profiles.of(asset, "job"), limitMs))?.value;
    return profile?.amounts["USD"]?.allTimeHigh?.price;
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}
