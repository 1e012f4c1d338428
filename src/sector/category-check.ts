import type { Layer } from "./project-file.ts";
import type { SectorMap } from "./map.ts";

/** Categories that the map names and the provider no longer has, with the layer that names them. */
const vanishedCategories = (
  map: Pick<SectorMap, "layers">,
  known: ReadonlySet<string>,
): readonly { readonly layer: string; readonly category: string }[] =>
  map.layers.flatMap(({ name, categories }) =>
    categories.filter((category) => !known.has(category)).map((category) => ({ layer: name, category })),
  );

/** What was told of the provider's categories, each with when, in UTC epoch milliseconds. */
export interface ToldCategories {
  /** Of those that the map names, the ones that the provider has. */
  readonly known?: { readonly at: number; readonly asked: readonly string[]; readonly ids: readonly string[] };
  readonly members: Readonly<Record<string, CategoryMembers & { readonly at: number }>>;
}

/** Where that is kept, so that a desk that is started again does not ask again. `store/category-book.ts` implements it. */
export interface CategoryBook {
  read(): Promise<ToldCategories>;
  keep(told: ToldCategories, now: number): Promise<void>;
}

/** Every category that a layer names, each once. */
export const categoriesOf = ({ layers }: Pick<SectorMap, "layers">): readonly string[] => [
  ...new Set(layers.flatMap(({ categories }) => categories)),
];

/** Who is in a category of the provider. */
interface CategoryMembers {
  /** CoinGecko ids, the largest cap first. */
  readonly ids: readonly string[];
  /** Whether these are all; else only the largest are told. */
  readonly isWhole: boolean;
}

/** A layer beside the categories that come near it. CoinGecko ids, the largest cap first where the provider says the order. */
interface LayerDifference {
  readonly layerId: string;
  readonly name: string;
  /** The categories that were told, of those that the layer names. */
  readonly categories: readonly string[];
  /** In one of them, and nowhere on the map. */
  readonly notOnMap: readonly string[];
  /** In one of them, and on the map in another layer. */
  readonly elsewhere: readonly string[];
  /** In the layer, and in none of them. Absent where one of them is not known, or not to its end: then nobody can say. */
  readonly notInCategories?: readonly string[];
}

/**
 * The layers member by member against the provider's categories. A category is no definition of a layer, so a difference is
 * something to look at and no fault. Layers that name no category, or none that was told, are left out.
 * @param told  by category; one that could not be had is not in it
 */
const layerDifferences = (map: SectorMap, told: ReadonlyMap<string, CategoryMembers>): readonly LayerDifference[] =>
  map.layers.flatMap((layer) => {
    const categories = layer.categories.filter((each) => told.has(each));
    return categories.length === 0 ? [] : [differenceOf(layer, categories, map, told)];
  });

function differenceOf(
  layer: Layer,
  categories: readonly string[],
  map: SectorMap,
  told: ReadonlyMap<string, CategoryMembers>,
): LayerDifference {
  const lists = categories.flatMap((each) => told.get(each) ?? []);
  const there = new Set(lists.flatMap(({ ids }) => ids));
  const own = map.projects.flatMap(({ layer: id, token }) => (id === layer.id && token ? [token.assetId] : []));
  const strangers = [...there].filter((id) => !own.includes(id));
  const isAll = categories.length === layer.categories.length && lists.every(({ isWhole }) => isWhole);
  return {
    layerId: layer.id,
    name: layer.name,
    categories,
    notOnMap: strangers.filter((id) => map.projectOf(id) === undefined),
    // The old token of a member is in its own layer, whatever the provider still lists.
    elsewhere: strangers.filter((id) => (map.projectOf(id)?.layer ?? layer.id) !== layer.id),
    ...(isAll ? { notInCategories: own.filter((id) => !there.has(id)) } : {}),
  };
}

/** How the map stands beside the provider's categories. */
export interface CategoryReport {
  /** "big-data (Data)": named by the map, and gone. */
  readonly gone: readonly string[];
  readonly layers: readonly LayerDifference[];
  /** Of the oldest list compared, in UTC epoch milliseconds. */
  readonly asOf: number;
}

/** @returns undefined until the categories were asked for once */
export function categoryReport(map: SectorMap, { known, members }: ToldCategories): CategoryReport | undefined {
  if (!known) return undefined;
  const ids = new Set(known.ids);
  // A category that the map names since an update and nobody has asked for is not gone.
  const unasked = categoriesOf(map).filter((each) => !known.asked.includes(each));
  const gone = vanishedCategories(map, new Set([...ids, ...unasked]));
  const told = new Map(Object.entries(members).filter(([id]) => ids.has(id)));
  return {
    gone: gone.map(({ layer, category }) => `${category} (${layer})`),
    layers: layerDifferences(map, told),
    asOf: Math.min(known.at, ...[...told.values()].map(({ at }) => at)),
  };
}
