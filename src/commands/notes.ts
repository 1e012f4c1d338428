import type { AnyCommand } from "../core/command.ts";
import { cleanLine } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { NOTE_LENGTH, NOTE_LIMIT, type NoteBook } from "./notes-book.ts";
import { type Reply, text } from "../core/reply.ts";
import { refuseSecrets } from "../core/pasted-secret.ts";
import { z } from "zod";

export interface NoteParts {
  readonly notes: NoteBook;
}

/** As much of a turn as a line of a phone has room for. */
const LINE = 80;

/** `/note list`: what somebody asked to be remembered, and the last turns of this conversation. */
const noteList = ({ notes: book }: NoteParts) =>
  defineCommand({
    name: "note list",
    aliases: ["notes"],
    summary: "Your notes, and what I remember of our conversation here.",
    examples: ["note list"],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat", "agent"],
    run: async (_input, call) => ({
      notes: await book.of(call),
      turns: (await book.said(call)).map(({ question }) => question),
    }),
    show: ({ notes, turns }): Reply => ({
      title: "What I remember",
      blocks: [
        text(
          notes.length === 0
            ? "No notes. Say: remember that I only hold TAO."
            : notes.map((note) => `${note.number}. ${cleanLine(note.text, NOTE_LENGTH)}`).join("\n"),
        ),
        text(
          turns.length === 0
            ? "Nothing of a conversation here."
            : `You last asked here:\n${turns.map((each) => `· ${cleanLine(each, LINE)}`).join("\n")}`,
        ),
      ],
      footer: "questions and answers: 6 turns, 30 days · notes: until you remove them",
      buttons: [
        ...notes.slice(0, 3).map(({ number }) => ({
          label: `Remove ${number}`,
          command: "note remove",
          input: { number },
          answer: "new" as const,
        })),
        { label: "Forget conversations", command: "me forget", input: {}, answer: "new" },
      ],
    }),
  });

/** `/note add <words>`. */
const noteAdd = ({ notes: book }: NoteParts) =>
  defineCommand({
    name: "note add",
    aliases: ["note", "remember"],
    summary: "Remembers something about you, only because you say so.",
    examples: ["note add I only hold TAO"],
    input: z.object({
      text: z
        .string()
        .trim()
        .min(1)
        .max(NOTE_LENGTH)
        .transform((words) => cleanLine(words, NOTE_LENGTH))
        .describe("What to remember"),
    }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat", "agent"],
    async run(input, call) {
      refuseSecrets(input.text);
      return await book.add(input.text, call);
    },
    show: (facts): Reply =>
      facts.state === "full"
        ? { blocks: [text(`You have ${NOTE_LIMIT} notes, and more are not kept. Remove one first: /note list.`)] }
        : {
            blocks: [
              text(
                facts.state === "there" ? `That is note ${facts.number} already.` : `Noted as number ${facts.number}.`,
              ),
            ],
            buttons: [{ label: "My notes", command: "note list", input: {}, answer: "new" }],
          },
  });

/** `/note remove <number>`. */
const noteRemove = ({ notes: book }: NoteParts) =>
  defineCommand({
    name: "note remove",
    summary: "Removes one of your notes.",
    examples: ["note remove 1"],
    input: z.object({ number: z.coerce.number().int().min(1).max(1_000_000).describe("Its number, as in /note list") }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    run: ({ number }, call) => book.remove(number, call),
    show: ({ number, isRemoved }): Reply => ({
      blocks: [text(isRemoved ? `Note ${number} is removed.` : `There is no note ${number}. /note list has them.`)],
    }),
  });

/** Everything about notes. */
export const noteCommands = (parts: NoteParts): readonly AnyCommand[] => [
  noteList(parts),
  noteAdd(parts),
  noteRemove(parts),
];
