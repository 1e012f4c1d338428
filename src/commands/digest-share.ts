import { code, type Reply, rich, text } from "../core/reply.ts";
import { type DigestDetails, detailLines, detailsOf, scheduleWords, stateButtons } from "./digest-words.ts";
import { defineCommand } from "../core/command.ts";
import type { DigestParts } from "./digest-book.ts";
import { IANAZone } from "luxon";
import { noDigest } from "./digest-settings.ts";
import { SECTIONS } from "../digest/subscription.ts";
import type { SubscribedFacts } from "./digest-subscribe.ts";
import { subscribedReply } from "./digest-subscribe.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);
const word = z.string().min(1).max(40);

/** What a code holds: nobody's words but the filters. A code comes from anywhere, so all of it is checked. */
const shared = z.strictObject({
  times: z.array(clock).min(1).max(6),
  zone: z
    .string()
    .max(60)
    .refine((zone) => IANAZone.isValidZone(zone)),
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
  layers: z.array(word).max(3),
  sections: z.array(z.enum(SECTIONS)).min(1),
  keywordsIn: z.array(word).max(20),
  keywordsOut: z.array(word).max(20),
  quiet: z.strictObject({ from: clock, to: clock }).optional(),
});

type ShareFacts =
  | { readonly did: "made"; readonly code: string; readonly digest: DigestDetails }
  | { readonly did: "none" }
  | { readonly did: "copied"; readonly facts: SubscribedFacts };

/** `/digest share`: a code of how a digest is set up; with a code, the same set-up for the caller. */
export const digestShare = (parts: DigestParts) =>
  defineCommand({
    name: "digest share",
    summary: "A code of how your digest is set up; with somebody's code, the same for you.",
    examples: ["digest share", "digest share eyJ0aW1lcyI6WyIwOTowMCJdfQ"],
    input: z.object({ code: z.string().trim().max(4_000).optional().describe("A code that somebody shared") }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    async run({ code: given }, call): Promise<ShareFacts> {
      if (given === undefined) {
        const found = await parts.digests.of("me", call);
        if (!found) return { did: "none" };
        const { locale: _own, ...rest } = found.settings;
        return {
          did: "made",
          code: Buffer.from(JSON.stringify(rest)).toString("base64url"),
          digest: detailsOf("me", found),
        };
      }
      const { quiet, ...read } = readCode(given, parts);
      const settings = { ...read, locale: call.locale, ...(quiet === undefined ? {} : { quiet }) };
      const reason = await parts.digests.tryOut("me", `A digest comes here ${scheduleWords(settings)}.`, call);
      if (reason !== undefined) return { did: "copied", facts: { state: "refused", where: "me", reason } };
      return await parts.digests.subscribe<ShareFacts>("me", settings, call, (to) => ({
        did: "copied",
        facts: { state: "saved", digest: detailsOf("me", to) },
      }));
    },
    show: shareReply,
  });

function readCode(given: string, { map }: Pick<DigestParts, "map">): z.output<typeof shared> {
  const read = shared.safeParse(parsed(given));
  if (!read.success || read.data.layers.some((layer) => !map.layer(layer)))
    throw new UserError("That is no code of a digest.", { hint: "/digest share gives a code to pass on." });
  return read.data;
}

function parsed(given: string): unknown {
  try {
    return JSON.parse(Buffer.from(given, "base64url").toString("utf8"));
  } catch {
    return undefined; // The schema says what is wrong with it.
  }
}

function shareReply(facts: ShareFacts): Reply {
  switch (facts.did) {
    case "made":
      return {
        blocks: [
          text("Whoever says this gets a digest set up like yours:"),
          rich(code(`/digest share ${facts.code}`)),
          detailLines(facts.digest),
        ],
        buttons: stateButtons(facts.digest),
      };
    case "none":
      return noDigest("me");
    case "copied":
      return subscribedReply(facts.facts);
  }
  return facts satisfies never;
}
