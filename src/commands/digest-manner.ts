import { cleanLine } from "../core/clean.ts";
import type { Manner } from "../core/delivery.ts";
import type { Platform } from "../core/call.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** How the digest of a place is posted. */
export const mannerFields = {
  silent: z.enum(["on", "off"]).optional().describe("Posts without a sound; on unless changed"),
  role: z.string().trim().max(60).optional().describe("The one role that is mentioned; none. Discord"),
  crosspost: z.enum(["on", "off"]).optional().describe("Publishes it in an announcement channel. Discord"),
  last: z.enum(["keep", "replace", "pin"]).optional().describe("Keep the last one, replace it, or pin the newest"),
};

/** As they are given, each absent or a word. */
export type MannerFields = z.output<z.ZodObject<typeof mannerFields>>;

const DEFAULT: Manner = { isSilent: true };

/**
 * How a place's digest is posted, with what was asked for changed; undefined where nobody has ever asked.
 * @throws UserError where the platform has no such thing, or the role is none
 */
export function withManner(
  before: Manner | undefined,
  asked: MannerFields,
  { platform, chatId }: { readonly platform: Platform; readonly chatId: string },
): Manner | undefined {
  const { silent, role, crosspost, last } = asked;
  if ([silent, role, crosspost, last].every((value) => value === undefined)) return before;
  const known = before ?? DEFAULT;
  const roleId = role === undefined ? known.roleId : readRole(role, chatId);
  const isCrossposted = crosspost === undefined ? known.isCrossposted === true : crosspost === "on";
  if (platform !== "discord" && (roleId !== undefined || isCrossposted))
    throw new UserError("Roles and announcement channels are there on Discord alone.");
  const kept = last ?? known.last;
  return {
    isSilent: silent === undefined ? known.isSilent === true : silent === "on",
    ...(roleId === undefined ? {} : { roleId }),
    ...(isCrossposted ? { isCrossposted } : {}),
    ...(kept === undefined || kept === "keep" ? {} : { last: kept }),
  };
}

function readRole(typed: string, chatId: string): string | undefined {
  if (/^(?:none|off|no)$/i.test(typed)) return undefined;
  // The role of everybody has the server's own id, which a server's oldest channel shares; Discord is asked not to obey it anyway.
  const [, id] = /^(?:<@&)?(\d{17,20})>?$/.exec(typed) ?? [];
  if (id !== undefined && id !== chatId) return id;
  throw new UserError(
    id === undefined && !/everyone|here/i.test(typed)
      ? `"${cleanLine(typed, 40)}" is no role.`
      : "A digest never calls everybody.",
    { hint: "Mention one role, such as role:@Readers, or say role:none." },
  );
}

/** "without a sound; replaces the last one". */
export function mannerWords(manner: Manner = DEFAULT): string {
  const { isSilent, roleId, isCrossposted, last } = manner;
  return [
    isSilent === true ? "without a sound" : "with a sound",
    ...(roleId === undefined ? [] : [`mentions the role ${roleId}`]),
    ...(isCrossposted === true ? ["published to followers"] : []),
    ...(last === undefined ? [] : [last === "pin" ? "the newest is pinned" : "replaces the last one"]),
  ].join("; ");
}

/** What would make the same again, as it can be asked for. */
export const mannerTyped = ({ isSilent, roleId, isCrossposted, last }: Manner = DEFAULT): MannerFields => ({
  silent: isSilent === true ? "on" : "off",
  role: roleId ?? "none",
  crosspost: isCrossposted === true ? "on" : "off",
  last: last ?? "keep",
});
