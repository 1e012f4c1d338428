import { known } from "../wire/figure.ts";
import type { MarketRow } from "../market/source.ts";
import type { Member } from "./layer-figures.ts";
import type { Project } from "./project-file.ts";
import type { SectorMap } from "./map.ts";

/** Every token that counts in the sector, each in its own layer, without benchmarks. */
export const countedIn = (map: SectorMap): readonly Project[] =>
  map.layers.filter(({ isInSector }) => isInSector).flatMap(({ id }) => map.priced(id));

/** CoinGecko ids of tokens that count in a layer. */
export const assetsOf = (projects: readonly Project[]): readonly string[] =>
  projects.flatMap(({ token }) => token?.assetId ?? []);

const BITTENSOR = "bittensor";
const VIRTUALS = "virtuals";

/**
 * The project in whose token this one's is priced: Bittensor for the token of a subnet, Virtuals for an agent launched there.
 * A network that moved its work to a subnet and kept a token on another chain (Masa) is nobody's child.
 */
export function parentOf({ buildsOn = [], chains = [] }: Project, map: SectorMap): Project | undefined {
  if (buildsOn.includes(BITTENSOR) && chains.every((chain) => chain === BITTENSOR)) return map.project(BITTENSOR);
  return buildsOn.includes(VIRTUALS) ? map.project(VIRTUALS) : undefined;
}

/** CoinGecko ids of the tokens that are priced inside another's economy: their cap is never added to their parent's. */
export const childrenIn = (map: SectorMap): ReadonlySet<string> =>
  new Set(assetsOf(map.projects.filter((project) => parentOf(project, map) !== undefined)));

/** A token as its layer counts it. @param row  as the market has it; without one there are no figures */
export function memberOf(project: Project, assetId: string, row: MarketRow | undefined, map: SectorMap): Member {
  const child = parentOf(project, map) === undefined ? {} : { isChild: true };
  if (!row) return { projectId: project.id, assetId, ...child };
  const { change24h, change7d, change30d, marketCap, volume24h } = row;
  return {
    projectId: project.id,
    assetId,
    ...child,
    ...known({ change24h, change7d, change30d, capUsd: marketCap, volume24hUsd: volume24h }),
  };
}
