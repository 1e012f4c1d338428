/** One project's token in a layer, as the market has it now. Changes are fractions; what nobody said is absent. */
export interface Member {
  readonly projectId: string;
  readonly assetId: string;
  readonly capUsd?: number;
  readonly volume24hUsd?: number;
  readonly change24h?: number;
  readonly change7d?: number;
  readonly change30d?: number;
  /** Set on a token inside another's economy (a subnet, an agent of a launchpad): it is not added to its parent. */
  readonly isChild?: boolean;
}

export type Window = "24h" | "7d" | "30d";

/** What a layer did in one window. */
export interface Move {
  /** The middle change of the members: the layer's headline. Fraction. */
  readonly median: number;
  /** Part of the members that rose: a change of exactly zero is no rise. */
  readonly breadth: number;
  /** Members that have this figure. */
  readonly count: number;
}

/** The figures of a layer, or of the whole sector. */
export interface LayerFigures {
  /** Sum of the members' caps without children, in US dollars; absent where nobody has one. */
  readonly capUsd?: number;
  /** Absent for a window in which too few members have a figure. */
  readonly moves: Readonly<Partial<Record<Window, Move>>>;
  /** The largest by cap, and its part of the layer's. */
  readonly largest?: { readonly projectId: string; readonly share: number };
  /** Who moved the layer's cap most in 24 hours, in US dollars, up or down. */
  readonly topContributor?: { readonly projectId: string; readonly byUsd: number };
  readonly used: number;
  /** Members that are not used, and why. */
  readonly left: readonly { readonly projectId: string; readonly why: "no figures" | "below the volume floor" }[];
}

/** A layer with fewer priced members is listed member by member, without figures of its own. */
export const MIN_MEMBERS = 5;

const CHANGE = { "24h": "change24h", "7d": "change7d", "30d": "change30d" } as const;

/** The middle of some numbers; of an even count, the mean of the two in the middle. Undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/**
 * The figures of a group of tokens.
 * @param floorUsd  24-hour volume below which a price is not counted; a token whose volume nobody says is below it
 */
export function layerFigures(members: readonly Member[], floorUsd: number): LayerFigures {
  const reason = (each: Member): LayerFigures["left"][number]["why"] | undefined => {
    if (each.change24h === undefined && each.change7d === undefined && each.change30d === undefined)
      return "no figures";
    return (each.volume24hUsd ?? 0) < floorUsd ? "below the volume floor" : undefined;
  };
  const used = members.filter((each) => reason(each) === undefined);
  const left = members.flatMap((each) => {
    const why = reason(each);
    return why === undefined ? [] : [{ projectId: each.projectId, why }];
  });
  const moves = Object.fromEntries(
    (Object.keys(CHANGE) as Window[]).flatMap((window) => {
      const move = moveOf(used.flatMap((each) => each[CHANGE[window]] ?? []));
      return move === undefined ? [] : [[window, move]];
    }),
  );
  return { ...sizes(used), moves, used: used.length, left };
}

/** What a group did, by the changes of its tokens; undefined of too few. */
export function moveOf(changes: readonly number[]): Move | undefined {
  const middle = median(changes);
  if (middle === undefined || changes.length < MIN_MEMBERS) return undefined;
  const breadth = changes.filter((change) => change > 0).length / changes.length;
  return { median: middle, breadth, count: changes.length };
}

/** Caps without children: those are worth something inside their parent, which is counted already. */
function sizes(used: readonly Member[]): Pick<LayerFigures, "capUsd" | "largest" | "topContributor"> {
  const own = used.flatMap((each) =>
    each.isChild === true || each.capUsd === undefined ? [] : [{ ...each, capUsd: each.capUsd }],
  );
  const [largest] = own.toSorted((a, b) => b.capUsd - a.capUsd);
  if (!largest) return {};
  const capUsd = own.reduce((sum, each) => sum + each.capUsd, 0);
  const contributions = own.flatMap(({ projectId, capUsd: now, change24h }) =>
    // What it was worth a day ago is the cap without the day's change; supply moves little in a day.
    change24h === undefined || change24h <= -1 ? [] : [{ projectId, byUsd: now - now / (1 + change24h) }],
  );
  const [top] = contributions.toSorted((a, b) => Math.abs(b.byUsd) - Math.abs(a.byUsd));
  return {
    capUsd,
    largest: { projectId: largest.projectId, share: largest.capUsd / capUsd },
    ...(top === undefined ? {} : { topContributor: top }),
  };
}

/** A layer's place among those that have a figure in a window, 1 for the highest median. Layers without one have no place. */
export function ranks(
  layers: ReadonlyMap<string, Pick<LayerFigures, "moves">>,
  window: Window,
): ReadonlyMap<string, number> {
  const placed = [...layers]
    .flatMap(([id, { moves }]) => (moves[window] === undefined ? [] : [{ id, median: moves[window].median }]))
    .toSorted((a, b) => b.median - a.median || a.id.localeCompare(b.id));
  return new Map(placed.map(({ id }, index) => [id, index + 1]));
}
