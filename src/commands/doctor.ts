import { bold, type Reply, rich, text } from "../core/reply.ts";
import { type DoctorFacts, doctorFacts, type DoctorParts } from "./doctor-facts.ts";
import { defineCommand } from "../core/command.ts";
import { z } from "zod";

/** What a phone's screen shows. */
const SHOWN = 8;

/** `/doctor`: what is wrong with the desk, or with the place, and how to mend it. */
export const doctor = (parts: DoctorParts) =>
  defineCommand({
    name: "doctor",
    summary: "Checks the desk and its rights in this place, and says how to mend what is wrong.",
    examples: ["doctor"],
    input: z.object({}),
    access: "admin",
    effect: "read",
    visibility: "private",
    surfaces: ["chat"],
    run: async (_input, call) => await doctorFacts(parts, call),
    show: doctorReply,
  });

/** One screen: a line for each ailment, the worst first. */
function doctorReply({ of, checked, ailments }: DoctorFacts): Reply {
  const rest = ailments.length - SHOWN;
  return {
    title: ailments.length === 0 ? "Doctor: all well" : `Doctor: ${ailments.length} to mend`,
    blocks:
      ailments.length === 0
        ? [text(`Looked at: ${checked.join(", ")}.`)]
        : [
            ...ailments.slice(0, SHOWN).map(({ about, what, mend }) => rich(bold(about), ` ${what} ${mend}`)),
            ...(rest > 0 ? [text(`… and ${rest} more, once these are mended.`)] : []),
          ],
    footer: of === "desk" ? "the whole desk, and this place" : "this place; the rest is for the desk's owner",
    buttons: [{ label: "Look again", command: "doctor", input: {} }],
  };
}
