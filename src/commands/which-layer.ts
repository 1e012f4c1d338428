import type { Choice } from "../core/command.ts";
import type { Layer } from "../sector/project-file.ts";
import { nearest } from "../core/nearest.ts";
import type { SectorMap } from "../sector/map.ts";
import { UserError } from "../core/errors.ts";
import type { Window } from "../sector/layer-figures.ts";

const choice = ({ id, name, what }: Layer): Choice => ({ label: name, value: id, description: what.slice(0, 100) });

/**
 * The layer that a word means; a project's name means the layer it is in.
 * @param window  what was asked besides, for the choices
 * @throws UserError with choices when it means none
 */
export function whichLayer(word: string, window: Window, map: SectorMap): Layer {
  const found = map.layerNamed(word);
  if (found) return found;
  const [project, ...others] = map.named(word);
  if (project && others.length === 0) {
    const own = map.layer(project.project.layer);
    if (own) return own;
  }
  const inSector = map.layers.filter(({ isInSector }) => isInSector);
  const near = nearest(
    word,
    map.layers.flatMap(({ name, aliases }) => [name, ...aliases]),
  );
  const meant = near === undefined ? undefined : map.layerNamed(near);
  const shown = word.slice(0, 40);
  throw new UserError(shown === "" ? "Which layer?" : `There is no layer "${shown}" on the map.`, {
    hint: meant ? "Perhaps this one:" : "These are the layers, from the bottom of the stack:",
    alternatives: {
      word: shown,
      input: { layer: [shown], over: window },
      choices: (meant ? [meant] : inSector).map(choice),
    },
  });
}

/** Layers whose name or other name begins with what was typed, then those that hold it. */
export function suggestLayers(typed: string, map: SectorMap): readonly Choice[] {
  const wanted = typed.trim().toLowerCase();
  const names = ({ name, aliases }: Layer): readonly string[] => [name, ...aliases].map((each) => each.toLowerCase());
  const begins = (layer: Layer): boolean => names(layer).some((name) => name.startsWith(wanted));
  return map.layers
    .filter((layer) => names(layer).some((name) => name.includes(wanted)))
    .toSorted((a, b) => Number(begins(b)) - Number(begins(a)))
    .map(({ id, name }) => ({ label: name, value: id }));
}
