import type { Choice } from "../core/command.ts";
import type { Found } from "../sector/map.ts";
import { nearest } from "../core/nearest.ts";
import type { Project } from "../sector/project-file.ts";
import type { Sector } from "../sector/sector.ts";
import { UserError } from "../core/errors.ts";

type Names = Pick<Sector, "map" | "conversation">;

const choice = ({ id, name, what }: Project): Choice => ({
  label: name,
  value: `=${id}`,
  description: what.slice(0, 100),
});

/**
 * The project that a word means. `=id` is exactly that one.
 * @param asked  the command's input with the word as one, where it may have come as a list of words
 * @throws UserError when it means none, several, or a name of the transcript that is not clear; the last two with choices
 */
export function whichProject(
  typed: string,
  { map, conversation }: Names,
  asked?: Readonly<Record<string, unknown>>,
): Found {
  const word = typed.trim().slice(0, 80);
  if (word === "") throw new UserError("Which project?", { hint: "For example: /project Bittensor" });
  const input = asked === undefined ? {} : { input: asked };
  const exact = word.startsWith("=") ? map.project(word.slice(1)) : undefined;
  if (exact) return { project: exact };

  const unclear = conversation.unclearName(word);
  if (unclear)
    throw new UserError(unclear.note, {
      hint: "Any of these may be meant, the likeliest first:",
      alternatives: {
        word,
        ...input,
        choices: unclear.candidates.flatMap(({ project, why }) => {
          const found = map.project(project);
          return found ? [{ ...choice(found), description: why }] : [];
        }),
      },
    });

  const found = map.named(word);
  const [first, second] = found;
  const isPlain = first !== undefined && (first.by === undefined || second === undefined);
  if (first && isPlain) return first;
  if (first)
    throw new UserError(`"${word}" may mean several projects.`, {
      alternatives: { word, ...input, choices: found.map(({ project }) => choice(project)) },
    });

  const near = nearest(
    word,
    map.projects.flatMap(({ name, aliases = [] }) => [name, ...aliases.map((alias) => alias.name)]),
  );
  const [meant] = near === undefined ? [] : map.named(near);
  throw new UserError(`"${word}" is not on the map of the sector.`, {
    hint: meant
      ? "Perhaps this one:"
      : "For a coin outside of it: /coin; for a term: /glossary; for the layers: /stack.",
    ...(meant ? { alternatives: { word, ...input, choices: [choice(meant.project)] } } : {}),
  });
}

/** Projects whose name or other name begins with or holds what was typed. */
export function suggestProjects(typed: string, { map }: Names): readonly Choice[] {
  const wanted = typed.trim().toLowerCase();
  const holds = (project: Project): boolean =>
    [project.name, ...(project.aliases ?? []).map(({ name }) => name)].some((name) =>
      name.toLowerCase().includes(wanted),
    );
  return map.projects
    .filter(holds)
    .toSorted(
      (a, b) => Number(b.name.toLowerCase().startsWith(wanted)) - Number(a.name.toLowerCase().startsWith(wanted)),
    )
    .slice(0, 25)
    .map(({ id, name }) => ({ label: name, value: `=${id}` }));
}
