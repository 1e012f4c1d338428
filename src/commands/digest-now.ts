import { defineCommand } from "../core/command.ts";
import type { DigestReader } from "../digest/reader.ts";
import { editionReply } from "./digest-reply.ts";
import type { Editions } from "./digest-editions.ts";
import type { KeptEdition } from "../digest/edition.ts";
import { z } from "zod";

interface NowFacts {
  readonly edition: KeptEdition;
  readonly reader: DigestReader;
  readonly form: "short" | "full";
}

/** `/digest now`: the last day of the sector on one screen. */
export const digestNow = (editions: Pick<Editions, "now">) =>
  defineCommand({
    name: "digest now",
    aliases: ["digest"],
    summary: "The crypto-AI digest of the last day: sector, movers, stories, releases.",
    examples: ["digest now", "digest now full"],
    input: z.object({
      form: z.enum(["short", "full"]).default("short").describe("One screen (the default), or everything"),
    }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent", "mcp"],
    run: async ({ form }, call): Promise<NowFacts> => ({ ...(await editions.now(call)), form }),
    show: ({ edition, reader, form }, call) => editionReply(edition, reader, form, call),
  });
