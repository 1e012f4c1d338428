import { categoriesOf, type CategoryBook, categoryReport, type ToldCategories } from "../sector/category-check.ts";
import type { CategoryList } from "../market/source.ts";
import type { Health } from "../core/health.ts";
import type { Log } from "../core/log.ts";
import { ProviderError } from "../core/errors.ts";
import type { SectorMap } from "../sector/map.ts";
import type { Step } from "./tick.ts";

export interface CheckCategoriesParts {
  readonly map: SectorMap;
  readonly source: CategoryList;
  readonly book: CategoryBook;
  readonly log: Log;
  readonly health: Health;
}

const DAY_MS = 86_400_000;
/** After a failure, and when a quota makes jobs pause. */
const RETRY_MS = 60 * 60_000;
/** Stands for the list of all categories where one of them could stand. */
const LIST = "";
/** How many ids of each kind a line of the log has. */
const NAMED = 30;

/**
 * Compares the map with the provider's categories, once a day and across restarts: whether they are still there, and then one
 * category a pass, member by member. The operator is told in the log and by /status.
 */
export function checkCategories({ map, source, book, log, health }: CheckCategoriesParts): Step {
  const named = categoriesOf(map);
  /** When each may be asked for again that failed, the list too. */
  const resting = new Map<string, number>();
  let isSaid = false;
  let differencesSaidAt = Number.NEGATIVE_INFINITY;

  return {
    name: "check categories",
    async run(now) {
      const told = await book.read();
      if (!isSaid) sayGone(told, now);
      const due = dueOf(told, now);
      if (due === undefined) return "idle";
      try {
        const more = due === LIST ? await list(told, now) : await members(told, due, now);
        await book.keep(more, now);
        if (due === LIST) sayGone(more, now);
        if (dueOf(more, now) === undefined) sayDifferences(more, now);
        return undefined;
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        resting.set(due, now + RETRY_MS);
        log.info({ category: due, detail: error.message }, "categories not compared");
        if (dueOf(told, now) === undefined) sayDifferences(told, now);
        return "idle";
      }
    },
  };

  /** What to ask for next: the list, or one of the categories in it. */
  function dueOf({ known, members: kept }: ToldCategories, now: number): string | undefined {
    const isDue = (id: string, at: number | undefined): boolean =>
      // What is dated after now was kept by a clock that has been set back since.
      (at === undefined || at > now || now - at >= DAY_MS) && now >= (resting.get(id) ?? now);
    const isOfThisMap = known !== undefined && named.every((id) => known.asked.includes(id));
    if (isDue(LIST, isOfThisMap ? known.at : undefined)) return LIST;
    return known?.ids.find((id) => isDue(id, kept[id]?.at));
  }

  async function list({ members: kept }: ToldCategories, now: number): Promise<ToldCategories> {
    const all = await source.categoryIds();
    const ids = named.filter((id) => all.has(id));
    const still = Object.entries(kept).filter(([id]) => ids.includes(id));
    return { known: { at: now, asked: named, ids }, members: Object.fromEntries(still) };
  }

  async function members(told: ToldCategories, id: string, now: number): Promise<ToldCategories> {
    return { ...told, members: { ...told.members, [id]: { at: now, ...(await source.categoryMembers(id)) } } };
  }

  function sayGone(told: ToldCategories, now: number): void {
    const report = categoryReport(map, told);
    if (!report) return;
    isSaid = true;
    if (report.gone.length === 0) {
      health.set("sector map", "ok", "its categories are all there", now);
      return;
    }
    const categories = report.gone.join(", ");
    health.set("sector map", "late", `categories that are gone: ${categories}`, now);
    log.warn({ categories }, "data/layers.json names categories that CoinGecko no longer has");
  }

  /** One category that does not answer is tried each hour; the others are not told again for that. */
  function sayDifferences(told: ToldCategories, now: number): void {
    if (now - differencesSaidAt < DAY_MS - RETRY_MS && now >= differencesSaidAt) return;
    differencesSaidAt = now;
    for (const { name, categories, notOnMap, elsewhere, notInCategories } of categoryReport(map, told)?.layers ?? [])
      log.info(
        {
          layer: name,
          categories: categories.join(", "),
          notOnMap: said(notOnMap),
          inAnotherLayer: said(elsewhere),
          notInCategories: notInCategories ? said(notInCategories) : "not known: a category is longer than its list",
        },
        "layer compared with CoinGecko's categories",
      );
  }
}

const said = (ids: readonly string[]): string =>
  [`${ids.length}`, ...(ids.length === 0 ? [] : [ids.slice(0, NAMED).join(" ")])].join(": ");
