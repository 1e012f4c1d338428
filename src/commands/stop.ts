import type { Call } from "../core/call.ts";
import { defineCommand } from "../core/command.ts";
import type { AnyCommand } from "../core/command.ts";
import { type Reply, text } from "../core/reply.ts";
import { z } from "zod";

export interface StopParts {
  /** Ends what is being answered to the caller here. @returns how many questions that were, with those that waited */
  readonly stop: (call: Call) => number;
  /** Every command, to know at the time which there are. */
  readonly all: ReadonlyMap<string, AnyCommand>;
}

/** What else somebody may want who says stop, as far as this desk has it. */
const OFFERS = [
  { label: "Pause all you send me", command: "pause" },
  { label: "See my alerts", command: "alert list" },
  { label: "Delete my data", command: "me delete" },
] as const;

/** `/stop`: ends the answer being worked on; with nothing to end, the ways to have it quiet. */
export const stop = (parts: StopParts) =>
  defineCommand({
    name: "stop",
    aliases: ["cancel"],
    summary: "Ends the answer I am working on for you here.",
    examples: ["stop"],
    input: z.object({}),
    access: "member",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    run: async (_input, call) => ({ stopped: parts.stop(call) }),
    show: ({ stopped }): Reply =>
      stopped > 0
        ? { blocks: [text(stopped === 1 ? "Stopping." : `Stopping, with ${stopped - 1} that waited.`)] }
        : {
            blocks: [text("I am not working on anything for you here. Do you want less of me?")],
            buttons: OFFERS.filter(({ command }) => parts.all.has(command)).map((offer) => ({
              ...offer,
              input: {},
              answer: "new" as const,
            })),
          },
  });
