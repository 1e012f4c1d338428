import type { Call } from "../core/call.ts";

/** Notes that a person may have. */
export const NOTE_LIMIT = 10;
/** Characters of a note: with all of them there the model's prompt stays within its budget. */
export const NOTE_LENGTH = 120;

/** What became of a note. Without its words: what a write answered is kept longer than a note that is removed. */
type NoteAdded = { readonly state: "kept" | "there"; readonly number: number } | { readonly state: "full" };

/** What somebody asked to be remembered, and what they and the desk said last. */
export interface NoteBook {
  readonly of: (call: Call) => Promise<readonly { readonly number: number; readonly text: string }[]>;
  /** The last turns here, oldest first. */
  readonly said: (call: Call) => Promise<readonly { readonly question: string; readonly answer: string }[]>;
  readonly add: (text: string, call: Call) => Promise<NoteAdded>;
  readonly remove: (number: number, call: Call) => Promise<{ readonly number: number; readonly isRemoved: boolean }>;
}
