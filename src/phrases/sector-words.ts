import { isEveryday, NEVER_A_COIN } from "./everyday-words.ts";

/** What the grammar has to know of the sector's map. */
export interface SectorNames {
  /** Whether a project of the map is called so, and not rather something of every day. */
  readonly isProject: (word: string) => boolean;
  readonly isLayer: (word: string) => boolean;
}

/** What layers are called in our other languages, where the map knows them in English only. */
const LAYERS: Readonly<Record<string, string>> = {
  cómputo: "compute",
  computo: "compute",
  computación: "compute",
  computacion: "compute",
  calcul: "compute",
  computação: "compute",
  computacao: "compute",
  entrenamiento: "training",
  entraînement: "training",
  entrainement: "training",
  treinamento: "training",
  treino: "training",
  inferenz: "inference",
  inferencia: "inference",
  inférence: "inference",
  inferência: "inference",
  daten: "data",
  datos: "data",
  données: "data",
  donnees: "data",
  dados: "data",
  koordination: "coordination",
  koordinierung: "coordination",
  coordinación: "coordination",
  coordinacion: "coordination",
  coordenação: "coordination",
  coordenacao: "coordination",
  handel: "commerce",
  comercio: "commerce",
  comércio: "commerce",
  agenten: "agents",
  agentes: "agents",
  anwendungen: "applications",
  aplicaciones: "applications",
  aplicações: "applications",
  aplicacoes: "applications",
  aplicativos: "applications",
  ketten: "chains",
  cadenas: "chains",
  chaînes: "chains",
  chaines: "chains",
  cadeias: "chains",
};

/** A layer as the map calls it; undefined when none is called so. */
export function layerNamed(words: string, { isLayer }: SectorNames): string | undefined {
  const typed = words.toLowerCase();
  const name = Object.hasOwn(LAYERS, typed) ? (LAYERS[typed] ?? typed) : words;
  return isLayer(name) ? name : undefined;
}

/** "Rechenleistung-Schicht", "compute-layer": the layer in one word with what it is. */
export function layerInWord(word: string, names: SectorNames): string | undefined {
  const [, layer] = /^(\p{L}+)-(?:schicht|ebene|layer)$/iu.exec(word) ?? [];
  return layer === undefined ? undefined : layerNamed(layer, names);
}

/** A project, beside a word that asks for one. A word that never is a name has to be written as one. */
export function projectNamed(words: string, { isProject }: SectorNames): string | undefined {
  const name = words.replace(/^\$(?=\p{L})/u, "");
  const isWord = name === words && NEVER_A_COIN.has(name.toLowerCase());
  if (/[=?"]/.test(name) || (isWord && !isWritten(name))) return undefined;
  return isProject(name) ? name : undefined;
}

/** The same where the word beside it says less, as in "world news": no word of every day in lower case. */
export const clearProjectNamed = (words: string, names: SectorNames): string | undefined =>
  isEveryday(words.toLowerCase()) && !isWritten(words) ? undefined : projectNamed(words, names);

/** With a capital and small letters, or as a ticker: "Story", "NEAR"; not "story". */
const isWritten = (name: string): boolean => /^\p{Lu}/u.test(name);
