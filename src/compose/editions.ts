import type { Composer, Variant } from "../digest/composer.ts";
import { changedScores } from "../digest/sections/scores.ts";
import type { Database } from "../store/database.ts";
import { ANYBODY, type Editions } from "../commands/digest-editions.ts";
import { type DigestReader, editionReply } from "../commands/digest-reply.ts";
import { dayOf } from "../market/closes.ts";
import type { Edition, EditionSector, KeptEdition, Missing } from "../digest/edition.ts";
import { editionMovers } from "../digest/sections/movers.ts";
import { EditionStore } from "../store/edition-store.ts";
import { assetsOf } from "../sector/members.ts";
import { type IndexBook, SECTOR_INDEX } from "../sector/indices.ts";
import { known } from "../wire/figure.ts";
import type { Log } from "../core/log.ts";
import type { Movers } from "../market/movers.ts";
import type { News } from "../news/news.ts";
import { newReleases } from "../digest/sections/builders.ts";
import { newStories, STORY_SPAN_DAYS } from "../digest/sections/stories.ts";
import { rotationFacts } from "../commands/rotation-facts.ts";
import type { Call } from "../core/call.ts";
import type { ActivityBook } from "../sector/activity.ts";
import { activityOf } from "../sector/activity.ts";
import type { ScoreBook } from "../commands/score-book.ts";
import type { Sector } from "../sector/sector.ts";
import { stackFacts } from "../commands/stack-facts.ts";
import { stackNow } from "../sector/layers.ts";
import type { Subscription } from "../digest/subscription.ts";
import { UserError } from "../core/errors.ts";
import { utcDay } from "../core/format.ts";
import { variantKey } from "../digest/composer.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What was composed so shortly before is the same news. */
const SAME_MS = 10 * 60_000;
const EDITIONS_KEPT_MS = 90 * DAY_MS;

/** What the market in use gives to an edition. */
interface EditionMarket {
  readonly movers: Movers;
  readonly indices: IndexBook;
}

export interface EditionsParts {
  readonly database: Database;
  readonly log: Log;
  readonly sector: Sector;
  readonly news: News;
  readonly scoreBook: Pick<ScoreBook, "history">;
  readonly activity: Pick<ActivityBook, "of"> & ActivityBook;
  /** What every reply has to carry now, such as that its data is sample data. */
  readonly notice: () => string | undefined;
  /** Lines that are for this subscriber alone. */
  readonly yoursOf: (subscription: Subscription, now: number) => Promise<readonly string[]>;
}

/** The caller's own digest, for its filters. */
type SubscriptionOf = (call: Call) => Promise<Subscription | undefined>;

export interface OpenedEditions extends Editions, Composer<KeptEdition> {
  /** From now on editions ask this market. */
  useMarket(market: EditionMarket, subscriptionOf: SubscriptionOf): void;
}

/** Composes editions, keeps them, and words them for their readers. */
export function openEditions(parts: EditionsParts): OpenedEditions {
  const { database, log, sector, news, notice } = parts;
  let market: EditionMarket | undefined;
  let subscriptionOf: SubscriptionOf = async () => undefined;
  const { map, rubric } = sector;
  const store = new EditionStore();
  const projectOf = new Map(map.projects.flatMap(({ id, token }) => (token ? [[token.assetId, id] as const] : [])));

  async function compose(variant: Variant, now: number): Promise<KeptEdition> {
    const key = variantKey(variant);
    const same = await store.since(database, key, now - SAME_MS);
    if (same) return kept(same);
    const facts = await found(variant, now);
    await store.removeComposedBefore(database, now - EDITIONS_KEPT_MS);
    const about = { scopeKey: key, composedAt: now, coversFrom: variant.from, coversTo: now };
    return { ...facts, id: await store.add(database, { ...about, facts }) };
  }

  async function found({ layers, from }: Variant, now: number): Promise<Edition> {
    const missing: Missing[] = [];
    const had = async <Facts>(what: string, ask: () => Promise<Facts>): Promise<Facts | undefined> => {
      try {
        return await ask();
      } catch (error) {
        log.warn({ error, what }, "missing from a digest");
        missing.push({ what, why: "no answer" });
        return undefined;
      }
    };
    const inUse = market;
    if (!inUse) throw new Error("no market is in use yet");
    const wanted = layers.length === 0 ? undefined : new Set(layers);
    const projects = map.projects.filter(({ layer }) => wanted?.has(layer) ?? map.layer(layer)?.isInSector === true);
    const ids = new Set(projects.map(({ id }) => id));
    const days = Math.ceil((now - from) / DAY_MS) + STORY_SPAN_DAYS;

    const told = await had("news", () => news.about({ kind: "sector" }, days, now));
    if (told?.feeds.areOff) missing.push({ what: "news", why: "not read with sample data" });
    const stories = newStories(told?.stories ?? [], from, now, wanted && ids);
    const figures = await had("sector", () => sectorOf(inUse, from, now));
    const assets = [...assetsOf(projects)];
    const list = await had("movers", () => inUse.movers.list(`digest ${layers.join(" ")}`, assets));
    const looked = await had("releases", async () => {
      const all = [];
      for (const { id, name, repository } of projects) {
        const activity = await activityOf(repository?.name, parts.activity);
        if (activity) all.push({ projectId: id, name, activity });
      }
      return all;
    });
    const changes = await had("scores", async () => {
      const all = [];
      for (const { id, name } of projects)
        all.push({ projectId: id, name, changes: await parts.scoreBook.history(id) });
      return all;
    });
    const criterionName = (id: string): string => rubric.criteria.find((each) => each.id === id)?.name ?? id;
    return {
      layerIds: layers,
      coversFrom: from,
      composedAt: now,
      ...(figures && { sector: figures }),
      movers: list ? editionMovers(list, projectOf, stories) : [],
      stories,
      ...known({ feedsReadAt: told?.feeds.readAt }),
      builders: newReleases(looked ?? [], from, now),
      scores: changedScores(changes ?? [], criterionName, from, now),
      missing,
    };
  }

  async function sectorOf({ movers, indices }: EditionMarket, from: number, now: number): Promise<EditionSector> {
    const stack = await stackNow(map, movers);
    const {
      layers,
      sector: all,
      bitcoin,
      ethereum,
      source,
      asOf,
      isStale,
    } = await stackFacts(stack, "24h", map, indices, now);
    const { layers: ranks } = await rotationFacts(stack, "7d", indices, now);
    const index = await indexOf(indices, from, now);
    return { window: "24h", sector: all, layers, ranks, source, asOf, isStale, ...known({ bitcoin, ethereum, index }) };
  }

  const reader = (own: Subscription | undefined): DigestReader => (own ? { ...ANYBODY, ...filtersOf(own) } : ANYBODY);

  return {
    useMarket(to, of) {
      market = to;
      subscriptionOf = of;
    },

    compose,

    async replyFor(edition, subscription, now) {
      const { coveredTo, settings } = subscription;
      const reader = { ...ANYBODY, ...filtersOf(subscription), coveredTo, yours: await yoursFor(subscription, now) };
      const reply = editionReply(edition, reader, "short", { locale: settings.locale, now });
      const sample = notice();
      return sample === undefined ? reply : { ...reply, footer: `${reply.footer ?? ""} · ${sample}` };
    },

    async now(call) {
      const own = call.place.isPublic ? undefined : await subscriptionOf(call);
      const from = Math.floor((call.now - DAY_MS) / HOUR_MS) * HOUR_MS;
      const edition = await compose(
        { layers: own?.settings.layers.toSorted() ?? [], locale: call.locale, from },
        call.now,
      );
      if (!edition.sector && edition.stories.length === 0)
        throw new UserError("Neither the market nor the news could be had, so there is no digest now.", {
          hint: "Please try again in a minute.",
        });
      // Asked for by hand it is about the whole day, whatever came before.
      return { edition, reader: { ...reader(own), coveredTo: from } };
    },

    async byId(id) {
      const row = await store.byId(database, id);
      return row && kept(row);
    },

    async last(dayAt) {
      const [from, until] = dayAt === undefined ? [0, Number.MAX_SAFE_INTEGER] : [dayAt, dayAt + DAY_MS];
      const row = await store.lastBetween(database, "[[],", from, until);
      return row && kept(row);
    },
  };

  async function yoursFor(subscription: Subscription, now: number): Promise<readonly string[]> {
    const { ownerId, place, settings } = subscription;
    if (ownerId === undefined || place.isPublic || !settings.sections.includes("yours")) return [];
    try {
      return await parts.yoursOf(subscription, now);
    } catch (error) {
      log.warn({ error, subscription: subscription.number }, "missing from a digest");
      return ["Your watchlist could not be had."];
    }
  }
}

/** No more of a subscription than what an edition is worded by. */
const filtersOf = ({ settings: { sections, keywordsIn, keywordsOut } }: Subscription) => ({
  sections,
  keywordsIn,
  keywordsOut,
});

/** Only `compose` writes these rows. */
const kept = ({ id, facts }: { readonly id: number; readonly facts: unknown }): KeptEdition => ({
  ...(facts as Edition),
  id,
});

async function indexOf(indices: IndexBook, from: number, now: number): Promise<EditionSector["index"]> {
  const at = async (day: number) => (await indices.levels(SECTOR_INDEX, day))?.last;
  const today = dayOf(now) - 1;
  const last = await at(today);
  if (!last?.level) return undefined;
  const { byCap } = last.level;
  const against = async (day: number): Promise<number | undefined> => {
    const before = await at(day);
    return before?.level && before.day === day && day < last.day ? byCap / before.level.byCap - 1 : undefined;
  };
  return {
    levelByCap: byCap,
    levelOnDay: utcDay(last.day * DAY_MS),
    ...known({
      changeDayFraction: await against(last.day - 1),
      changeWeekFraction: await against(last.day - 7),
      changeSinceLastFraction: await against(dayOf(from) - 1),
    }),
  };
}
