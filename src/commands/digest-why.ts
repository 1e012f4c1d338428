import { age } from "../core/format.ts";
import { cleanLine } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { type DigestDetails, detailLines, detailsOf, localTime, stateButtons } from "./digest-words.ts";
import type { DigestParts } from "./digest-book.ts";
import { noDigest } from "./digest-settings.ts";
import { type Block, bold, rich, text } from "../core/reply.ts";
import type { Run } from "../digest/subscription.ts";
import { z } from "zod";

const SHOWN = 7;

interface WhyFacts {
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
    async run(_input, call): Promise<WhyFacts> {
      const found = await parts.digests.of("me", call);
      if (!found) return { runs: [] };
      return { digest: detailsOf("me", found), runs: await parts.digests.runs(found, SHOWN) };
    },
    show({ digest, runs }, { now }) {
      if (!digest) return noDigest("me");
      const { settings, state, reason } = digest;
      const permission =
        state === "unreachable"
          ? `I may not write to you: ${cleanLine(reason ?? "", 200)}. When that is mended: /digest resume`
          : "As far as I know I may write to you.";
      const lines = runs.map((run): Block => {
        const why = run.reason === undefined ? "" : `: ${cleanLine(run.reason, 200)}`;
        const late = run.isLate && run.state !== "folded" ? ", late" : "";
        return rich(
          bold(localTime(run.dueAt, settings)),
          ` ${STATE_WORDS[run.state]}${late}${why} (${age(run.at, now)})`,
        );
      });
      return {
        title: "Your digest and why",
        blocks: [
          detailLines(digest),
          text(permission),
          ...(lines.length === 0 ? [text("None has been due yet.")] : lines),
        ],
        buttons: [{ label: "Settings", command: "digest settings", input: {}, answer: "new" }, ...stateButtons(digest)],
      };
    },
  });
