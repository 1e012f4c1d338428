import { defineCommand } from "../core/command.ts";
import { statusFacts, type StatusParts } from "./status-facts.ts";
import { statusReply } from "./status-reply.ts";
import { z } from "zod";

/** `/status`: how the desk and its sources are doing. */
export const status = (parts: StatusParts) =>
  defineCommand({
    name: "status",
    summary: "How the desk and its sources are doing, and what is left of their quotas.",
    examples: ["status"],
    input: z.object({}),
    access: "admin",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    run: (_input, { now }) => statusFacts(parts, now),
    show: statusReply,
  });
