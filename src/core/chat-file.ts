import { z } from "zod";
import { UserError } from "./errors.ts";

/** What a door knows of a file before it has it. */
interface ChatFileParts {
  /** As the platform says, untrusted. */
  readonly name: string;
  /** In bytes, as the platform says. */
  readonly size: number;
  /** Fetches it. @throws UserError, ProviderError */
  readonly load: (maxBytes: number) => Promise<Uint8Array>;
}

/**
 * A file that came with a command. Nothing of it is fetched before the command reads it, and it never becomes JSON, so that no
 * button, log or model gets hold of it.
 */
export class ChatFile {
  readonly name: string;
  readonly size: number;
  readonly #load: ChatFileParts["load"];

  constructor({ name, size, load }: ChatFileParts) {
    this.name = name;
    this.size = size;
    this.#load = load;
  }

  /**
   * Its bytes.
   * @throws UserError when there are more than `maxBytes`, said or found; ProviderError when the platform does not give it
   */
  async read(maxBytes: number): Promise<Uint8Array> {
    if (this.size > maxBytes) throw tooLarge(maxBytes);
    const bytes = await this.#load(maxBytes);
    if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
    return bytes;
  }

  toJSON(): undefined {
    return undefined;
  }
}

/** A file has more bytes than somebody takes: the command, or the platform itself. */
export const tooLarge = (maxBytes: number): UserError =>
  new UserError(`The file is too large: at most ${Math.floor(maxBytes / 1024 / 1024)} MB.`, {
    hint: "Split it, for example by year, and send the parts one after the other.",
  });

/** The field of a command's input that a file is given in. At most one per command; such a command is for chat alone. */
export const fileField = (description: string) =>
  z
    .custom<ChatFile>((value) => value instanceof ChatFile, { error: "Attach the file to the command itself." })
    .meta({ type: "string", format: "binary", description });
