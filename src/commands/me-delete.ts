import type { AboutMe } from "./me-book.ts";
import { defineCommand } from "../core/command.ts";
import { type Reply, text } from "../core/reply.ts";
import { z } from "zod";

type DeleteFacts = { readonly state: "asked"; readonly rows: number } | { readonly state: "deleted" };

/** `/me delete`: asks, then removes all that is kept about whoever asks. */
export const meDelete = ({ kept, remove }: Pick<AboutMe, "kept" | "remove">) =>
  defineCommand({
    name: "me delete",
    summary: "Deletes all that is kept about you, after asking.",
    examples: ["me delete"],
    input: z.object({ sure: z.enum(["yes"]).optional().describe("yes deletes at once") }),
    access: "member",
    effect: "write",
    visibility: "private",
    surfaces: ["chat"],

    async run({ sure }, call): Promise<DeleteFacts> {
      if (sure === undefined) {
        const { kinds } = await kept(call);
        return { state: "asked", rows: kinds.reduce((sum, { count }) => sum + count, 0) };
      }
      await remove(call);
      return { state: "deleted" };
    },

    show: (facts): Reply =>
      facts.state === "deleted"
        ? {
            title: "Deleted",
            blocks: [
              text(
                "Nothing is kept about you any more, but your account's number where somebody has blocked or listed it. Backups forget you as they age out, within 7 days as a rule, and a database that a restore has set aside when the operator removes it; if one of these is put back, you are deleted again. Messages here are yours to delete. If you write again, you begin anew.",
              ),
            ],
          }
        : {
            title: "Delete everything?",
            blocks: [
              text(
                `Your portfolio, wallets, watchlist, alerts, digest, settings and conversations: ${facts.rows.toLocaleString("en")} rows on every platform you are known on. It cannot be taken back. Feeds and evidence you gave for everybody stay, without your name; so do alerts and digests of groups.`,
              ),
            ],
            buttons: [
              { label: "Yes, delete everything", command: "me delete", input: { sure: "yes" } },
              { label: "Export first", command: "me export", input: {}, answer: "new" },
            ],
          },
  });
