import type { Project } from "../sector/project-file.ts";
import type { SectorMap } from "../sector/map.ts";

/** What an item is about, by the map. */
export interface Tags {
  /** Ids of projects, those of the title first. */
  readonly projects: readonly string[];
  /** Ids of the layers that those lie in. */
  readonly layers: readonly string[];
}

/**
 * Names that are words of everyday language or of other things. They count only where something else of the same project, of its
 * layer's field, or a ticker sign stands in the text, too.
 */
const COMMON = new Set(
  `ai agi ao arc act base billy butler claude cookie claw echo exo flux freysa game golem grass griffain group io ip irys kite lucy luna
  merge mira near nexus olas open ora pearl phala prime prompt recall render sapien sent sentient snaps spheron story swarms talus templar
  theoriq vana venice virtual warden wayfinder world zel gopher morpheus gpt mcp game path fai goat anon almanac arma`.split(
    /\s+/,
  ),
);

/** What makes a text one about the field: with one of these a common word may be the project. */
const FIELD =
  /\b(?:crypto|token|tokens|blockchain|on-?chain|web3|defi|depin|airdrop|mainnet|testnet|subnet|dao|staking|layer[ -]?[12]|l[12]s?|protocol|ethereum|solana|bitcoin|decentrali[sz]ed|ai agents?|coinbase|binance)\b/i;

interface Name {
  readonly projectId: string;
  readonly isCommon: boolean;
}

/** Tells what items are about. */
export type Tagger = (item: { readonly title: string; readonly summary?: string }) => Tags;

/**
 * Finds the projects of the map in a text by their names, at word boundaries, in one pass over it. A common word needs a second
 * sign: `$` before it, the field in the text, or a capital where it stands inside a sentence, together with the field.
 * People and what a transcript misheard are no names here.
 */
export function createTagger(map: SectorMap): Tagger {
  const names = new Map<string, Name>();
  for (const project of map.projects)
    for (const { word, isCommon } of namesOf(project))
      // The project that a name belongs to is the one that comes first on the map.
      if (!names.has(word)) names.set(word, { projectId: project.id, isCommon });
  const longest = Math.max(...[...names.keys()].map((word) => word.split(" ").length));

  const found = (text: string, hasField: boolean): readonly string[] => {
    const words = [...text.matchAll(/[$#@]?[\p{L}\p{N}τ][\p{L}\p{N}τ.:+-]*/gu)].map(([word]) =>
      word.replace(/[.:+-]+$/, ""),
    );
    const ids: string[] = [];
    for (let at = 0; at < words.length; at += 1)
      for (let count = Math.min(longest, words.length - at); count > 0; count -= 1) {
        const written = words.slice(at, at + count).join(" ");
        const name = names.get(key(written.replace(/^[$#@]/, "").replace(/['’]s$/, "")));
        if (!name) continue;
        const isMarked = written.startsWith("$") || /^[A-Z0-9]{2,}$/.test(written);
        const isNamed = /^[\p{Lu}\p{N}]/u.test(written) && hasField;
        if (name.isCommon && !(written.startsWith("$") || isNamed || (isMarked && hasField))) continue;
        ids.push(name.projectId);
        at += count - 1;
        break;
      }
    return ids;
  };

  return ({ title, summary = "" }) => {
    const hasField = FIELD.test(`${title} ${summary}`);
    const projects = [...new Set([...found(title, hasField), ...found(summary, hasField)])];
    const layers = [...new Set(projects.flatMap((id) => map.project(id)?.layer ?? []))];
    return { projects, layers };
  };
}

const key = (word: string): string => word.toLowerCase().replace(/[-.]/g, " ").replace(/\s+/g, " ").trim();

/** What a project is called in print: its name, spellings, old names and products; a ticker only where it is long enough to be one. */
function namesOf({
  name,
  aliases = [],
  token,
}: Project): readonly { readonly word: string; readonly isCommon: boolean }[] {
  const printed = aliases.filter(({ is }) => is !== "misheard" && is !== "person").map((alias) => alias.name);
  const own = [name.replace(/ \(.*\)$/, ""), ...printed].map((each) => ({ word: key(each), isTicker: false }));
  const ticker = token === undefined || token.symbol.length < 3 ? [] : [{ word: key(token.symbol), isTicker: true }];
  return [...own, ...ticker]
    .filter(({ word }) => word.length > 1)
    .map(({ word, isTicker }) => ({ word, isCommon: COMMON.has(word) || (isTicker && word !== key(name)) }));
}
