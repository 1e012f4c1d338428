import { type ChatFile, fileField } from "../core/chat-file.ts";
import { defineCommand } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { textOf } from "../core/file-text.ts";
import type { DryRun, ImportBook, ImportEnd } from "./import-book.ts";
import { dryRunReply, importEndReply } from "./portfolio-import-reply.ts";
import { z } from "zod";

/** The largest file that is read. 50,000 rows have about 6 MB. */
const FILE_BYTES = 20 * 1024 * 1024;

export interface PortfolioImportParts {
  readonly imports: ImportBook;
}

/** `/portfolio import` with a file: says what it would add; `confirm` adds it. */
export const portfolioImport = ({ imports }: PortfolioImportParts) =>
  defineCommand({
    name: "portfolio import",
    summary: "Reads the CSV of an exchange or tracker; nothing is added before you confirm.",
    examples: ["portfolio import", "portfolio import confirm", "portfolio import cancel"],
    input: z.object({
      file: fileField("The CSV file: Coinbase, Binance, Kraken and others, or our own format").optional(),
      answer: z.enum(["confirm", "cancel"]).optional().describe("To the file that you have sent before"),
      of: z.string().trim().max(40).optional().describe("Which import, where it is not the last one"),
    }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],

    async run({ file, answer, of }, call, progress): Promise<DryRun | ImportEnd> {
      if (answer === "confirm") return await imports.confirm(of, call);
      if (answer === "cancel") return await imports.cancel(of, call);
      return await imports.prepare(await read(file), call, progress);
    },

    show: (facts) => (facts.step === "dry run" ? dryRunReply(facts) : importEndReply(facts)),
  });

async function read(file: ChatFile | undefined): Promise<{ readonly name: string; readonly text: string }> {
  if (!file)
    throw new UserError("Attach the CSV file to this command.", {
      hint: "On Telegram it is the file's caption, or an answer to the file. It stays between us.",
    });
  const text = textOf(await file.read(FILE_BYTES));
  if (text.trim() === "") throw new UserError("The file is empty.");
  return { name: file.name, text };
}
