import type { Database } from "../store/database.ts";
import { DateTime } from "luxon";
import type { DigestReader } from "../digest/reader.ts";
import type { EditionStore } from "../store/edition-store.ts";
import type { KeptEdition } from "../digest/edition.ts";
import type { Log } from "../core/log.ts";
import type { SectorMap } from "../sector/map.ts";
import { sinceLast } from "../digest/since.ts";
import { standingKeys } from "../commands/digest-for-reader.ts";
import type { Subscription } from "../digest/subscription.ts";
import type { Yours } from "./digest-yours.ts";

/** Editions that were read last; those who get one together had one together. */
const REMEMBERED = 8;

export interface EditionReadersParts {
  readonly anybody: DigestReader;
  readonly database: Database;
  readonly store: EditionStore;
  readonly map: Pick<SectorMap, "projectOf">;
  readonly log: Log;
  /** What is a subscriber's alone; undefined until a market is in use. */
  readonly yours: () => Yours | undefined;
  readonly kept: (row: { readonly id: number; readonly facts: unknown }) => KeptEdition;
}

/** Finds out what a subscriber is to be told: their filters, what they have had, what is theirs. */
export function createEditionReaders({ anybody, database, store, map, log, yours, kept }: EditionReadersParts) {
  const remembered = new Map<number, KeptEdition>();

  /** The edition that they had last, undefined where there is none any more. */
  async function lastOf(subscription: Subscription): Promise<KeptEdition | undefined> {
    const id = await store.lastIdOf(database, subscription.number, subscription.coveredTo);
    if (id === undefined) return undefined;
    const known = remembered.get(id);
    if (known) return known;
    const row = await store.byId(database, id);
    if (!row) return undefined;
    const [oldest] = remembered.keys();
    if (remembered.size >= REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    remembered.set(id, kept(row));
    return remembered.get(id);
  }

  /** Their filters alone. */
  async function filtersOf(subscription: Subscription): Promise<Partial<DigestReader>> {
    const { sections, keywordsIn, keywordsOut, minimumImportance, isWatchlistOnly } = subscription.settings;
    const filters = { sections, keywordsIn, keywordsOut, ...(minimumImportance && { minimumImportance }) };
    if (!isWatchlistOnly || subscription.ownerId === undefined) return filters;
    const assetIds = [...((await yours()?.watchlist(subscription)) ?? [])];
    return { ...filters, watched: { assetIds, projectIds: assetIds.flatMap((id) => map.projectOf(id)?.id ?? []) } };
  }

  async function yoursFor(subscription: Subscription, now: number): Promise<readonly string[]> {
    const { ownerId, place, settings } = subscription;
    if (ownerId === undefined || place.isPublic || !settings.sections.includes("yours")) return [];
    try {
      return (await yours()?.lines(subscription, now)) ?? [];
    } catch (error) {
      log.warn({ error, subscription: subscription.number }, "missing from a digest");
      return ["Your portfolio, alerts and watchlist could not be had."];
    }
  }

  return {
    /** For what they ask by hand, whatever they have had. @param coveredTo  UTC epoch milliseconds */
    asked: async (own: Subscription | undefined, coveredTo: number): Promise<DigestReader> => ({
      ...anybody,
      ...(own && (await filtersOf(own))),
      coveredTo,
    }),

    /** For the edition that they get next. */
    async subscribed(subscription: Subscription, edition: KeptEdition, now: number): Promise<DigestReader> {
      const { coveredTo, settings } = subscription;
      const before = await lastOf(subscription);
      const since = before && sinceLast(before, edition);
      const isSecondToday = before && dayIn(settings.zone, before.composedAt) === dayIn(settings.zone, now);
      return {
        ...anybody,
        ...(await filtersOf(subscription)),
        coveredTo,
        yours: await yoursFor(subscription, now),
        ...(before && { had: standingKeys(before) }),
        ...(since && { since }),
        ...(isSecondToday && { knowsRisk: true as const }),
      };
    },
  };
}

const dayIn = (zone: string, at: number): string => DateTime.fromMillis(at, { zone }).toISODate() ?? "";
