import { bold, link, rich, text } from "../core/reply.ts";
import { ADDED_A_DAY, changeWords, scoreOf, type TakenBack } from "./score-book.ts";
import type { Call } from "../core/call.ts";
import { defineCommand } from "../core/command.ts";
import { givenFields, readGiven } from "./score-given.ts";
import { type ScoreParts, whichCriterion } from "./score.ts";
import type { Sector } from "../sector/sector.ts";
import { suggestProjects } from "./which-project.ts";
import { UserError } from "../core/errors.ts";
import { utcDay } from "../core/format.ts";
import { z } from "zod";

/** `/score add …`: evidence for a score, with its link and date. It counts for the whole desk. */
export const scoreAdd = ({ sector, scoreBook }: ScoreParts) => {
  return defineCommand({
    name: "score add",
    summary: "Adds evidence for a criterion of a project: what it shows, where, and of which day.",
    examples: [
      "score add Bittensor proprietary_tooling 3 A https://example.com/report 2026-03-01 Outside teams build on it.",
      'score add "Nous Research" proprietary_model 3 B https://example.com/a 2026-02-11 Two families in a year.',
    ],
    input: givenFields(sector.rubric),
    access: "admin",
    effect: "write",
    // What counts for everybody is changed where everybody sees it.
    visibility: "public",
    surfaces: ["chat"],
    suggest: { project: async (typed) => suggestProjects(typed, sector) },

    async run(typed, call) {
      await mayAdd(call, scoreBook);
      const { project, about, given } = readGiven(typed, sector, call.now);
      const { criterion, grade, score } = given;
      return await scoreBook.add(given, scoreOf(sector, call.now), call, (became) => ({
        ...became,
        projectId: project.id,
        name: project.name,
        criterion,
        criterionName: about.name,
        given: { claim: given.claim, link: given.url, onDay: utcDay(given.at), grade, scoreOf4: score },
      }));
    },

    show: (facts) => {
      if (facts.state === "there")
        return { blocks: [text("That link is evidence for this criterion already; /score remove takes it back.")] };
      if (facts.state === "enough")
        return { blocks: [text(`You have added ${ADDED_A_DAY} pieces of evidence within a day; more tomorrow.`)] };
      if (facts.state === "full")
        return { blocks: [text(`${facts.name} has as much evidence as it may; take some back with /score remove.`)] };
      const { name, criterion, criterionName, projectId, id, given } = facts;
      const isLess = facts.to !== given.scoreOf4;
      return {
        title: `${name}: evidence ${id} added`,
        blocks: [
          rich(bold(criterionName), `: ${changeWords(facts)}`),
          rich(
            `${given.claim} (`,
            link(new URL(given.link).hostname, given.link),
            `, ${given.onDay}, grade ${given.grade})`,
          ),
          text(
            isLess
              ? `You gave ${given.scoreOf4}. The rules make it ${facts.to === undefined ? "unknown" : facts.to}: newer evidence goes first, the lower of two readings of one month stands, and the project's own claims give 2 at most.`
              : "It stands beside what was there: the score of the newest evidence counts, and of two readings of one month the lower.",
          ),
        ],
        buttons: [
          { label: "The evidence", command: "score", input: { project: `=${projectId}`, criterion } },
          { label: "History", command: "score history", input: { project: `=${projectId}` } },
          { label: "Take it back", command: "score remove", input: { number: id } },
        ],
      };
    },
  });
};

/** `/score remove <n>`: takes a piece of evidence back; admins their own, the owner any that was added. */
export const scoreRemove = ({ sector, scoreBook }: ScoreParts) =>
  defineCommand({
    name: "score remove",
    summary: "Takes back evidence that was added, by its number; the history keeps it.",
    examples: ["score remove 3"],
    input: z.object({ number: z.number().int().min(1).describe("Its number, as /score and /score history show it") }),
    access: "admin",
    effect: "write",
    // What counts for everybody is changed where everybody sees it.
    visibility: "public",
    surfaces: ["chat"],

    async run({ number }, call) {
      await mayAdd(call, scoreBook);
      return await scoreBook.remove(number, scoreOf(sector, call.now), call, (became) => ({
        number,
        ...named(became, sector),
      }));
    },

    show: ({ number, ...facts }) => {
      if (facts.state === "of another")
        return {
          blocks: [text(`Evidence ${number} was added by somebody else; the owner of this desk can take it back.`)],
        };
      if (facts.state === "missing")
        return {
          blocks: [
            text(
              `There is no evidence ${number} that stands. /score history of a project lists the numbers; what the desk came with is not taken back.`,
            ),
          ],
        };
      const { name, criterionName, projectId, claim } = facts;
      return {
        title: `${name}: evidence ${number} taken back`,
        blocks: [rich(bold(criterionName), `: ${changeWords(facts)}`), text(claim)],
        buttons: [{ label: "History", command: "score history", input: { project: `=${projectId}` } }],
      };
    },
  });

function named(became: TakenBack, sector: Sector) {
  if (became.state !== "removed") return became;
  const { name } = sector.map.project(became.projectId) ?? { name: became.projectId };
  return { ...became, name, criterionName: whichCriterion(became.criterion, sector).name };
}

/** Evidence counts for the whole desk, so that the right over some place is not enough. @throws UserError */
async function mayAdd(call: Call, { isOpenTo }: Pick<ScoreParts["scoreBook"], "isOpenTo">): Promise<void> {
  if (call.caller.role === "owner" || (await isOpenTo(call.place))) return;
  throw new UserError("Evidence counts for the whole desk; the owner has not let the admins of this place add it.", {
    hint: "The owner can, here: /score admins on",
  });
}
