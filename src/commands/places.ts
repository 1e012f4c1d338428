import { age } from "../core/format.ts";
import type { Call, Place, Platform } from "../core/call.ts";
import { defineCommand } from "../core/command.ts";
import { type Block, fields, type Reply, text } from "../core/reply.ts";
import { UserError } from "../core/errors.ts";
import { z } from "zod";

/** A place as the owner sees it. */
interface KnownPlace extends Pick<Place, "platform" | "chatId" | "isPublic"> {
  /** UTC epoch milliseconds. */
  readonly seenAt: number;
  /** Of the last seven days. */
  readonly answers: number;
  readonly modelQuestions: number;
  readonly isAllowed: boolean;
}

/** How leaving ended. `cannot`: the platform knows no such thing of us there, or the door is closed. */
type Left = "left" | "cannot";

/** The places that something is kept for. */
export interface PlaceBook {
  /** The most used first. */
  readonly all: (limit: number, now: number) => Promise<readonly KnownPlace[]>;
  /** Once for each call: whether free questions may use the model there. */
  readonly allow: (place: Place, state: "on" | "off", call: Call) => Promise<{ readonly state: "on" | "off" }>;
  /** By whom and when is noted. */
  readonly leave: (place: Place, call: Call) => Promise<Left>;
  /** Once for each call: whether an account ("platform:id") is answered anywhere. */
  readonly block: (account: string, state: "on" | "off", call: Call) => Promise<{ readonly state: "on" | "off" }>;
  readonly blocked: () => Promise<readonly string[]>;
}

/** How a place is named where it is typed: "telegram:-100123", "discord:direct:123". */
export const placeWord = ({ platform, chatId, isPublic }: Pick<Place, "platform" | "chatId" | "isPublic">): string =>
  `${platform}:${isPublic ? "" : "direct:"}${chatId}`;

const PLATFORMS: readonly Platform[] = ["telegram", "discord"];
const ROWS = 20;

const placeField = z.string().trim().min(3).max(80).describe("The place, as /places lists it: telegram:-100123");

/** `/places`: where the desk is, and how much it is used there. */
export const places = (book: PlaceBook) =>
  defineCommand({
    name: "places",
    summary: "Where the desk is used, how much, and where the model may be asked.",
    examples: ["places"],
    input: z.object({}),
    access: "owner",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    run: async (_input, { now }) => ({ places: await book.all(ROWS, now), blocked: await book.blocked() }),
    show: placesReply,
  });

function placesReply(
  { places: known, blocked }: { readonly places: readonly KnownPlace[]; readonly blocked: readonly string[] },
  { now }: Call,
): Reply {
  const blocks = blocked.length === 0 ? [] : [fields({ "Blocked everywhere": blocked.join(", ") })];
  if (known.length === 0 && blocks.length === 0) return { blocks: [text("Nothing is kept of any place yet.")] };
  const table: Block = {
    kind: "table",
    columns: [
      { label: "Place", align: "left" },
      { label: "Answers", align: "right" },
      { label: "Model", align: "right" },
      { label: "Seen", align: "right" },
    ],
    rows: known.map((each) => [
      placeWord(each),
      each.isPublic ? String(each.answers) : "not counted",
      each.isAllowed ? String(each.modelQuestions) : "off",
      age(each.seenAt, now),
    ]),
  };
  return {
    title: "Places",
    blocks: [...(known.length === 0 ? [] : [table]), ...blocks],
    footer: "of the last 7 days · /places allow and /places leave take a place of the list",
  };
}

/** `/places allow <place> [on|off]`: whether free questions may use the model there. */
export const placesAllow = (book: PlaceBook) =>
  defineCommand({
    name: "places allow",
    summary: "Lets the model answer free questions in a place, or stops it.",
    examples: ["places allow telegram:-100123", "places allow telegram:-100123 off"],
    input: z.object({ place: placeField, state: z.enum(["on", "off"]).default("on").describe("on or off") }),
    access: "owner",
    effect: "write",
    // So that the owner can press it on a message that nobody asked for.
    visibility: "public",
    surfaces: ["chat"],
    run: async ({ place, state }, call) => ({ place, ...(await book.allow(readPlace(place), state, call)) }),
    show: ({ place, state }) => ({
      blocks: [
        text(
          state === "on"
            ? `Free questions in ${place} are answered by the model from now on.`
            : `Free questions in ${place} do not use the model; look-ups go on.`,
        ),
      ],
    }),
  });

/** `/places leave <place>`: the desk goes. What is kept for the place stays until it is removed there or expires. */
export const placesLeave = (book: PlaceBook) =>
  defineCommand({
    name: "places leave",
    summary: "Makes the desk leave a group or server.",
    examples: ["places leave telegram:-100123"],
    input: z.object({ place: placeField }),
    access: "owner",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    run: async ({ place }, call) => ({ place, how: await book.leave(readPlace(place), call) }),
    show: ({ place, how }) => ({
      blocks: [
        text(
          how === "left"
            ? `I have left ${place}.`
            : `I could not leave ${place}: the platform knows no such place of mine, or cannot be reached.`,
        ),
      ],
    }),
  });

/** `/places block <account> [on|off]`: somebody is answered nowhere, or again. */
export const placesBlock = (book: PlaceBook) =>
  defineCommand({
    name: "places block",
    summary: "Answers an account nowhere any more, or again.",
    examples: ["places block telegram:123456789", "places block discord:123456789012345678 off"],
    input: z.object({
      account: z
        .string()
        .trim()
        .regex(/^(?:telegram|discord|web):[\w-]{1,64}$/, "an account such as telegram:123456789")
        .describe("The account, such as telegram:123456789"),
      state: z.enum(["on", "off"]).default("on").describe("on or off"),
    }),
    access: "owner",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    async run({ account, state }, call) {
      if (account === `${call.place.platform}:${call.caller.accountId}`)
        throw new UserError("That is you, and you own this desk.");
      return { account, ...(await book.block(account, state, call)) };
    },
    show: ({ account, state }) => ({
      blocks: [text(state === "on" ? `${account} is answered nowhere from now on.` : `${account} is answered again.`)],
    }),
  });

/** @throws UserError for what names no place */
function readPlace(word: string): Place {
  const [, platform, direct, chatId = ""] = /^(\w+):(direct:)?(@?-?\d{1,24})$/.exec(word) ?? [];
  const known = PLATFORMS.find((each) => each === platform);
  if (known === undefined)
    throw new UserError("That names no place.", { hint: "/places lists them: telegram:-100123 is one." });
  return { platform: known, chatId, isPublic: direct === undefined };
}
