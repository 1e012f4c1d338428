/** A part of a pattern. An alternative that is empty makes the group optional. */
type Part =
  | { readonly kind: "word"; readonly words: ReadonlySet<string> }
  | { readonly kind: "slot"; readonly name: string }
  | { readonly kind: "group"; readonly alternatives: readonly Pattern[] };

/** What a message has to be, part by part. */
export type Pattern = readonly Part[];

/** What was found in the slots, by slot. */
export type Found = Readonly<Record<string, unknown>>;

/** Reads words `from` up to but not including `to` as what a slot takes; undefined when they are nothing of the kind. */
export type ReadSlot = (slot: string, from: number, to: number) => unknown;

/**
 * A pattern from its text: words apart by blanks, `a|b` for either word, `<slot>`, `(one way|another way)`, and
 * `[perhaps this|or that]`. @throws SyntaxError for brackets that do not close
 */
export function readPattern(text: string): Pattern {
  const signs = text.match(/<\w+>|[[\]()]|(?:->|[^\s[\]()<>])+/g) ?? [];
  let at = 0;

  const readSequences = (close: string | undefined): Pattern[] => {
    const alternatives: Part[][] = [[]];
    for (; at < signs.length && signs[at] !== close; at++) {
      const sign = signs[at] ?? "";
      const current = alternatives.at(-1) ?? [];
      if (sign === "[" || sign === "(") {
        at++;
        const inner = readSequences(sign === "[" ? "]" : ")");
        current.push({ kind: "group", alternatives: sign === "[" ? [...inner, []] : inner });
      } else if (sign === "||") alternatives.push([]);
      else if (sign.startsWith("<")) current.push({ kind: "slot", name: sign.slice(1, -1) });
      else current.push({ kind: "word", words: new Set(sign.split("|")) });
    }
    if (signs[at] !== close) throw new SyntaxError(`"${text}" lacks "${close}"`);
    return alternatives;
  };

  const [pattern = []] = readSequences(undefined);
  return pattern;
}

/** The words of which a message has to have one, for each place of the pattern where nothing else will do. */
export const wordsNeeded = (pattern: Pattern): readonly ReadonlySet<string>[] =>
  pattern.flatMap((part) => (part.kind === "word" ? [part.words] : []));

/** What fills the slots when the words from `start` up to `end` are the pattern and nothing else; undefined when they are not. */
export function match(
  pattern: Pattern,
  words: readonly string[],
  start: number,
  end: number,
  read: ReadSlot,
): Found | undefined {
  type Then = (at: number, found: Found) => Found | undefined;

  const step = (parts: Pattern, place: number, at: number, found: Found, then: Then): Found | undefined => {
    const part = parts[place];
    if (!part) return then(at, found);
    switch (part.kind) {
      case "word":
        return at < end && part.words.has(words[at] ?? "") ? step(parts, place + 1, at + 1, found, then) : undefined;
      case "group":
        for (const alternative of part.alternatives) {
          const whole = step(alternative, 0, at, found, (next, more) => step(parts, place + 1, next, more, then));
          if (whole) return whole;
        }
        return undefined;
      case "slot":
        for (let to = end; to > at; to--) {
          const value = read(part.name, at, to);
          const before = found[part.name];
          if (value === undefined || (before !== undefined && before !== value)) continue;
          const whole = step(parts, place + 1, to, { ...found, [part.name]: value }, then);
          if (whole) return whole;
        }
        return undefined;
    }
    return part satisfies never;
  };
  return step(pattern, 0, start, {}, (at, found) => (at === end ? found : undefined));
}
