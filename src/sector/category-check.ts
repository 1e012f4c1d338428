import type { SectorMap } from "./map.ts";

/** Categories that the map names and the provider no longer has, with the layer that names them. */
export const vanishedCategories = (
  map: SectorMap,
  known: ReadonlySet<string>,
): readonly { readonly layer: string; readonly category: string }[] =>
  map.layers.flatMap(({ name, categories }) =>
    categories.filter((category) => !known.has(category)).map((category) => ({ layer: name, category })),
  );
