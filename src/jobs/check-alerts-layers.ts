import { DAY_MS, dayOf } from "../market/closes.ts";
import { fallen } from "../alerts/studies.ts";
import type { IndexBook, IndexDay } from "../sector/indices.ts";
import type { Look } from "../alerts/observation.ts";
import { ranks } from "../sector/layer-figures.ts";
import type { Stack } from "../sector/layers.ts";
import { staleAfter } from "./check-alerts-prices.ts";
import type { Subject } from "../alerts/subject.ts";

/** Subjects that are about a layer. */
export type LayerSubject =
  | Extract<Subject, { kind: "layer_change" | "layer_breadth" | "layer_rank" }>
  | Extract<Subject, { kind: "drawdown" }>;

export interface LayerParts {
  /** All layers of now, in one request of the market. @throws ProviderError */
  readonly stack: () => Promise<Stack>;
  readonly indices: Pick<IndexBook, "between">;
}

/** One list of the market holds all layers. */
const LAYERS_EVERY_MS = 10 * 60_000;
/** Levels are kept once a day. */
const INDEX_EVERY_MS = 60 * 60_000;
const INDEX_STALE_MS = 2 * DAY_MS;
/** By which change the rank of a layer is told, as `/rotation` does. */
export const RANK_WINDOW = "7d";
/** As far back as levels are kept for. */
const ALL_DAYS = 3_650;

const missing = (everyMs: number, why: string): Look => ({ everyMs, seen: { kind: "missing", why } });

/** A layer's change, breadth or rank of now, or how far its index is below its high. @param stack  a sentence where there is none */
export async function lookAtLayer(
  subject: LayerSubject,
  stack: Stack | string | undefined,
  { indices }: LayerParts,
  now: number,
): Promise<Look> {
  if (subject.kind === "drawdown") return await fallenIndex(subject, indices, now);
  if (stack === undefined || typeof stack === "string")
    return missing(LAYERS_EVERY_MS, stack ?? "Nobody has said how the layers stand.");
  const value = figureOf(subject, stack);
  if (value === undefined)
    return missing(LAYERS_EVERY_MS, "Too few of its members have a figure for the layer to have one.");
  const { asOf, source } = stack;
  // The newest figure counts: one coin that nobody quotes today makes no layer old.
  const kind = stack.isStale || now - asOf > Math.max(staleAfter(LAYERS_EVERY_MS), 6 * 60 * 60_000) ? "stale" : "seen";
  return { everyMs: LAYERS_EVERY_MS, seen: { kind, value, asOf, source } };
}

function figureOf(subject: Exclude<LayerSubject, { kind: "drawdown" }>, { layers }: Stack): number | undefined {
  if (subject.kind === "layer_rank")
    return ranks(new Map(layers.map(({ layer, figures }) => [layer.id, figures])), RANK_WINDOW).get(subject.layerId);
  const move = layers.find(({ layer }) => layer.id === subject.layerId)?.figures.moves[subject.window];
  return subject.kind === "layer_change" ? move?.median : move?.breadth;
}

async function fallenIndex(
  { of, from }: Extract<Subject, { kind: "drawdown" }>,
  indices: Pick<IndexBook, "between">,
  now: number,
): Promise<Look> {
  const yesterday = dayOf(now) - 1;
  const days = from === "ath" ? ALL_DAYS : from.days;
  const id = "layerId" in of ? of.layerId : "";
  const levels = levelsIn(await indices.between(yesterday - days + 1, yesterday), id);
  const last = levels.at(-1);
  if (!last) return missing(INDEX_EVERY_MS, "No level of its index is kept.");
  const asOf = (last.day + 1) * DAY_MS;
  const kind = now - asOf <= INDEX_STALE_MS ? "seen" : "stale";
  const value = fallen(last.level, Math.max(...levels.map(({ level }) => level)));
  return { everyMs: INDEX_EVERY_MS, seen: { kind, value, asOf, source: "the layer's index, daily closes" } };
}

/** The levels of one index by cap, in order of days. */
export const levelsIn = (
  days: readonly IndexDay[],
  indexId: string,
): readonly { readonly day: number; readonly level: number }[] =>
  days.flatMap(({ indexId: id, day, level }) => (id === indexId && level ? [{ day, level: level.byCap }] : []));
