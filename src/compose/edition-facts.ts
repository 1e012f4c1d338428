import { type ActivityBook, activityOf } from "../sector/activity.ts";
import { commitChanges, type Looked, newReleases } from "../digest/sections/builders.ts";
import type { Edition, EditionSector, Missing } from "../digest/edition.ts";
import { type IndexBook, SECTOR_INDEX } from "../sector/indices.ts";
import { newStories, STORY_SPAN_DAYS } from "../digest/sections/stories.ts";
import { assetsOf } from "../sector/members.ts";
import { changedScores } from "../digest/sections/scores.ts";
import { dayOf } from "../market/closes.ts";
import { editionMovers } from "../digest/sections/movers.ts";
import { known } from "../wire/figure.ts";
import type { Log } from "../core/log.ts";
import type { Movers } from "../market/movers.ts";
import type { News } from "../news/news.ts";
import { reportedOf } from "../digest/sections/reported.ts";
import { rotationFacts } from "../commands/rotation-facts.ts";
import type { ScoreBook } from "../commands/score-book.ts";
import type { Sector } from "../sector/sector.ts";
import { stackFacts } from "../commands/stack-facts.ts";
import { stackNow } from "../sector/layers.ts";
import { utcDay } from "../core/format.ts";
import type { Variant } from "../digest/composer.ts";

const DAY_MS = 86_400_000;
/**
 * What is written in a pass carries the instant at which the pass began, and is there when it ended: by then it is. What an
 * edition leaves out for this is in the next.
 */
const SETTLED_MS = 2 * 60_000;

/** What the market in use gives to an edition. */
export interface EditionMarket {
  readonly movers: Movers;
  readonly indices: IndexBook;
}

export interface EditionFactsParts {
  readonly log: Log;
  readonly sector: Sector;
  readonly news: News;
  readonly scoreBook: Pick<ScoreBook, "history">;
  readonly activity: ActivityBook;
}

/** Finds the facts of editions. What does not answer is named in them, and fails none. */
export function createEditionFacts(parts: EditionFactsParts) {
  const { log, news, scoreBook, activity: code } = parts;
  const { map, rubric } = parts.sector;
  const projectOf = new Map(map.projects.flatMap(({ id, token }) => (token ? [[token.assetId, id] as const] : [])));
  const criterionName = (id: string): string => rubric.criteria.find((each) => each.id === id)?.name ?? id;

  return async ({ layers, from }: Variant, market: EditionMarket, now: number): Promise<Edition> => {
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
    const until = Math.max(from, now - SETTLED_MS);
    const wanted = layers.length === 0 ? undefined : new Set(layers);
    const names = layers.map((id) => map.layer(id)?.name ?? id);
    const projects = map.projects.filter(({ layer }) => wanted?.has(layer) ?? map.layer(layer)?.isInSector === true);
    const days = Math.ceil((now - from) / DAY_MS) + STORY_SPAN_DAYS;

    const told = await had("news", () => news.about({ kind: "sector" }, days, now));
    if (told?.feeds.areOff) missing.push({ what: "news", why: "not read with sample data" });
    const stories = newStories(told?.stories ?? [], from, until, wanted && new Set(projects.map(({ id }) => id)));
    const figures = await had("sector", () => sectorOf(market, now));
    const assets = [...assetsOf(projects)];
    const list = await had("movers", () => market.movers.list(`digest ${layers.join(" ")}`, assets));
    const looked = await had("releases", async () => {
      const all: Looked[] = [];
      for (const { id, name, repository } of projects) {
        const activity = await activityOf(repository?.name, code);
        if (activity) all.push({ projectId: id, name, activity });
      }
      return all;
    });
    const changes = await had("scores", async () => {
      const all = [];
      for (const { id, name } of projects) all.push({ projectId: id, name, changes: await scoreBook.history(id) });
      return all;
    });
    return {
      layerIds: layers,
      ...(wanted && { layerNames: names }),
      coversFrom: from,
      coversTo: until,
      composedAt: now,
      ...(figures && { sector: wanted ? ofLayers(figures, new Set(names)) : figures }),
      movers: list ? editionMovers(list, projectOf, stories) : [],
      stories,
      ...known({ feedsReadAt: told?.feeds.readAt }),
      builders: newReleases(looked ?? [], from, until),
      commits: commitChanges(looked ?? []),
      reported: reportedOf(stories),
      ...(looked && { code: codeOf(looked, projects.length) }),
      scores: changedScores(changes ?? [], criterionName, from, until),
      missing,
    };
  };

  async function sectorOf({ movers, indices }: EditionMarket, now: number): Promise<EditionSector> {
    const stack = await stackNow(map, movers);
    const facts = await stackFacts(stack, "24h", map, indices, now);
    const { layers, sector: all, bitcoin, ethereum, source, asOf, isStale } = facts;
    const { layers: ranks } = await rotationFacts(stack, "7d", indices, now);
    const index = await indexOf(indices, now);
    return { window: "24h", sector: all, layers, ranks, source, asOf, isStale, ...known({ bitcoin, ethereum, index }) };
  }
}

/** The sector as a whole, with these of its layers. */
const ofLayers = (figures: EditionSector, names: ReadonlySet<string>): EditionSector => ({
  ...figures,
  layers: figures.layers.filter(({ name }) => names.has(name)),
  ranks: figures.ranks.filter(({ name }) => names.has(name)),
});

const codeOf = (looked: readonly Looked[], projectsCount: number): NonNullable<Edition["code"]> => ({
  source: "GitHub",
  ...(looked.length > 0 && { asOf: Math.max(...looked.map(({ activity }) => activity.lookedAt)) }),
  unknownCount: projectsCount - looked.filter(({ activity }) => activity.state === "there").length,
});

async function indexOf(indices: IndexBook, now: number): Promise<EditionSector["index"]> {
  const at = async (day: number) => (await indices.levels(SECTOR_INDEX, day))?.last;
  const last = await at(dayOf(now) - 1);
  if (!last?.level) return undefined;
  const { byCap } = last.level;
  const against = async (day: number): Promise<number | undefined> => {
    const before = await at(day);
    return before?.level && before.day === day ? byCap / before.level.byCap - 1 : undefined;
  };
  return {
    levelByCap: byCap,
    levelOnDay: utcDay(last.day * DAY_MS),
    ...known({
      changeDayFraction: await against(last.day - 1),
      changeWeekFraction: await against(last.day - 7),
    }),
  };
}
