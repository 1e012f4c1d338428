import { z } from "zod";
import { cleanLine } from "../core/clean.ts";
import type { Edition } from "../digest/edition.ts";
import { checkFigures } from "./figures.ts";
import { leaks, presentable } from "./output.ts";
import { ModelFailure } from "./failures.ts";
import { splitSentences } from "./sentences.ts";
import type { WordedSentence } from "../digest/words.ts";

/** Sentences of an opening, and characters of a sentence. */
const OPENING = 3;
const SENTENCE = 240;
const LINE = 160;

/** What is shown of what a model wrote. */
export interface CheckedWords {
  readonly opening: readonly WordedSentence[];
  readonly lines: readonly { readonly storyId: string; readonly text: string }[];
  readonly droppedCount: number;
}

const ids = z.array(z.coerce.string()).catch([]);
const answer = z.object({
  opening: z
    .array(
      z.union([
        z.string().transform((text) => ({ text, stories: [] })),
        z.object({ text: z.string(), stories: ids.default([]) }),
      ]),
    )
    .max(20)
    .catch([]),
  lines: z
    .array(z.object({ story: z.coerce.string(), text: z.string() }))
    .max(100)
    .catch([]),
});

/** The object in a model's text; whatever stands around it, such as a fence, is left out. @throws ModelFailure where there is none */
function objectIn(text: string): z.output<typeof answer> {
  let value: unknown;
  try {
    value = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  } catch (error) {
    throw new ModelFailure("nonsense", { detail: "words are not JSON", cause: error });
  }
  const parsed = answer.safeParse(value);
  if (!parsed.success) throw new ModelFailure("nonsense", { detail: "words in another form", cause: parsed.error });
  return parsed.data;
}

// A link in markup, a contract, an address of a wallet, a handle: nothing of the facts has one, so the model was talked into it.
const ADDRESS = /\]\(|:\/\/|\b0x[\da-f]{6,}|\b[1-9A-HJ-NP-Za-km-z]{26,}\b|(?:^|\s)@\w{3,}/iu;

interface CheckParts {
  readonly language: string;
  readonly now: number;
  readonly secrets: readonly string[];
}

/**
 * A model's words, each sentence for itself: those with a figure that the facts do not bear out, a link, an address, a secret of
 * the desk, or a story that is not there are left out and counted.
 * @throws ModelFailure when there are none to be read
 */
export function checkedWords(said: string, edition: Edition, { language, now, secrets }: CheckParts): CheckedWords {
  const { opening, lines } = objectIn(said);
  const stories = new Map(edition.stories.map((story) => [story.id, story]));
  let droppedCount = 0;

  function checked(
    text: string,
    limit: number,
    facts: readonly unknown[],
    asked: readonly string[],
  ): string | undefined {
    const line = cleanLine(text.replace(/[*`#]+/g, ""), limit);
    if (line === "") return undefined;
    const shown = presentable(line, [], limit * 2);
    const isFree = !ADDRESS.test(line) && shown.replace(/\s/g, "") === plain(line) && !leaks(line, secrets);
    if (isFree && checkFigures(shown, { facts, asked, now, locale: language }).removed === 0) return shown;
    droppedCount += 1;
    return undefined;
  }

  const { words: _words, stories: _stories, reported: _reported, missing: _missing, ...figures } = edition;
  const told = opening
    .flatMap(({ text, stories: about }) => splitSentences(text).map((sentence) => ({ text: sentence.text, about })))
    .slice(0, OPENING)
    .flatMap(({ text, about }): WordedSentence[] => {
      if (about.some((id) => !stories.has(id))) {
        droppedCount += 1;
        return [];
      }
      const shown = checked(text, SENTENCE, [figures], []);
      return shown === undefined ? [] : [{ text: shown, storyIds: about }];
    });
  const lineOf = new Map<string, string>();
  for (const { story: id, text } of lines) {
    const story = stories.get(id);
    if (!story || lineOf.has(id)) {
      droppedCount += 1;
      continue;
    }
    // A line speaks of its story and of the coins of the projects in it; the headline's figures are its publisher's.
    const moved = edition.movers.filter(
      ({ projectId }) => projectId !== undefined && story.projectIds.includes(projectId),
    );
    const about = { movers: moved, publishedAt: story.publishedAt };
    const shown = checked(text, LINE, [about], [story.untrustedTitle]);
    if (shown !== undefined) lineOf.set(id, shown);
  }
  return { opening: told, lines: [...lineOf].map(([storyId, text]) => ({ storyId, text })), droppedCount };
}

/** As `presentable` writes it where nothing has to go: digits in dress are undressed. */
const plain = (line: string): string =>
  line.replace(/[\p{Nd}\p{No}]/gu, (digit) => digit.normalize("NFKC")).replace(/\s/g, "");
