import { accept, isToBeConfirmed, type Opinion, type Told } from "./check-alerts-accept.ts";
import type { AlertQuoteStore, KeptAsset } from "../store/alert-quote-store.ts";
import type { AlertAsset } from "../alerts/alert.ts";
import type { Asset } from "../market/asset.ts";
import { assetKey } from "../alerts/subject.ts";
import type { Database } from "../store/database.ts";
import type { Figures } from "../market/quote.ts";
import type { Log } from "../core/log.ts";
import type { LookAtTokens } from "./check-alerts-tokens.ts";
import type { Patience } from "../wire/transport.ts";
import { ProviderError } from "../core/errors.ts";
import { within } from "../core/within.ts";

/** A source of prices for alerts, and how often it is asked. */
export interface AlertSource {
  /** As shown: "DefiLlama". */
  readonly source: string;
  /** Undefined: it is asked only to confirm what another says. */
  readonly everyMs?: number;
  /** Whether it says caps and volumes, too. */
  readonly hasSizes: boolean;
  /** In US dollars, by asset id, in as few requests as it takes. @throws ProviderError */
  prices(assets: readonly Asset[], patience: Patience): Promise<ReadonlyMap<string, Figures>>;
}

/** A figure, and whether it may be gone by. Instants in UTC epoch milliseconds. */
export type Standing = { readonly everyMs: number } & (
  | { readonly kind: "seen" | "stale"; readonly value: number; readonly asOf: number; readonly source: string }
  | {
      readonly kind: "doubted";
      readonly value: number;
      readonly asOf: number;
      readonly source: string;
      readonly last: number;
    }
  | { readonly kind: "missing"; readonly why: string }
);

/** What an asset is worth now, as far as alerts may go by it. US dollars. */
export interface AssetNow {
  readonly price: Standing;
  readonly cap: Standing;
  readonly volume: Standing;
}

/** Looks at the prices of many assets at once. */
export interface AlertPrices {
  /** @param sized  keys of those whose cap and volume are wanted, too */
  look(assets: readonly AlertAsset[], sized: ReadonlySet<string>, now: number): Promise<ReadonlyMap<string, AssetNow>>;
}

export interface AlertPricesParts {
  readonly database: Database;
  readonly store: Pick<AlertQuoteStore, "assets" | "keep">;
  /** In the order in which they are asked. */
  readonly sources: readonly AlertSource[];
  readonly assetById: (id: string) => Asset | undefined;
  readonly tokens: LookAtTokens;
  readonly log: Log;
  /** How long one source is waited for, in milliseconds. */
  readonly limitMs?: number;
}

const LIMIT_MS = 8_000;
/** A tick comes some seconds early or late. */
const SLACK_MS = 30_000;
/** Sources' own figures lag by minutes however often they are asked: two cadences of a minute would always be too few. */
const LEAST_STALE_MS = 10 * 60_000;
/** A jump that stands unconfirmed is asked about again after so long. */
const SECOND_EVERY_MS = 5 * 60_000;
/** The name under which it is kept when others were last asked. */
const SECOND = "second opinion";

/** From which age on a figure is too old to go by: two cadences, ten minutes at least. */
export const staleAfter = (everyMs: number): number => Math.max(2 * everyMs, LEAST_STALE_MS);

/** Whether it is time to ask again. A clock that was set back must not put it off. */
export const isDue = (at: number | undefined, everyMs: number, now: number): boolean =>
  at === undefined || now - at >= everyMs - SLACK_MS || now < at;

type Answered = ReadonlyMap<string, Figures>;

/**
 * One request of each source serves all assets of a tick. The next source is asked for what those before it lack, no more often
 * than its cadence allows; in between its last figure stands. A figure that jumped is confirmed by another source or not gone by.
 */
export function createAlertPrices(parts: AlertPricesParts): AlertPrices {
  const { database, store, sources, assetById, tokens, log, limitMs = LIMIT_MS } = parts;
  const cadences = sources.flatMap(({ everyMs }) => everyMs ?? []);
  const sizing = sources.find(({ hasSizes, everyMs }) => hasSizes && everyMs !== undefined)?.everyMs;

  return {
    async look(assets, sized, now) {
      const keys = [...new Set(assets.map(assetKey))];
      const kept = await store.assets(database, keys);
      const next = new Map(keys.map((key): [string, KeptAsset] => [key, kept.get(key) ?? { asset: key, asked: {} }]));
      const ids = new Set(assets.flatMap((each) => (each.kind === "listed" ? [each.id] : [])));
      const listed = [...ids].flatMap((id) => assetById(id) ?? []);
      const found = await Promise.all([
        tokens(
          assets.filter((each) => each.kind === "token"),
          next,
          now,
        ),
        lookAtListed(listed, sized, next, now),
      ]);
      for (const each of found.flat()) next.set(each.asset, each);
      await database.transaction().execute((on) => store.keep(on, [...next.values()], now));
      return new Map([...next].map(([key, each]) => [key, standingOf(each, now)]));
    },
  };

  async function lookAtListed(
    assets: readonly Asset[],
    sized: ReadonlySet<string>,
    before: ReadonlyMap<string, KeptAsset>,
    now: number,
  ): Promise<readonly KeptAsset[]> {
    const next = new Map(assets.map(({ id }) => [id, before.get(id) ?? { asset: id, asked: {} }] as const));
    const of = (id: string): KeptAsset => next.get(id) ?? { asset: id, asked: {} };
    const old = new Map<string, Told>();
    const answers = new Map<
      AlertSource,
      { readonly asked: ReadonlySet<string>; readonly told: Answered | undefined }
    >();
    const priced = new Set<string>();

    for (const source of sources) {
      const { everyMs } = source;
      if (everyMs === undefined) continue;
      const wanted = assets.filter(
        ({ id }) => isDue(of(id).asked[source.source], everyMs, now) && (!priced.has(id) || isSized(source, id)),
      );
      if (wanted.length === 0) continue;
      const told = await ask(source, wanted);
      answers.set(source, { asked: new Set(wanted.map(({ id }) => id)), told });
      const fresh: { readonly asset: Asset; readonly told: Told }[] = [];
      for (const asset of wanted) {
        const each = of(asset.id);
        next.set(asset.id, { ...each, asked: { ...each.asked, [source.source]: now } });
        const figures = told?.get(asset.id);
        if (!figures) continue;
        const one = { source: source.source, everyMs, isOfSizes: isSized(source, asset.id), figures };
        if (now - figures.asOf <= staleAfter(everyMs)) fresh.push({ asset, told: one });
        else old.set(asset.id, old.get(asset.id) ?? one);
      }
      await takeAll(source, fresh);
      for (const { asset } of fresh) priced.add(asset.id);
    }
    // An old figure is better than none, for `/alert why`; it is not gone by.
    for (const [id, { figures, source, everyMs }] of old)
      if (of(id).price === undefined) {
        const price = { usd: figures.price, asOf: figures.asOf, source, everyMs, seenAt: now };
        next.set(id, { ...of(id), price });
      }
    return [...next.values()];

    function isSized({ hasSizes }: AlertSource, id: string): boolean {
      return hasSizes && sized.has(id);
    }

    async function takeAll(source: AlertSource, fresh: readonly { readonly asset: Asset; readonly told: Told }[]) {
      const jumped = fresh.filter(({ asset, told }) => isToBeConfirmed(told, of(asset.id)));
      const asked = jumped.filter(({ asset }) => isDue(of(asset.id).asked[SECOND], SECOND_EVERY_MS, now));
      const opinions = await opinionsOf(
        source,
        asked.map(({ asset }) => asset),
      );
      for (const { asset, told } of fresh) {
        const { id } = asset;
        const mine = opinions.get(id);
        const marked = mine ? { ...of(id), asked: { ...of(id).asked, [SECOND]: now } } : of(id);
        // Where a source that is asked seldom comes second, the price of the first stands.
        const kept = accept(told, marked, mine ?? [], now);
        next.set(id, priced.has(id) ? { ...marked, ...(kept.sizes ? { sizes: kept.sizes } : {}) } : kept);
        if (kept.doubt) log.info({ asset: id, source: source.source }, "a price that jumped is to be confirmed");
      }
    }

    async function opinionsOf(source: AlertSource, jumped: readonly Asset[]) {
      const opinions = new Map<string, Opinion[]>();
      if (jumped.length === 0) return opinions;
      for (const other of sources) {
        if (other === source) continue;
        const earlier = answers.get(other);
        const isThere = earlier !== undefined && jumped.every(({ id }) => earlier.asked.has(id));
        const told = isThere ? earlier.told : await ask(other, jumped);
        for (const { id } of jumped) {
          const figures = told?.get(id);
          const isFresh = figures !== undefined && now - figures.asOf <= staleAfter(other.everyMs ?? 0);
          const about = { source: other.source, everyMs: other.everyMs };
          opinions.set(id, [
            ...(opinions.get(id) ?? []),
            isFresh ? { ...about, kind: "said", figures } : { ...about, kind: told && !figures ? "absent" : "silent" },
          ]);
        }
      }
      return opinions;
    }
  }

  /** @returns undefined when it did not answer in time, or not at all */
  async function ask(source: AlertSource, assets: readonly Asset[]): Promise<Answered | undefined> {
    try {
      const told = await within(source.prices(assets, "job"), limitMs);
      if (!told) log.info({ source: source.source }, "prices for alerts came too late");
      // What is no price is no news either.
      return told && new Map([...told.value].filter(([, { price }]) => Number.isFinite(price) && price > 0));
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      log.info({ detail: error.message }, "no prices for alerts");
      return undefined;
    }
  }

  /** What may be gone by of what is kept. */
  function standingOf({ price, sizes, doubt }: KeptAsset, now: number): AssetNow {
    const everyMs = price?.everyMs ?? Math.min(60_000, ...cadences);
    const every = sizing ?? everyMs;
    const age = (asOf: number, ms: number) => (now - asOf <= staleAfter(ms) ? "seen" : "stale");
    const size = (value: number | undefined, what: string): Standing =>
      sizes === undefined || value === undefined
        ? { kind: "missing", everyMs: every, why: `No source has said its ${what}.` }
        : { kind: age(sizes.asOf, every), everyMs: every, value, asOf: sizes.asOf, source: sizes.source };
    return { price: ofPrice(), cap: size(sizes?.cap, "market cap"), volume: size(sizes?.volume, "volume") };

    function ofPrice(): Standing {
      if (price === undefined) return { kind: "missing", everyMs, why: "No source has a price of it." };
      const { usd, asOf, source } = price;
      if (doubt) return { kind: "doubted", everyMs, value: doubt.usd, asOf: now, source, last: usd };
      return { kind: age(asOf, everyMs), everyMs, value: usd, asOf, source };
    }
  }
}
