import { z } from "zod";
import { ChatFile, tooLarge } from "../../core/chat-file.ts";
import { download } from "../../core/download.ts";
import { ProviderError, UserError } from "../../core/errors.ts";
import type { Api } from "./api.ts";
import type { Document } from "./asked.ts";
import { toFailure } from "./failure.ts";
import { FILE_BYTES, type Timings } from "./limits.ts";

interface DocumentParts {
  readonly api: Api;
  /** Root of the Bot API, from which files come as well. */
  readonly apiRoot: string;
  readonly token: string;
  readonly timings: Timings;
}

const located = z.object({ file_path: z.string().min(1) });

/** Makes documents of Telegram's into files of commands. The address of a file holds the token, so it is in no error. */
export function createDocuments({ api, apiRoot, token, timings }: DocumentParts): (document: Document) => ChatFile {
  const root = apiRoot.replace(/\/+$/, "");

  async function pathOf(id: string): Promise<string> {
    try {
      const parsed = located.safeParse(await api.call("getFile", { file_id: id }, { repeat: "always" }));
      if (parsed.success) return parsed.data.file_path;
      throw new ProviderError("Telegram", "unusable", { detail: "a file without a path" });
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      const failure = toFailure("getFile", error);
      if (/too big/i.test(failure.detail)) throw tooLarge(FILE_BYTES);
      if (failure.kind === "refused")
        throw new UserError("Telegram does not have this file any more.", { hint: "Please send it again." });
      throw new ProviderError("Telegram", "unreachable", { detail: failure.kind });
    }
  }

  async function load(id: string, size: number, maxBytes: number): Promise<Uint8Array> {
    if (size > FILE_BYTES) throw tooLarge(FILE_BYTES);
    const path = await pathOf(id);
    // A local Bot API server may name a file of its own disk, which is not ours to open.
    if (path.startsWith("/") || path.split("/").includes(".."))
      throw new ProviderError("Telegram", "unusable", { detail: "a path outside of its files" });
    return await download({
      address: new URL(`${root}/file/bot${token}/${path.split("/").map(encodeURIComponent).join("/")}`),
      provider: "Telegram",
      maxBytes: Math.min(maxBytes, FILE_BYTES),
      timeoutMs: timings.downloadMs,
    });
  }

  return ({ id, name, size }) => new ChatFile({ name, size, load: (maxBytes) => load(id, size, maxBytes) });
}
