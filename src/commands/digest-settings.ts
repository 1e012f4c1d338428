import type { Call } from "../core/call.ts";
import { changeChoices, type DigestDetails, detailLines, detailsOf, stateButtons } from "./digest-words.ts";
import { defineCommand } from "../core/command.ts";
import { type DigestFields, digestFields, readDigestLine, withFields } from "./digest-fields.ts";
import type { DigestParts, Where } from "./digest-book.ts";
import { type Reply, text } from "../core/reply.ts";
import { suggestDigest } from "./digest-subscribe.ts";

/** A digest as it stands; none where there is none. */
export interface SettingsFacts {
  readonly where: Where;
  readonly digest?: DigestDetails;
}

/** `/digest settings`: shows how it is set up, and changes what is named. */
export const digestSettings = (parts: DigestParts) =>
  defineCommand({
    name: "digest settings",
    summary: "How your digest is set up, and changes it.",
    examples: ["digest settings", "digest settings 18:00 Tokyo", "digest settings quiet:22:00-07:00"],
    input: digestFields,
    readLine: readDigestLine,
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    suggest: suggestDigest(parts),
    run: (asked, call) => changeSettings(parts, "me", asked, call),
    show: settingsReply,
  });

/** @throws UserError that names the word which cannot be so */
export async function changeSettings(
  parts: DigestParts,
  where: Where,
  asked: DigestFields,
  call: Call,
): Promise<SettingsFacts> {
  const known = await parts.digests.of(where, call);
  if (!known) return { where };
  if (Object.values(asked).every((value) => value === undefined)) return { where, digest: detailsOf(where, known) };
  const settings = withFields(known.settings, asked, parts);
  return await parts.digests.change<SettingsFacts>(where, { kind: "settings", settings }, call, (_before, after) => ({
    where,
    ...(after && { digest: detailsOf(where, after) }),
  }));
}

/** How it stands, with all that can be pressed. */
export function settingsReply({ where, digest }: SettingsFacts): Reply {
  if (!digest) return noDigest(where);
  return {
    title: where === "me" ? "Your digest" : "The digest of this place",
    blocks: [detailLines(digest)],
    choices: changeChoices(digest),
    buttons: stateButtons(digest),
  };
}

/** Where there is none: one tap to the recommended one. */
export const noDigest = (where: Where): Reply => ({
  blocks: [text(where === "me" ? "You get no digest." : "This place gets no digest.")],
  buttons: [
    {
      label: "Each day at 09:00",
      command: where === "me" ? "digest subscribe" : "digest here",
      input: { time: "09:00" },
    },
  ],
});
