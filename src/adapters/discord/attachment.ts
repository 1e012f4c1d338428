import type { APIAttachment } from "discord.js";
import { ChatFile } from "../../core/chat-file.ts";
import { download } from "../../core/download.ts";
import { ProviderError } from "../../core/errors.ts";
import { DOWNLOAD_BYTES } from "./limits.ts";

/** Where Discord keeps attachments; docs: reference#image-formatting, changelog of signed attachment addresses. */
const CDN = ["https://cdn.discordapp.com", "https://media.discordapp.net"] as const;

/** Where attachments are fetched from, and how long that may take. */
export interface AttachmentSource {
  /** Base of the REST API: a server that stands in for Discord serves its attachments, too. */
  readonly apiBase: string;
  readonly downloadMs: number;
}

/** An attachment as a command's file. Its address is Discord's or it is not fetched: the desk is nobody's way into a private network. */
export const toChatFile = (
  { url, filename, size }: Pick<APIAttachment, "url" | "filename" | "size">,
  { apiBase, downloadMs }: AttachmentSource,
): ChatFile =>
  new ChatFile({
    name: filename,
    size,
    load: async (maxBytes) => {
      const address = URL.canParse(url) ? new URL(url) : undefined;
      const known: readonly string[] = [...CDN, new URL(apiBase).origin];
      if (!address || !known.includes(address.origin))
        throw new ProviderError("Discord", "unusable", { detail: "an attachment that lies elsewhere" });
      return await download({
        address,
        provider: "Discord",
        maxBytes: Math.min(maxBytes, DOWNLOAD_BYTES),
        timeoutMs: downloadMs,
      });
    },
  });
