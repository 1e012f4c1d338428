import { age } from "../core/format.ts";
import { cleanLine } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { type DigestDetails, detailLines, detailsOf, localTime, stateButtons } from "./digest-words.ts";
import type { Call } from "../core/call.ts";
import { commandOf } from "./digest-pages.ts";
import type { DigestParts, Where } from "./digest-book.ts";
import { noDigest } from "./digest-settings.ts";
import { type Block, bold, type Reply, rich, text } from "../core/reply.ts";
import type { Run } from "../digest/subscription.ts";
import { z } from "zod";

const SHOWN = 7;

/** What is known of a digest and its last runs, the newest first. */
export interface WhyFacts {
  readonly where: Where;
  readonly digest?: DigestDetails;
  readonly runs: readonly Run[];
}

const STATE_WORDS = {
  folded: "left to the next one",
  waiting: "waits to be sent",
  sending: "is being sent",
  sent: "sent",
  later: "not sent yet, tried again",
  gone: "refused by the chat",
  dropped: "given up",
  unknown: "how it went is no longer known",
} as const satisfies Record<Run["state"], string>;

/** `/digest why`: when the next comes, what became of the last ones, and what keeps things out of it. */
export const digestWhy = (parts: DigestParts) =>
  defineCommand({
    name: "digest why",
    summary: "When your next digest comes, what became of the last ones, and why.",
    examples: ["digest why"],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    run: (_input, call) => whyFacts(parts, "me", call),
    show: whyReply,
  });

/** Reads them. */
export async function whyFacts(parts: DigestParts, where: Where, call: Call): Promise<WhyFacts> {
  const found = await parts.digests.of(where, call);
  if (!found) return { where, runs: [] };
  return { where, digest: detailsOf(where, found), runs: await parts.digests.runs(found, SHOWN) };
}

/** The next one, what became of the last ones, and what keeps them or something in them away. */
export function whyReply({ where, digest, runs }: WhyFacts, { now }: Pick<Call, "now">): Reply {
  if (!digest) return noDigest(where);
  const lines = runs.map((run): Block => {
    const why = run.reason === undefined ? "" : `: ${cleanLine(run.reason, 200)}`;
    const late = run.isLate && run.state !== "folded" ? ", late" : "";
    return rich(
      bold(localTime(run.dueAt, digest.settings)),
      ` ${STATE_WORDS[run.state]}${late}${why} (${age(run.at, now)})`,
    );
  });
  return {
    title: where === "me" ? "Your digest and why" : "The digest of this place and why",
    blocks: [
      detailLines(digest),
      text(permissionWords({ digest, runs }, where, now)),
      ...(lines.length === 0 ? [text("None has been due yet.")] : lines),
    ],
    buttons: [{ label: "Settings", command: commandOf(where), input: {}, answer: "new" }, ...stateButtons(digest)],
  };
}

/** Whether the desk may write there, told by how that went. */
function permissionWords(
  { digest, runs }: { readonly digest: DigestDetails; readonly runs: readonly Run[] },
  where: Where,
  now: number,
): string {
  const there = where === "me" ? "write to you" : "post here";
  if (digest.state === "unreachable") {
    const resume = where === "me" ? "/digest resume" : "/digest here resume";
    return `I may not ${there}: ${cleanLine(digest.reason ?? "", 200)}. When that is mended: ${resume}`;
  }
  const last = runs.find(({ state }) => state === "sent" || state === "gone");
  if (last?.state === "sent") return `I may ${there}: the last one went through ${age(last.at, now)}.`;
  return `As far as I know I may ${there}.`;
}
