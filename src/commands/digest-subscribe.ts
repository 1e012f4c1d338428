import { wayToReach } from "./way-to-reach.ts";
import { COMMON_ZONES, zoneName, zonesLike } from "./digest-zone.ts";
import type { Call } from "../core/call.ts";
import { type Choice, defineCommand } from "../core/command.ts";
import { type DigestDetails, detailLines, detailsOf, scheduleWords, stateButtons } from "./digest-words.ts";
import { type DigestFields, ownDigestFields, startingSettings, withFields } from "./digest-fields.ts";
import { readDigestLine } from "./digest-line.ts";
import type { DigestParts, Where } from "./digest-book.ts";
import { type DigestSettings, SECTIONS } from "../digest/subscription.ts";
import { type Reply, text } from "../core/reply.ts";
import { suggestLayers } from "./which-layer.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** What became of the wish for a digest. */
export type SubscribedFacts =
  | { readonly state: "saved"; readonly digest: DigestDetails }
  | { readonly state: "refused"; readonly where: Where; readonly reason: string }
  /** The zone is only a guess. `input` is what the command was given. */
  | {
      readonly state: "ask";
      readonly where: Where;
      readonly settings: DigestSettings;
      readonly command: string;
      readonly input: Readonly<Record<string, unknown>>;
    };

const asTyped = (words: readonly string[]): readonly Choice[] => words.map((word) => ({ label: word, value: word }));

/** What is offered while somebody types. */
export const suggestDigest = ({ map }: Pick<DigestParts, "map">) => ({
  zone: async (typed: string) =>
    zonesLike(typed)
      .slice(0, 20)
      .map((zone) => ({ label: zone, value: zone })),
  time: async () => asTyped(["07:00", "09:00", "18:00", "08:00,18:00", "08:00,13:00,20:00"]),
  days: async () => asTyped(["daily", "weekdays", "weekends", "weekly"]),
  sections: async () => asTyped(["all", ...SECTIONS]),
  quiet: async () => asTyped(["22:00-07:00", "22:00-07:00 silent", "23:00-08:00", "23:00-08:00 silent", "off"]),
  layers: async (typed: string) => suggestLayers(typed, map),
});

const subscribeFields = ownDigestFields.extend({
  where: z.enum(["me", "here"]).optional().describe("Here is for admins: /digest here"),
});

/** `/digest subscribe`: begins a digest in the direct chat; the zone is asked for where it is only guessed. */
export const digestSubscribe = (parts: DigestParts) =>
  defineCommand({
    name: "digest subscribe",
    summary: "Sends you a digest of the sector at the times you choose.",
    examples: ["digest subscribe", "digest subscribe 09:00 Berlin weekdays", "digest subscribe 8:30,18:00 New York"],
    input: subscribeFields,
    readLine: readDigestLine(Object.keys(subscribeFields.shape)),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat", "agent"],
    suggest: suggestDigest(parts),
    async run({ where, ...asked }, call): Promise<SubscribedFacts> {
      if (where === "here" && call.place.isPublic)
        throw new UserError("An admin can have a digest posted here.", {
          hint: "For that, say here: /digest here 09:00",
        });
      return await subscribe(parts, "me", asked, call);
    },
    show: subscribedReply,
  });

/**
 * Begins a digest, after its channel has taken a first line; asks where the zone is only guessed.
 * @throws UserError that names the word which cannot be so
 */
export async function subscribe(
  parts: DigestParts,
  where: Where,
  asked: Partial<DigestFields>,
  call: Call,
): Promise<SubscribedFacts> {
  const { settings: start, isZoneGuessed } = await startingSettings(parts, call);
  // Whoever has one keeps of it what they do not name now.
  const known = await parts.digests.of(where, call);
  const settings = withFields(known ? { ...known.settings, locale: start.locale } : start, asked, {
    ...parts,
    where,
    place: call.place,
  });
  if (!known && isZoneGuessed && asked.zone === undefined) {
    const command = where === "me" ? "digest subscribe" : "digest here";
    return { state: "ask", where, settings, command, input: { ...asked } };
  }
  const reason = await parts.digests.tryOut(where, `A digest comes here ${scheduleWords(settings)}.`, call);
  if (reason !== undefined) return { state: "refused", where, reason };
  return await parts.digests.subscribe<SubscribedFacts>(where, settings, call, (to) => ({
    state: "saved",
    digest: detailsOf(where, to),
  }));
}

/** What came of it. */
export function subscribedReply(facts: SubscribedFacts, { place }: Call): Reply {
  switch (facts.state) {
    case "saved":
      return savedReply(facts.digest);
    case "refused":
      return facts.where === "me"
        ? { blocks: [text(`Nothing was saved: I cannot reach you. ${wayToReach(place.platform)}`), text(facts.reason)] }
        : { blocks: [text("Nothing was saved: I cannot post here. An admin can let me."), text(facts.reason)] };
    case "ask":
      return askReply(facts);
  }
  return facts satisfies never;
}

function savedReply(digest: DigestDetails): Reply {
  const { where, settings } = digest;
  const whom = where === "me" ? "to you" : "to everybody here";
  const again = where === "me" ? "digest settings" : "digest here";
  return {
    title: "The digest is on",
    blocks: [text(`It comes ${whom} ${scheduleWords(settings)}.`), detailLines(digest)],
    buttons: [{ label: "Settings", command: again, input: {}, answer: "new" }, ...stateButtons(digest)],
  };
}

function askReply({ settings, command, input }: SubscribedFacts & { state: "ask" }): Reply {
  const zones = [settings.zone, ...COMMON_ZONES.filter((zone) => zone !== settings.zone)];
  return {
    blocks: [text(`Nothing is saved yet: ${scheduleWords(settings)} – is that your time zone?`)],
    buttons: [{ label: `Yes, ${zoneName(settings.zone)} time`, command, input: { ...input, zone: settings.zone } }],
    choices: {
      prompt: "Or choose another; any city can be typed:",
      options: zones.slice(1).map((zone) => ({ label: zoneName(zone), command, input: { ...input, zone } })),
    },
  };
}
