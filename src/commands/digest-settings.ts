import type { Call } from "../core/call.ts";
import { buttonsOf, commandOf, type Page, pageButtons, type PageParts, pageTitle, pageWords } from "./digest-pages.ts";
import { type DigestDetails, detailLines, detailsOf, stateButtons } from "./digest-words.ts";
import { defineCommand } from "../core/command.ts";
import { type DigestFields, ownDigestFields, ownPageField, withFields } from "./digest-fields.ts";
import { readDigestLine } from "./digest-line.ts";
import type { DigestParts, Where } from "./digest-book.ts";
import { type Reply, text } from "../core/reply.ts";
import { suggestDigest } from "./digest-subscribe.ts";

/** A digest as it stands; none where there is none. */
export interface SettingsFacts {
  readonly where: Where;
  readonly digest?: DigestDetails;
  /** What is asked to be pressed, and the layers there are to choose from. */
  readonly page?: Page;
  readonly layers?: PageParts["layers"];
}

const settingsFields = ownDigestFields.extend({ page: ownPageField });

/** `/digest settings`: shows how it is set up, and changes what is named. */
export const digestSettings = (parts: DigestParts) =>
  defineCommand({
    name: "digest settings",
    summary: "How your digest is set up, and changes it.",
    examples: ["digest settings", "digest settings 18:00 Tokyo", "digest settings quiet:22:00-07:00 silent"],
    input: settingsFields,
    readLine: readDigestLine(Object.keys(settingsFields.shape)),
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
  { page, ...asked }: Partial<DigestFields> & { readonly page?: Page | undefined },
  call: Call,
): Promise<SettingsFacts> {
  const known = await parts.digests.of(where, call);
  if (!known) return { where };
  const shown = page === undefined ? {} : { page, ...(page === "layers" && { layers: layersOf(parts) }) };
  if (Object.values(asked).every((value) => value === undefined))
    return { where, digest: detailsOf(where, known), ...shown };
  const settings = withFields(known.settings, asked, { ...parts, where, place: call.place });
  return await parts.digests.change<SettingsFacts>(where, { kind: "settings", settings }, call, (_before, after) => ({
    where,
    ...(after && { digest: detailsOf(where, after) }),
    ...shown,
  }));
}

const layersOf = ({ map }: Pick<DigestParts, "map">): PageParts["layers"] =>
  map.layers.flatMap(({ id, name, isInSector }) => (isInSector ? [{ id, name }] : []));

/** How it stands, with all that can be pressed: what there is to set, or one of it. */
export function settingsReply(
  { where, digest, page, layers = [] }: SettingsFacts,
  { place }: Pick<Call, "place">,
): Reply {
  if (!digest) return noDigest(where);
  const title = where === "me" ? "Your digest" : "The digest of this place";
  if (page === undefined)
    return { title, blocks: [detailLines(digest)], buttons: [...pageButtons(digest), ...stateButtons(digest)] };
  return {
    title: `${title}: ${pageTitle(page)}`,
    blocks: [detailLines(digest), text(pageWords(page, commandOf(where)))],
    buttons: buttonsOf(page, digest, { layers, platform: place.platform }),
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
