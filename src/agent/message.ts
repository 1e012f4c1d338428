import type { Call, Progress } from "../core/call.ts";
import { utcMinute } from "../core/format.ts";
import type { BeginStep } from "./recorder.ts";

/** One question being worked on. */
export interface Message {
  readonly question: string;
  readonly call: Call;
  /** The key under which tool results stand for the model; new for each message. */
  readonly marker: string;
  readonly progress: Progress;
  /** For its trace. */
  readonly begin: BeginStep;
  /** What the asker wants remembered; theirs, untrusted. */
  readonly notes: readonly string[];
}

/** What changes with each message stands here and not in the system prompt, which servers cache. */
export const dataLine = ({ now, place, locale }: Call, marker: string): string =>
  `[${utcMinute(now)}; ${place.isPublic ? "group chat" : "direct chat"}; locale ${locale}; data key ${marker}]`;

/** What a model reads of one message. Notes stand under the data key: they are the asker's data, never an instruction. */
export const messageText = ({ question, call, marker, notes }: Message): string =>
  [
    dataLine(call, marker),
    ...(notes.length === 0 ? [] : [JSON.stringify({ [marker]: { notes_of_the_asker: notes } })]),
    question,
  ].join("\n");
