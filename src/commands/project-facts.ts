import type { ActivityFacts } from "./project-activity.ts";
import type { Found } from "../sector/map.ts";
import type { PriceFigures } from "./price-facts.ts";
import type { Project, Source } from "../sector/project-file.ts";
import type { Sector } from "../sector/sector.ts";

/** A source as it is cited. */
export interface Cited {
  readonly title: string;
  readonly url?: string;
  /** UTC day. */
  readonly onDay: string;
  readonly isApproximate?: boolean;
}

/** What the map has of a project. What nobody knows is absent. */
export interface ProjectFacts {
  readonly projectId: string;
  readonly name: string;
  readonly kind: Project["kind"];
  /** Set where it was asked for by something else than a spelling of its name: "ai16z is an old name". */
  readonly askedBy?: { readonly word: string; readonly is: string };
  readonly layer: { readonly id: string; readonly name: string };
  readonly alsoInLayers: readonly string[];
  readonly what: string;
  readonly token?: { readonly symbol: string; readonly assetId: string; readonly seenIn: readonly Cited[] };
  /** Its price now, in US dollars; absent where nobody has one. */
  readonly price?: PriceFigures;
  readonly oldTokens: readonly { readonly symbol: string; readonly became: string }[];
  /** Ticker on a stock exchange. */
  readonly share?: string;
  readonly chains: readonly string[];
  readonly buildsOn: readonly { readonly projectId: string; readonly name: string }[];
  readonly repository?: { readonly name: string; readonly isSeen: boolean };
  /** What it was last seen to do; absent where nobody has looked yet, or it is an organisation. */
  readonly activity?: ActivityFacts;
  readonly website?: { readonly host: string; readonly isSeen: boolean };
  /** Approximate. */
  readonly launchedYear?: number;
  /** Where the conversation names it, in seconds from its start. */
  readonly conversation?: { readonly seconds: readonly number[]; readonly isCertain: boolean };
  /** A sentence each. */
  readonly risks: readonly string[];
  /** The newest first. */
  readonly notes: readonly (Cited & { readonly text: string; readonly source: string })[];
  /** What else has its name. */
  readonly notThese: readonly string[];
  readonly sources: readonly Cited[];
  readonly isPartlyUnchecked: boolean;
  /** UTC day of the newest source about it. */
  readonly asOfDay: string;
  readonly confidence: Project["confidence"];
  /** Whether data/scorecards.json or an admin has evidence on it. */
  readonly hasScorecard: boolean;
}

const cited = ({ title, url, on, isApproximate }: Source): Cited => ({
  title,
  onDay: on,
  ...(url === undefined ? {} : { url }),
  ...(isApproximate === undefined ? {} : { isApproximate }),
});

/** The card's facts from data/ alone; the price is looked up beside. */
export function projectFacts(
  { project, by }: Found,
  word: string,
  { map }: Sector,
): Omit<ProjectFacts, "hasScorecard"> {
  const { token, repository, website, share, launchedYear, conversation } = project;
  const sourcesOf = (keys: readonly string[]): readonly Cited[] =>
    keys.flatMap((key) => {
      const found = map.sources.get(key);
      return found ? [cited(found)] : [];
    });
  const nameOf = (id: string): string => map.layer(id)?.name ?? id;
  return {
    projectId: project.id,
    name: project.name,
    kind: project.kind,
    ...(by?.is === undefined ? {} : { askedBy: { word, is: by.is } }),
    layer: { id: project.layer, name: nameOf(project.layer) },
    alsoInLayers: (project.alsoIn ?? []).map(nameOf),
    what: project.what,
    ...(token ? { token: { symbol: token.symbol, assetId: token.assetId, seenIn: sourcesOf(token.sources) } } : {}),
    oldTokens: (project.oldTokens ?? []).map(({ symbol, became }) => ({ symbol, became })),
    ...(share === undefined ? {} : { share }),
    chains: project.chains ?? [],
    buildsOn: (project.buildsOn ?? []).map((id) => ({ projectId: id, name: map.project(id)?.name ?? id })),
    ...(repository === undefined ? {} : { repository }),
    ...(website === undefined ? {} : { website }),
    ...(launchedYear === undefined ? {} : { launchedYear }),
    ...(conversation ? { conversation: { seconds: conversation.seconds, isCertain: conversation.isCertain } } : {}),
    risks: (project.risks ?? []).flatMap((id) => map.risks.get(id) ?? []),
    notes: (project.notes ?? [])
      .toSorted((a, b) => b.on.localeCompare(a.on))
      .flatMap(({ on, text, source, isApproximate }) => {
        const found = map.sources.get(source);
        if (!found) return [];
        const { url } = found;
        return [
          {
            onDay: on,
            text,
            source,
            title: found.title,
            ...(url === undefined ? {} : { url }),
            ...(isApproximate === undefined ? {} : { isApproximate }),
          },
        ];
      }),
    notThese: project.notThese ?? [],
    sources: sourcesOf(project.sources),
    isPartlyUnchecked: project.isPartlyUnchecked === true,
    asOfDay: project.asOf,
    confidence: project.confidence,
  };
}
