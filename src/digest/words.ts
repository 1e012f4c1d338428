import type { Edition } from "./edition.ts";

/** A sentence of a model. */
export interface WordedSentence {
  /** Plain text on one line; each figure in it was found among the facts. */
  readonly text: string;
  /** The stories it speaks of, all of them in the edition. */
  readonly storyIds: readonly string[];
}

/**
 * What a model made of an edition's facts, or why it made nothing. `absent`: there is none. `failed`: it did not answer, or with
 * nothing that could be read. `spent`: it has been asked often enough for now.
 */
export type EditionWords =
  | {
      readonly state: "told";
      /** BCP 47, the language alone: "de". */
      readonly language: string;
      readonly opening: readonly WordedSentence[];
      /** At most one a story. */
      readonly lines: readonly { readonly storyId: string; readonly text: string }[];
      /** Sentences that were left out because a figure or an address in them is not in the facts. */
      readonly droppedCount: number;
    }
  | { readonly state: "absent" | "failed" | "spent" };

/** Words an edition in a language; never throws. @param language  BCP 47, the language alone */
export type WordsOf = (edition: Edition, language: string) => Promise<EditionWords>;

/** The language of a locale alone, so that those of one language share an edition: "en" of "en-GB". */
export function languageOf(locale: string): string {
  try {
    return new Intl.Locale(locale).language;
  } catch {
    return "en";
  }
}
