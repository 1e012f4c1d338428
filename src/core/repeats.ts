import type { Call, Place } from "./call.ts";
import { type Reply, text } from "./reply.ts";

/** A look-up that was answered so lately is pointed to. */
const LATELY_MS = 60_000;
/** More are not remembered; the oldest go first. */
const MOST = 2_000;

interface Answered {
  readonly at: number;
  readonly place: string;
  readonly link: Call["answerLink"];
}

/**
 * What a look-up is about, the same for whoever asks for the same; undefined where the answer is somebody's own, or it is not clear.
 * @param input  as it came
 */
export type Subject = (name: string, input: unknown, call: Call) => Promise<string | undefined>;

interface LookUp {
  readonly name: string;
  readonly input: unknown;
  readonly subject: string;
  /** Whatever else makes it another answer, such as what is set for the place. */
  readonly as: string;
}

/** The look-ups of the last minute that places have read, so that the same one does not fill the place again. Kept in memory. */
export interface Repeats {
  /**
   * Points to the answer where the same was asked in the same place; else works and remembers.
   */
  once(asked: LookUp, call: Call, work: () => Promise<Reply>): Promise<Reply>;
  /** After an answer was taken away there, nothing is pointed to. */
  forget(place: Place): void;
}

const placeOf = ({ platform, chatId, topicId = "" }: Place): string => JSON.stringify([platform, chatId, topicId]);

export function createRepeats(): Repeats {
  const answered = new Map<string, Answered>();

  /** The oldest stand first. */
  function makeRoom(now: number): void {
    for (const [key, { at }] of answered) {
      if (now - at < LATELY_MS && answered.size < MOST) return;
      answered.delete(key);
    }
  }

  return {
    async once({ name, input, subject, as }, call, work) {
      const place = placeOf(call.place);
      // The same words are another look-up where figures are written in another way.
      const key = JSON.stringify([place, subject, as, call.currency, call.locale]);
      const before = answered.get(key);
      const ageMs = before === undefined ? Infinity : call.now - before.at;
      if (before && ageMs >= 0 && ageMs < LATELY_MS) return pointing(name, input, ageMs, await before.link?.());
      const reply = await work();
      makeRoom(call.now);
      answered.delete(key);
      if (reply.audience === undefined) answered.set(key, { at: call.now, place, link: call.answerLink });
      return reply;
    },

    forget(place) {
      const gone = placeOf(place);
      for (const [key, each] of answered) if (each.place === gone) answered.delete(key);
    },
  };
}

const pointing = (name: string, input: unknown, ageMs: number, link: string | undefined): Reply => ({
  blocks: [text(`I answered that here ${Math.max(1, Math.round(ageMs / 1_000))} s ago.`)],
  buttons: [
    ...(link === undefined ? [] : [{ label: "Go to the answer", url: link }]),
    { label: "Show again", command: name, input: input as Readonly<Record<string, unknown>>, answer: "new" as const },
  ],
});
