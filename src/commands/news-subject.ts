import { isOrdinaryWord } from "../news/tag-words.ts";
import type { Project } from "../sector/project-file.ts";
import type { Sector } from "../sector/sector.ts";
import { UserError } from "../core/errors.ts";
import { whichProject } from "./which-project.ts";
import { wordsToFind, type Subject } from "../news/news.ts";

/** What news are about, as it was understood. */
export interface Meant {
  readonly is: "sector" | "layer" | "project" | "papers" | "words";
  /** What to call it: the name of the layer or project, or the words themselves. */
  readonly name: string;
  /** What the command has to be given to mean the same again. */
  readonly input: readonly string[];
  readonly subject: Subject;
}

type Names = Pick<Sector, "map" | "conversation">;

/**
 * What somebody wants news about: papers, a layer, a project or several, else words to be looked for.
 * @param asked  the words as they were given; several may be one name
 * @throws UserError when a name may mean several projects, with choices, or nothing in it can be looked for
 */
export function newsSubject(asked: readonly string[], sector: Names): Meant {
  const about = asked.join(" ");
  if (about === "") return { is: "sector", name: "crypto AI", input: [], subject: { kind: "sector" } };
  if (/^(?:research )?papers?$|^arxiv$/i.test(about))
    return { is: "papers", name: "papers", input: ["papers"], subject: { kind: "papers" } };
  const { map, conversation } = sector;
  const layer = map.layerNamed(about);
  if (layer) {
    const ids = map.projects
      .filter((project) => project.layer === layer.id || project.alsoIn?.includes(layer.id) === true)
      .map(({ id }) => id);
    return { is: "layer", name: layer.name, input: [layer.id], subject: { kind: "projects", ids } };
  }
  if (names(about, sector) || conversation.unclearName(about) !== undefined)
    return ofProjects([projectMeant(about, sector)]);
  if (asked.length > 1 && asked.every((word) => names(word, sector)))
    return ofProjects(asked.map((word) => projectMeant(word, sector)));
  const words = wordsToFind(about);
  if (words.length === 0)
    throw new UserError("There is no word in that to look for.", { hint: "For example: /news Bittensor" });
  return { is: "words", name: about, input: [about], subject: { kind: "words", words } };
}

/** Whether a word is the name of a project, and not rather a word to look for. */
const names = (word: string, { map }: Names): boolean =>
  word.startsWith("=") ? map.project(word.slice(1)) !== undefined : map.named(word).length > 0 && !isOrdinaryWord(word);

const ofProjects = (projects: readonly Project[]): Meant => ({
  is: "project",
  name: projects.map(({ name }) => name).join(", "),
  input: projects.map(({ id }) => `=${id}`),
  subject: { kind: "projects", ids: projects.map(({ id }) => id) },
});

/** The choices run the same command again; the field is a list, of which the name may be several items. */
function projectMeant(about: string, sector: Names): Project {
  try {
    return whichProject(about, sector).project;
  } catch (error) {
    if (!(error instanceof UserError) || !error.alternatives) throw error;
    const { hint, alternatives } = error;
    throw new UserError(error.message, {
      ...(hint === undefined ? {} : { hint }),
      alternatives: { ...alternatives, input: { about: [alternatives.word] } },
    });
  }
}
