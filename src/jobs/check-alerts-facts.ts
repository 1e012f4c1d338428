import type { AlertChart, AlertHeadline, AlertNames, FiredAlert } from "../alerts/facts.ts";
import { assetKey, pricedAssets, type Subject } from "../alerts/subject.ts";
import { type AlertQuoteStore, QUOTES_KEPT_MS } from "../store/alert-quote-store.ts";
import type { Condition } from "../alerts/alert.ts";
import type { Database } from "../store/database.ts";
import { type KeptAlert, shown } from "../store/alert-row.ts";
import { known } from "../wire/figure.ts";
import type { News } from "../news/news.ts";
import type { Observation } from "../alerts/observation.ts";
import { knownBy } from "./check-alerts-values.ts";
import { levelsOf } from "../alerts/watch.ts";

export interface FactParts {
  readonly database: Database;
  readonly quotes: AlertQuoteStore;
  readonly news: Pick<News, "about">;
  /** The project whose token an asset is; undefined where it is none of the sector. */
  readonly projectOf: (assetId: string) => string | undefined;
  readonly namesOf: (condition: Condition) => AlertNames;
}

/** A look at an alert's subject that led to its telling. */
export interface Telling {
  readonly alert: KeptAlert;
  readonly subject: Subject;
  readonly seen: Extract<Observation, { kind: "seen" }>;
  readonly why: string;
  readonly missedSince: number | undefined;
}

/** An alert's picture shows a few hundred points at most. */
const CHART_POINTS = 200;
/** Fewer are no line. */
const LEAST_POINTS = 3;
const HEADLINE_DAYS = 3;
/** Longer than any story of which an alert may tell. */
const NEWS_DAYS = 7;
/** More stories are counted. */
const MORE_STORIES = 5;

/** A story, and the number of the item by which it became known. */
interface KnownStory {
  readonly headline: AlertHeadline;
  readonly knownBy: number;
}

/** Gathers what alerts say, and remembers within one tick what several of them share. */
export function createFacts({ database, quotes, news, projectOf, namesOf }: FactParts, now: number) {
  const charts = new Map<string, Promise<AlertChart | undefined>>();
  const headlines = new Map<string, Promise<readonly KnownStory[]>>();

  return {
    /** In short, for a list. */
    brief({ alert, seen, why, missedSince }: Telling): FiredAlert {
      const { value, asOf, source } = seen;
      const threshold = levelsOf(alert.condition).level;
      const names = namesOf(alert.condition);
      const known_ = known({ missedSince });
      return { alert: shown(alert), names, value, threshold, source, asOf, firedAt: now, why, ...known_ };
    },

    async full(telling: Telling): Promise<FiredAlert> {
      const { subject } = telling;
      if (subject.kind === "news")
        return { ...this.brief(telling), ...(await storiesSince(subject.projectId, telling)) };
      const [chart, headline] = await Promise.all([chartOf(subject), headlineOf(telling)]);
      return { ...this.brief(telling), ...known({ chart, headline }) };
    },
  };

  async function chartOf(subject: Subject): Promise<AlertChart | undefined> {
    const [asset] = pricedAssets(subject);
    if (!asset) return undefined;
    const key = assetKey(asset);
    const chart = charts.get(key) ?? read(key);
    charts.set(key, chart);
    return await chart;
  }

  async function read(key: string): Promise<AlertChart | undefined> {
    const points = await quotes.quotes(database, key, now - QUOTES_KEPT_MS);
    const kept = (await quotes.assets(database, [key])).get(key);
    const last = points.at(-1);
    if (!last || !kept?.price || points.length < LEAST_POINTS) return undefined;
    const step = Math.ceil(points.length / CHART_POINTS);
    // The newest point is always one of them.
    const thinned = points.filter((_point, index) => (points.length - 1 - index) % step === 0);
    return { points: thinned, currency: "USD", source: kept.price.source, asOf: last[0] };
  }

  /** The stories that became known since the alert told last: one of them made it tell, the others are told with it. */
  async function storiesSince(
    projectId: string,
    { alert: { watch }, seen }: Telling,
  ): Promise<Pick<FiredAlert, "headline" | "moreStories">> {
    const from = watch?.level ?? seen.value;
    const stories = (await storiesOf(projectId, NEWS_DAYS)).filter(
      ({ knownBy }) => knownBy >= from && knownBy <= seen.value,
    );
    // The one that made it tell comes first, whenever it was published.
    const first = stories.find(({ knownBy }) => knownBy === seen.value) ?? stories[0];
    if (!first) return {};
    const others = stories.filter((story) => story !== first).map(({ headline }) => headline);
    const { headline } = first;
    if (others.length === 0) return { headline };
    return { headline, moreStories: { count: others.length, newest: others.slice(0, MORE_STORIES) } };
  }

  async function headlineOf({ alert, subject }: Telling): Promise<AlertHeadline | undefined> {
    const [asset] = pricedAssets(subject);
    const listed = asset ?? ("asset" in alert.condition ? alert.condition.asset : undefined);
    const project = listed?.kind === "listed" ? projectOf(listed.id) : undefined;
    return project === undefined ? undefined : (await storiesOf(project, HEADLINE_DAYS))[0]?.headline;
  }

  /** The newest first. */
  async function storiesOf(projectId: string, days: number): Promise<readonly KnownStory[]> {
    const key = `${projectId} ${days}`;
    const found = headlines.get(key) ?? ask();
    headlines.set(key, found);
    return await found;

    async function ask(): Promise<readonly KnownStory[]> {
      const { stories } = await news.about({ kind: "projects", ids: [projectId] }, days, now);
      return stories
        .map(({ first: { title, link, publisher, publishedAt }, items }) => ({
          headline: { title, link, publisher, publishedAt },
          knownBy: knownBy(items),
        }))
        .toSorted((a, b) => b.headline.publishedAt - a.headline.publishedAt);
    }
  }
}
