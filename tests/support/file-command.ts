import { z } from "zod";
import { fileField } from "../../src/core/chat-file.ts";
import { defineCommand } from "../../src/core/command.ts";
import { textOf } from "../../src/core/file-text.ts";
import { text } from "../../src/core/reply.ts";

/** How much of a file `letters` takes. */
export const TAKEN_BYTES = 1024 * 1024;

/** Counts the letters of a file; `skip` says that it is not to be opened. */
export const letters = defineCommand({
  name: "letters",
  summary: "Counts the letters of a file.",
  examples: ["letters"],
  input: z.object({
    file: fileField("The file"),
    how: z.enum(["all", "skip"]).default("all").describe("Whether to open it"),
  }),
  access: "member",
  effect: "read",
  visibility: "private",
  surfaces: ["chat"],
  run: async ({ file, how }) => ({
    name: file.name,
    letters: how === "skip" ? undefined : textOf(await file.read(TAKEN_BYTES)).length,
  }),
  show: ({ name, letters: count }) => ({ blocks: [text(`${name} has ${count ?? "unknown"} letters.`)] }),
});
