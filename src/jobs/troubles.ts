import { z } from "zod";

/** One thing that is watched, as it is now. What is not known just now is left out: it stays as it was. */
export interface Sign {
  /** The same at each look: "CoinGecko". */
  readonly name: string;
  /** `unsure`: it is not well, and may not be ill either. */
  readonly state: "ill" | "well" | "unsure";
  /** A clause for the owner: "has given no usable answer". */
  readonly what: string;
  /** Since when, where it is known better than from the last looks; UTC epoch milliseconds. */
  readonly since?: number;
  /** How long it has to be ill before it is worth a message. */
  readonly afterMs: number;
}

const trouble = z.object({
  what: z.string(),
  /** Absent once it is well, while it is remembered that it was told of. */
  since: z.number().optional(),
  /** Since when it is well again, as long as that is not told. */
  wellSince: z.number().optional(),
  /** Whether the owner was told of the present illness. */
  isTold: z.literal(true).optional(),
  /** When the owner was last told that it is ill. */
  toldAt: z.number().optional(),
});

/** What is known of all that was ill lately, and when the owner last got a message; outlives a restart. */
export const troubles = z.object({
  messageAt: z.number().optional(),
  of: z.record(z.string(), trouble),
});

export type Troubles = z.output<typeof troubles>;
type Trouble = z.output<typeof trouble>;

export const NO_TROUBLES: Troubles = { of: {} };

/** What the owner is to read now. Instants in UTC epoch milliseconds. */
export interface News {
  readonly broken: readonly { readonly name: string; readonly what: string; readonly since: number }[];
  readonly well: readonly { readonly name: string; readonly since: number; readonly until: number }[];
}

/** So long it has to be well before that is told: what comes and goes is told of once. */
const WELL_MS = 10 * 60_000;
/** The same thing is not told of again before. */
const AGAIN_MS = 6 * 3_600_000;
/** Between two messages, whatever they are about. */
const PACE_MS = 10 * 60_000;
/** What nobody has said anything of for so long is not watched any more. */
const FORGOTTEN_MS = 30 * 24 * 3_600_000;

/**
 * What has changed since the last look, and what of it is worth a message: once when something stays ill, once when it is well
 * again. Pure.
 */
export function judge(before: Troubles, signs: readonly Sign[], now: number): { after: Troubles; news: News } {
  const seen = signs.reduce<Record<string, Trouble>>(
    (of, sign) => {
      const next = followed(before.of[sign.name], sign, now);
      const { [sign.name]: _former, ...others } = of;
      return next ? { ...others, [sign.name]: next } : others;
    },
    kept(before, now),
  );

  // A message of an hour that the clock has not reached yet was written by a clock that was wrong.
  const { messageAt } = before;
  const isTooSoon = messageAt !== undefined && messageAt <= now && now - messageAt < PACE_MS;
  const entries = Object.entries(seen);
  const broken = isTooSoon
    ? []
    : entries.flatMap(([name, { what, since, isTold, toldAt }]) => {
        const afterMs = signs.find((sign) => sign.name === name && sign.state === "ill")?.afterMs;
        if (isTold || since === undefined || afterMs === undefined || now - since < afterMs) return [];
        return toldAt !== undefined && toldAt <= now && now - toldAt < AGAIN_MS ? [] : [{ name, what, since }];
      });
  const well = isTooSoon
    ? []
    : entries.flatMap(([name, { since, wellSince }]) =>
        since === undefined || wellSince === undefined || now - wellSince < WELL_MS
          ? []
          : [{ name, since, until: wellSince }],
      );
  if (broken.length + well.length === 0) return { after: { ...before, of: seen }, news: { broken, well } };
  const told = broken.map(({ name }) => [name, { ...seen[name], isTold: true, toldAt: now }]);
  const over = well.map(({ name }) => [name, { what: seen[name]?.what, toldAt: seen[name]?.toldAt }]);
  return {
    after: troubles.parse({ messageAt: now, of: { ...seen, ...Object.fromEntries([...told, ...over]) } }),
    news: { broken, well },
  };
}

/** @returns undefined where nothing is worth remembering */
function followed(
  before: Trouble | undefined,
  { state, what, since: said = Infinity }: Sign,
  now: number,
): Trouble | undefined {
  if (!before && state !== "ill") return undefined;
  // What was told of goes on, though it may have been well for a moment.
  const { wellSince: _past, ...former } = before ?? { what };
  if (state === "ill") return { ...former, what, since: Math.min(former.since ?? now, said, now) };
  if (!before || state === "unsure") return former;
  const { isTold, toldAt, wellSince = now } = before;
  if (isTold) return { ...before, wellSince: Math.min(wellSince, now) };
  return toldAt === undefined || now - toldAt > AGAIN_MS ? undefined : { what: before.what, toldAt };
}

const kept = ({ of }: Troubles, now: number): Troubles["of"] =>
  Object.fromEntries(
    Object.entries(of).filter(([, { since, toldAt }]) => now - Math.max(since ?? 0, toldAt ?? 0) < FORGOTTEN_MS),
  );
