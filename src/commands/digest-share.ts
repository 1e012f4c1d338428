import { code, type Reply, rich, text } from "../core/reply.ts";
import { type DigestDetails, detailLines, detailsOf, scheduleWords, stateButtons } from "./digest-words.ts";
import { defineCommand } from "../core/command.ts";
import type { DigestParts } from "./digest-book.ts";
import type { Call } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import { type DigestSettings, IMPORTANCES, SECTIONS, type Subscription } from "../digest/subscription.ts";
import { LAYERS_CHOSEN } from "./digest-pages.ts";
import { readZone } from "./digest-zone.ts";
import { startingSettings } from "./digest-fields.ts";
import { noDigest } from "./digest-settings.ts";
import type { SubscribedFacts } from "./digest-subscribe.ts";
import { subscribedReply, suggestDigest } from "./digest-subscribe.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);
const word = z.string().min(1).max(40);

/**
 * What a code holds: nothing of whoever made it but their choice of words. Where they live, when they sleep, what they watch and
 * how a place is posted to stay with them. A code comes from anywhere, so all of it is checked.
 */
const shared = z.strictObject({
  times: z.array(clock).min(1).max(6),
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
  layers: z.array(word).max(LAYERS_CHOSEN),
  sections: z.array(z.enum(SECTIONS)).min(1).max(SECTIONS.length),
  keywordsIn: z.array(word).max(20),
  keywordsOut: z.array(word).max(20),
  minimumImportance: z.enum(IMPORTANCES).optional(),
  /** Codes of the first version held them. */
  zone: z.unknown().optional(),
  quiet: z.unknown().optional(),
});

type Shared = Pick<
  DigestSettings,
  "times" | "days" | "layers" | "sections" | "keywordsIn" | "keywordsOut" | "minimumImportance"
>;

type ShareFacts =
  | { readonly did: "made"; readonly code: string; readonly digest: DigestDetails }
  | { readonly did: "none" }
  | { readonly did: "copied"; readonly facts: SubscribedFacts };

/** `/digest share`: a code of how a digest is set up; with a code, the same set-up for the caller. */
export const digestShare = (parts: DigestParts) => {
  return defineCommand({
    name: "digest share",
    summary: "A code of how your digest is set up; with somebody's code, the same for you.",
    examples: ["digest share", "digest share eyJ0aW1lcyI6WyIwOTowMCJdfQ"],
    input: z.object({
      code: z.string().trim().max(4_000).optional().describe("A code that somebody shared"),
      zone: z.string().trim().max(60).optional().describe("Your city or time zone; a code holds none"),
    }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    suggest: { zone: suggestDigest(parts).zone },
    async run({ code: given, zone }, call): Promise<ShareFacts> {
      const own = await parts.digests.of("me", call);
      if (given === undefined)
        return own ? { did: "made", code: codeOf(own.settings), digest: detailsOf("me", own) } : { did: "none" };
      return { did: "copied", facts: await copied(readCode(given, parts), own, { code: given, zone }, call) };
    },
    show: shareReply,
  });

  /** The same set-up in the caller's own time. */
  async function copied(
    read: Shared,
    own: Subscription | undefined,
    { code: given, zone }: { readonly code: string; readonly zone: string | undefined },
    call: Call,
  ): Promise<SubscribedFacts> {
    const { settings: start, isZoneGuessed } = await startingSettings(parts, call);
    const { minimumImportance: _importance, ...kept } = own?.settings ?? start;
    const settings = {
      ...kept,
      ...read,
      zone: zone === undefined ? kept.zone : readZone(zone, { code: given }),
      locale: call.locale,
    };
    if (!own && isZoneGuessed && zone === undefined)
      return { state: "ask", where: "me", settings, command: "digest share", input: { code: given } };
    const reason = await parts.digests.tryOut("me", `A digest comes here ${scheduleWords(settings)}.`, call);
    if (reason !== undefined) return { state: "refused", where: "me", reason };
    return await parts.digests.subscribe<SubscribedFacts>("me", settings, call, (to) => ({
      state: "saved",
      digest: detailsOf("me", to),
    }));
  }
};

function codeOf(settings: DigestSettings): string {
  const { times, days, layers, sections, keywordsIn, keywordsOut, minimumImportance } = settings;
  const chosen: Shared = {
    times,
    days,
    layers,
    sections,
    keywordsIn,
    keywordsOut,
    ...(minimumImportance && { minimumImportance }),
  };
  return Buffer.from(JSON.stringify(chosen)).toString("base64url");
}

function readCode(given: string, { map }: Pick<DigestParts, "map">): Shared {
  const read = shared.safeParse(parsed(given));
  if (!read.success || read.data.layers.some((layer) => !map.layer(layer)))
    throw new UserError("That is no code of a digest.", { hint: "/digest share gives a code to pass on." });
  const { times, days, layers, sections, keywordsIn, keywordsOut, minimumImportance } = read.data;
  const words = (all: readonly string[]): readonly string[] => [
    // They are shown and searched for: nothing that is not a word of one line.
    ...new Set(all.map((each) => cleanLine(each.replaceAll(/[,;]/g, " "), 40)).filter((each) => each !== "")),
  ];
  return {
    times: [...new Set(times)].toSorted(),
    days: [...new Set(days)].toSorted((a, b) => a - b),
    layers: [...new Set(layers)],
    sections: SECTIONS.filter((section) => sections.includes(section)),
    keywordsIn: words(keywordsIn),
    keywordsOut: words(keywordsOut),
    ...(minimumImportance && { minimumImportance }),
  };
}

function parsed(given: string): unknown {
  try {
    return JSON.parse(Buffer.from(given, "base64url").toString("utf8"));
  } catch {
    return undefined; // The schema says what is wrong with it.
  }
}

function shareReply(facts: ShareFacts, call: Call): Reply {
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
      return subscribedReply(facts.facts, call);
  }
  return facts satisfies never;
}
