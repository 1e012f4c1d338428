import { assetsOf, countedIn, memberOf, parentOf } from "./members.ts";
import { layerFigures, type LayerFigures, type Member, MIN_MEMBERS } from "./layer-figures.ts";
import { known } from "../wire/figure.ts";
import type { Layer, Project } from "./project-file.ts";
import type { MarketRow } from "../market/source.ts";
import { MIN_MEMBER_VOLUME_24H_USD } from "../market/liquidity.ts";
import type { MoverList, Movers } from "../market/movers.ts";
import { ProviderError } from "../core/errors.ts";
import type { SectorMap } from "./map.ts";
import type { Standing } from "../market/memory.ts";
import type { Universe } from "../market/universe.ts";

/** A token in its layer, as the market has it now. */
export interface PricedMember {
  readonly project: Project;
  readonly assetId: string;
  /** Absent where nobody quotes it today. */
  readonly row?: MarketRow;
  /** Set on a token that is priced inside another's economy. */
  readonly parent?: { readonly project: Project; readonly row?: MarketRow };
}

/** A layer with its figures of now. */
export interface LayerNow {
  readonly layer: Layer;
  /** The largest cap first, those without one last. */
  readonly members: readonly PricedMember[];
  readonly figures: LayerFigures;
  /** Whether enough members count for the layer to have figures of its own; else it is listed member by member. */
  readonly hasFigures: boolean;
  readonly withoutToken: readonly Project[];
}

/** The whole stack now. Amounts in US dollars. */
export interface Stack extends Standing {
  /** From the bottom to the top; those kept for comparison are not among them. */
  readonly layers: readonly LayerNow[];
  readonly sector: LayerFigures;
  /** By CoinGecko id: what the sector is measured against. */
  readonly benchmarks: ReadonlyMap<string, MarketRow>;
  readonly source: string;
  /** Of the oldest figure used, in UTC epoch milliseconds. */
  readonly asOf: number;
}

/** A coin whose figures are this much older than the newest of the list is not quoted any more. */
const OLD_MS = 6 * 60 * 60_000;

/** The layers as lists of coins, for /movers; a layer without any token is none. */
export const layerUniverses = (map: SectorMap): readonly Universe[] =>
  map.layers
    .filter(({ isInSector }) => isInSector)
    .map(({ id, name, aliases }) => ({ name, aliases, assetIds: assetsOf(map.priced(id)) }))
    .filter(({ assetIds }) => assetIds.length > 0);

/**
 * The figures of all layers from one list of the market, which is asked for in one request and remembered for two minutes.
 * @throws ProviderError when the market does not answer and nothing younger than a day is known
 */
export async function stackNow(map: SectorMap, movers: Movers): Promise<Stack> {
  return stackOf(map, await listed(map, movers), movers.source);
}

async function listed(map: SectorMap, movers: Movers): Promise<MoverList & Standing> {
  try {
    return await movers.list("sector and benchmarks", [...assetsOf(countedIn(map)), ...map.benchmarks]);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { provider, failure, retryAfterMs } = error;
    throw new ProviderError(provider, failure, {
      cause: error,
      remark:
        "A layer's figures need all of its members at once, and none younger than a day are known. What a project is: /project.",
      ...known({ retryAfterMs }),
    });
  }
}

/** What a list of the market says of the layers. Pure. @param source  as shown */
export function stackOf(map: SectorMap, list: MoverList & Standing, source: string): Stack {
  const rows = new Map(list.rows.filter(({ asOf }) => list.asOf - asOf <= OLD_MS).map((row) => [row.id, row]));
  const layers = map.layers.filter(({ isInSector }) => isInSector).map((layer) => layerNow(layer, rows, map));
  const members = layers.flatMap((layer) => layer.members.map((each) => counted(each, map)));
  return {
    layers,
    sector: layerFigures(members, MIN_MEMBER_VOLUME_24H_USD),
    benchmarks: new Map([...rows].filter(([id]) => map.benchmarks.has(id))),
    source,
    asOf: [...rows.values()].reduce((oldest, { asOf }) => Math.min(oldest, asOf), list.asOf),
    isStale: list.isStale,
  };
}

const counted = ({ project, assetId, row }: PricedMember, map: SectorMap): Member =>
  memberOf(project, assetId, row, map);

function layerNow(layer: Layer, rows: ReadonlyMap<string, MarketRow>, map: SectorMap): LayerNow {
  const members = map
    .priced(layer.id)
    .flatMap((project): PricedMember[] => {
      if (!project.token) return [];
      const { assetId } = project.token;
      const parent = parentOf(project, map);
      return [
        {
          project,
          assetId,
          ...known({
            row: rows.get(assetId),
            parent: parent && { project: parent, ...known({ row: rows.get(parent.token?.assetId ?? "") }) },
          }),
        },
      ];
    })
    .toSorted((a, b) => (b.row?.marketCap ?? 0) - (a.row?.marketCap ?? 0));
  const figures = layerFigures(
    members.map((each) => counted(each, map)),
    MIN_MEMBER_VOLUME_24H_USD,
  );
  return {
    layer,
    members,
    figures,
    hasFigures: figures.used >= MIN_MEMBERS,
    withoutToken: map.projects.filter(({ layer: id, token }) => id === layer.id && token === undefined),
  };
}
