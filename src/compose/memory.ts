import type { Call } from "../core/call.ts";
import { cutForHistory, fittingTurns, type History, TURN_LIMIT } from "../agent/history.ts";
import type { Database } from "../store/database.ts";
import { ExchangeStore } from "../store/exchange-store.ts";
import { NOTE_LIMIT, type NoteBook } from "../commands/notes-book.ts";
import type { Once } from "../store/done-key-store.ts";
import { PersonNoteStore } from "../store/person-note-store.ts";
import type { Step } from "../jobs/tick.ts";
import { TraceStore } from "../store/trace-store.ts";

/** As docs/retention.md has it. */
const LIFE_MS = 30 * 86_400_000;

/** What was said, and what people asked to be remembered. */
export interface Memory extends History {
  /** Forgets all that one person said, wherever, their traces' words too. @returns how many conversations that were */
  readonly forget: (userId: string) => Promise<number>;
  /** What somebody asked to be remembered; nothing of it where others read along. */
  readonly notesOf: (call: Call) => Promise<readonly string[]>;
  /** What the tick looks after. */
  readonly step: Step;
}

/** Conversations and notes in the database: they outlive a restart. */
export function openMemory(database: Database): Memory {
  const exchanges = new ExchangeStore();
  const notes = new PersonNoteStore();
  const traces = new TraceStore();
  return {
    recent: async (call) => fittingTurns(await exchanges.recent(database, call, call.now - LIFE_MS, TURN_LIMIT)),
    async add(call, question, answer) {
      const said = { question: cutForHistory(question), answer: cutForHistory(answer) };
      await database.transaction().execute(async (on) => await exchanges.add(on, call, said, call.now, TURN_LIMIT));
    },
    forget: async (userId) =>
      await database.transaction().execute(async (on) => {
        await traces.removeTexts(on, userId);
        return await exchanges.forget(on, userId);
      }),
    notesOf: async ({ caller, place }) =>
      place.isPublic ? [] : (await notes.of(database, caller.userId)).map(({ text }) => text),
    step: { name: "conversations", run: async (now) => await exchanges.removeBefore(database, now - LIFE_MS) },
  };
}

/** What people asked to be remembered, as commands know it. */
export function openNotes(database: Database, once: Once, memory: Pick<Memory, "recent">): NoteBook {
  const notes = new PersonNoteStore();
  return {
    of: async ({ caller }) => await notes.of(database, caller.userId),
    said: async (call) => await memory.recent(call),
    add: async (text, call) =>
      await once("note add", call, async (on) => {
        const before = await notes.of(on, call.caller.userId);
        const known = before.find((each) => each.text === text);
        if (known) return { state: "there", number: known.number };
        if (before.length >= NOTE_LIMIT) return { state: "full" };
        return { state: "kept", number: await notes.add(on, call.caller.userId, text, call.now) };
      }),
    remove: async (number, call) =>
      await once("note remove", call, async (on) => ({
        number,
        isRemoved: await notes.remove(on, call.caller.userId, number),
      })),
  };
}
