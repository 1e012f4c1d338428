/** What the grammar has to know of names: all of it from memory. `Assets` is one. */
export interface Names {
  /** Whether a name means something that many know. */
  isKnown(word: string): boolean;
  /** Whether a name means one asset, to everybody, without a question. */
  isClear(word: string): boolean;
  /** Joins the words of names that were split at their blanks. */
  phrases(words: readonly string[]): readonly string[];
}

/** The most words of a name. */
const LONGEST = 4;

/** The same names, each asked for once: the grammar comes by the same words many times. */
export function rememberedNames(names: Names): Names {
  const isKnown = remembered((word) => names.isKnown(word));
  const isClear = remembered((word) => names.isClear(word));
  const joined = remembered((words) => names.phrases(words.split(" ")));
  return { isKnown, isClear, phrases: (words) => joined(words.join(" ")) };
}

function remembered<Value>(ask: (word: string) => Value): (word: string) => Value {
  const answers = new Map<string, Value>();
  return (word) => {
    const known = answers.get(word);
    if (known !== undefined) return known;
    const answer = ask(word);
    answers.set(word, answer);
    return answer;
  };
}

/** For each word, whether it may be a part of a name. A `$` makes anything a name. */
export function namedPlaces(words: readonly string[], { isKnown }: Pick<Names, "isKnown">): readonly boolean[] {
  const places = words.map((word) => word.startsWith("$") && word.length > 1);
  for (let first = 0; first < words.length; first++)
    for (let length = 1; length <= LONGEST && first + length <= words.length; length++) {
      const end = first + length;
      if (places.slice(first, end).every(Boolean)) continue;
      if (isKnown(words.slice(first, end).join(" "))) places.fill(true, first, end);
    }
  return places;
}
