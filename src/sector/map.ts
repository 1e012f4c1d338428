import { readFileSync } from "node:fs";
import { fold, squeeze } from "../market/asset-words.ts";
import { type Layer, layerFile, type Project, projectFile, type Source } from "./project-file.ts";

/** What a word leads to. `by` is the alias it was found by, when that is more than a spelling. */
export interface Found {
  readonly project: Project;
  readonly by?: NonNullable<Project["aliases"]>[number];
}

/** The projects of the sector by layer, and what they are called. */
export interface SectorMap {
  /** UTC day of its newest fact. */
  readonly asOf: string;
  /** From the bottom of the stack to the top, those for comparison last. */
  readonly layers: readonly Layer[];
  readonly projects: readonly Project[];
  /** CoinGecko ids that enter no figure of a layer. */
  readonly benchmarks: ReadonlySet<string>;
  readonly sources: ReadonlyMap<string, Source>;
  /** What each risk means, in a sentence. */
  readonly risks: ReadonlyMap<string, string>;
  project(id: string): Project | undefined;
  layer(id: string): Layer | undefined;
  /** The project whose token this is, by CoinGecko id, old tokens too. */
  projectOf(assetId: string): Project | undefined;
  /** Every project that is called so: by its name first, then by another spelling, then by what stands near it. */
  named(word: string): readonly Found[];
  /** The layer that is called so. */
  layerNamed(word: string): Layer | undefined;
  /** Who is counted in a layer: those with a token, without benchmarks. */
  priced(layerId: string): readonly Project[];
}

const key = (word: string): string => squeeze(fold(word));

/**
 * The map of data/projects.json and data/layers.json.
 * @throws Error when a file is not in its form, or names something that is not there
 */
export function readSectorMap(folder: URL = new URL("../../data/", import.meta.url)): SectorMap {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
  const list = projectFile.parse(read("projects.json"));
  const { layers, benchmarks } = layerFile.parse(read("layers.json"));

  const byId = new Map(list.projects.map((project) => [project.id, project]));
  const layerById = new Map(layers.map((layer) => [layer.id, layer]));
  const sources = new Map(Object.entries(list.sources));
  const risks = new Map(Object.entries(list.risks));
  if (byId.size < list.projects.length) throw new Error("data/projects.json: an id stands there twice");
  for (const {
    id,
    layer,
    alsoIn = [],
    buildsOn = [],
    sources: cited,
    notes = [],
    risks: own = [],
    token,
  } of list.projects) {
    const missing = [
      ...[layer, ...alsoIn].filter((each) => !layerById.has(each)),
      ...[...cited, ...notes.map((note) => note.source), ...(token?.sources ?? [])].filter(
        (each) => !sources.has(each),
      ),
      ...own.filter((each) => !risks.has(each)),
      ...buildsOn.filter((each) => !byId.has(each)),
    ];
    if (missing.length > 0)
      throw new Error(`data/projects.json: ${id} names ${missing.join(", ")}, which is not there`);
  }

  const byAsset = new Map<string, Project>();
  for (const project of list.projects)
    for (const old of project.oldTokens ?? []) if (old.assetId !== undefined) byAsset.set(old.assetId, project);
  for (const project of list.projects) if (project.token) byAsset.set(project.token.assetId, project);

  const names = new Map<string, Found[]>();
  const call = (word: string, found: Found): void => {
    const others = names.get(key(word)) ?? [];
    if (others.every(({ project }) => project.id !== found.project.id)) names.set(key(word), [...others, found]);
  };
  for (const project of list.projects) for (const word of [project.name, project.id]) call(word, { project });
  for (const project of list.projects)
    for (const alias of project.aliases ?? [])
      call(alias.name, alias.is === undefined ? { project } : { project, by: alias });
  for (const project of list.projects) if (project.token) call(project.token.symbol, { project });

  const layerNames = new Map<string, Layer>();
  for (const layer of layers)
    for (const word of [layer.id, layer.name, ...layer.aliases])
      if (!layerNames.has(key(word))) layerNames.set(key(word), layer);

  return {
    asOf: list.asOf,
    layers,
    projects: list.projects,
    benchmarks: new Set(benchmarks),
    sources,
    risks,
    project: (id) => byId.get(id),
    layer: (id) => layerById.get(id),
    projectOf: (assetId) => byAsset.get(assetId),
    named: (word) => names.get(key(word)) ?? [],
    layerNamed: (word) => layerNames.get(key(word)),
    priced: (layerId) =>
      list.projects.filter(
        ({ layer, token }) => layer === layerId && token !== undefined && !benchmarks.includes(token.assetId),
      ),
  };
}
