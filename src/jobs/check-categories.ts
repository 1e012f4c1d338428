import type { CategoryList } from "../market/source.ts";
import type { Health } from "../core/health.ts";
import type { Log } from "../core/log.ts";
import { ProviderError } from "../core/errors.ts";
import type { SectorMap } from "../sector/map.ts";
import type { Step } from "./tick.ts";
import { vanishedCategories } from "../sector/category-check.ts";

export interface CheckCategoriesParts {
  readonly map: SectorMap;
  readonly source: CategoryList;
  readonly log: Log;
  readonly health: Health;
}

const DAY_MS = 86_400_000;
/** After a failure, and when a quota makes jobs pause. */
const RETRY_MS = 60 * 60_000;

/** Looks at the start and once a day whether the provider still has the categories that data/layers.json names; the operator is told of those it has not. */
export function checkCategories({ map, source, log, health }: CheckCategoriesParts): Step {
  let next = Number.NEGATIVE_INFINITY;
  return {
    name: "check categories",
    async run(now) {
      if (now < next) return "idle";
      next = now + RETRY_MS;
      try {
        const vanished = vanishedCategories(map, await source.categoryIds());
        next = now + DAY_MS;
        if (vanished.length === 0) {
          health.set("sector map", "ok", "its categories are all there", now);
          return undefined;
        }
        const named = vanished.map(({ layer, category }) => `${category} (${layer})`).join(", ");
        health.set("sector map", "late", `categories that are gone: ${named}`, now);
        log.warn({ categories: named }, "data/layers.json names categories that CoinGecko no longer has");
        return undefined;
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        log.info({ detail: error.message }, "categories not compared");
        return "idle";
      }
    },
  };
}
