import type { Call } from "../core/call.ts";
import { defineCommand } from "../core/command.ts";
import { type DigestDetails, detailsOf, localTime, scheduleWords } from "./digest-words.ts";
import type { DigestParts, Where } from "./digest-book.ts";
import { typedFields } from "./digest-fields.ts";
import { noDigest } from "./digest-settings.ts";
import { type Button, type Reply, text } from "../core/reply.ts";
import { z } from "zod";

/** What is done with a whole digest. */
export type DigestAction = "pause" | "resume" | "stop";

/** What became of it; without `digest` there was none. */
export interface ActionFacts {
  readonly action: DigestAction;
  readonly where: Where;
  readonly digest?: DigestDetails;
  /** Why its channel takes nothing. */
  readonly refused?: string;
}

const SUMMARIES = {
  pause: "Keeps your digest as it is set up, and sends none until you resume it.",
  resume: "Sends your digest again.",
  stop: "Ends your digest and forgets how it was set up.",
} as const satisfies Record<DigestAction, string>;

const actionCommand = (action: DigestAction) => (parts: DigestParts) =>
  defineCommand({
    name: `digest ${action}`,
    summary: SUMMARIES[action],
    examples: [`digest ${action}`],
    input: z.object({}),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],
    run: (_input, call) => act(parts, "me", action, call),
    show: actionReply,
  });

/** `/digest pause`. */
export const digestPause = actionCommand("pause");
/** `/digest resume`: also one that could not be reached, if it can be now. */
export const digestResume = actionCommand("resume");
/** `/digest stop`. */
export const digestStop = actionCommand("stop");

/** Pauses, resumes or stops a digest. */
export async function act(parts: DigestParts, where: Where, action: DigestAction, call: Call): Promise<ActionFacts> {
  const known = await parts.digests.of(where, call);
  if (known && action === "resume") {
    const line = `The digest comes here again ${scheduleWords(known.settings)}.`;
    const refused = await parts.digests.tryOut(where, line, call);
    if (refused !== undefined) return { action, where, digest: detailsOf(where, known), refused };
  }
  return await parts.digests.change<ActionFacts>(where, { kind: action }, call, (before, after) => {
    const digest = after ?? before;
    return { action, where, ...(digest && { digest: detailsOf(where, digest) }) };
  });
}

/** What became of it, and the way back. */
export function actionReply({ action, where, digest, refused }: ActionFacts): Reply {
  if (!digest) return noDigest(where);
  const { settings, nextAt } = digest;
  const to = (label: string, name: DigestAction): Button =>
    where === "me"
      ? { label, command: `digest ${name}`, input: {} }
      : { label, command: "digest here", input: { action: name } };
  if (refused !== undefined)
    return { blocks: [text(`It stays ${digest.state}: I cannot write there.`), text(refused)] };
  switch (action) {
    case "pause":
      return { blocks: [text("The digest is paused.")], buttons: [to("Resume", "resume"), to("Stop", "stop")] };
    case "resume":
      return {
        blocks: [
          text(
            `The digest is on again${nextAt === undefined ? "" : `; the next comes ${localTime(nextAt, settings)}`}.`,
          ),
        ],
        buttons: [to("Pause", "pause"), to("Stop", "stop")],
      };
    case "stop":
      return {
        blocks: [text("The digest has ended, and how it was set up is forgotten.")],
        buttons: [
          {
            label: "Undo",
            command: where === "me" ? "digest subscribe" : "digest here",
            input: typedFields(settings, where),
          },
        ],
      };
  }
  return action satisfies never;
}
