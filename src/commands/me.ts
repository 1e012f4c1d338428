import type { AboutMe } from "./me-book.ts";
import { cleanLine } from "../core/clean.ts";
import { defineCommand } from "../core/command.ts";
import { fields, type Reply, text } from "../core/reply.ts";
import { z } from "zod";

/** As docs/retention.md and the job that takes backups have it. */
const BACKUP_DAYS = 7;

/** `/me`: what is kept about whoever asks, how long, and the ways to take it along or have it removed. */
export const me = ({ kept }: Pick<AboutMe, "kept">) =>
  defineCommand({
    name: "me",
    summary: "What is kept about you, how long, and how to have it or remove it.",
    examples: ["me"],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    run: async (_input, call) => await kept(call),
    show: ({ accounts, kinds }): Reply => ({
      title: "What is kept about you",
      blocks: [
        text(
          `You are known as ${accounts
            .map(({ platform, name }) => (name === undefined ? platform : `${cleanLine(name, 64)} (${platform})`))
            .join(", ")}.`,
        ),
        ...(kinds.length === 0
          ? []
          : [fields(Object.fromEntries(kinds.map(({ kind, count, life }) => [kind, `${count}, until ${life}`])))]),
        text(
          `Whoever operates this desk can read all of it in its database and backups. Backups, also those taken before an upgrade, are kept for ${BACKUP_DAYS} days, longer only if few are there or the operator copies them; the database that a restore replaces lies beside it (".before-" and the time) until the operator removes it. What you delete is deleted again when one of these is put back.`,
        ),
        text(
          "Where somebody blocked you or put you on a list of who may ask, the number of your account stays there until they take it off, also when you delete everything. Questions to a model go to the model's server. What you wrote is not logged.",
        ),
      ],
      buttons: [
        { label: "Export", command: "me export", input: {}, answer: "new" },
        { label: "Forget conversations", command: "me forget", input: {}, answer: "new" },
        { label: "Delete everything", command: "me delete", input: {}, answer: "new" },
      ],
    }),
  });
