import type { AnyCommand } from "../core/command.ts";
import type { Named } from "../core/desk.ts";
import { fill } from "./fill.ts";
import { match, type Pattern, readPattern, wordsNeeded } from "./grammar.ts";
import { type Names, rememberedNames } from "./known-names.ts";
import { LANGUAGES } from "./languages/index.ts";
import type { Language } from "./languages/language.ts";
import { messageWords } from "./message-words.ts";
import type { SectorNames } from "./sector-words.ts";
import { slotReader } from "./slots.ts";

export interface PhraseParts {
  readonly names: Names;
  readonly sector: SectorNames;
  readonly rates: { isCurrency(code: string): boolean };
  /** Read when a message comes, so it may be filled later. What is not in it is not asked for. */
  readonly commands: ReadonlyMap<string, AnyCommand>;
}

interface Rule {
  /** Its place: of those that fit the first decides. */
  readonly place: number;
  readonly command: string;
  readonly pattern: Pattern;
  /** Of each of these a message has to have a word. */
  readonly needs: readonly ReadonlySet<string>[];
}

const rulesOf = ({ look }: Language): readonly Omit<Rule, "place">[] =>
  Object.entries(look).flatMap(([command, texts]) =>
    texts.map(readPattern).map((pattern) => ({ command, pattern, needs: wordsNeeded(pattern) })),
  );

const RULES: readonly Rule[] = LANGUAGES.flatMap(rulesOf).map((rule, place) => ({ ...rule, place }));

/** Those that need no word, and the others by each word that may be the first they need: most messages have none of those. */
const ANYWAY = RULES.filter(({ needs }) => needs.length === 0);
const BY_WORD = new Map<string, Rule[]>();
for (const rule of RULES)
  for (const word of rule.needs[0] ?? []) BY_WORD.set(word, [...(BY_WORD.get(word) ?? []), rule]);

/** The rules of which a message with these words may be one, in their order. */
function rulesFor(words: readonly string[], commands: PhraseParts["commands"]): readonly Rule[] {
  const said = new Set(words);
  const near = new Set([...said].flatMap((word) => BY_WORD.get(word) ?? []));
  const met = [...near].filter(({ needs }) => needs.every((need) => words.some((word) => need.has(word))));
  return [...ANYWAY, ...met].filter(({ command }) => commands.has(command)).toSorted((a, b) => a.place - b.place);
}

const polite = (side: "before" | "after"): readonly (readonly string[])[] =>
  LANGUAGES.flatMap((language) => language[side].map((words) => words.split(" ")));

const BEFORE = polite("before");
const AFTER = polite("after");

/** What people say before and after a question is taken off at most so often: "hey bot, show me". */
const COURTESIES = 3;

/**
 * The look-up that a message is, by the grammar in `languages`; undefined when not all of it fits. Pure, and nothing in it
 * throws, whatever the message.
 */
export function createPhrases({
  names: all,
  sector,
  rates,
  commands,
}: PhraseParts): (message: string) => Named | undefined {
  const isCurrency = (code: string): boolean => rates.isCurrency(code);

  return (message) => {
    const names = rememberedNames(all);
    const typed = messageWords(message, (word) => names.isKnown(word));
    if (!typed) return undefined;
    const words = typed.map((word) => (/^https?:/i.test(word) ? word : word.toLowerCase()));
    const rules = rulesFor(words, commands);
    const starts = afterCourtesies(words, BEFORE, (at, size) => words.slice(at, at + size), 0, 1);
    const ends = afterCourtesies(words, AFTER, (at, size) => words.slice(at - size, at), words.length, -1);
    for (const start of starts) {
      const read = slotReader({ names, sector, isCurrency, words: typed, isLed: start > 0 });
      for (const end of ends.filter((each) => each > start))
        for (const { command, pattern } of rules) {
          const asked = commands.get(command);
          const found = asked && match(pattern, words, start, end, read);
          const input = found && fill(asked, found);
          if (input) return { command, input };
        }
    }
    return undefined;
  };
}

/** Where the question itself may begin or end: first with nothing taken off, then without what is only polite. */
function afterCourtesies(
  words: readonly string[],
  courtesies: readonly (readonly string[])[],
  there: (at: number, size: number) => readonly string[],
  from: number,
  direction: 1 | -1,
): readonly number[] {
  const places = [from];
  let at = from;
  for (let taken = 0; taken < COURTESIES; taken++) {
    const next = direction === 1 ? words[at] : words[at - 1];
    if (next === ",") at += direction;
    const said = courtesies.find((each) => there(at, each.length).join(" ") === each.join(" "));
    if (!said) break;
    at += direction * said.length;
    if (words[at] === "," && direction === 1) at++;
    if (words[at - 1] === "," && direction === -1) at--;
    places.push(at);
  }
  return places;
}
