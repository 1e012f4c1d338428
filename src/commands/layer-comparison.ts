import { type Reply, text } from "../core/reply.ts";

/** A layer that is only there to compare with: who is in it. */
export interface ComparisonFacts {
  readonly layerId: string;
  readonly name: string;
  readonly what: string;
  readonly projects: readonly { readonly projectId: string; readonly name: string }[];
}

/** Who is in a layer that enters no figure. */
export const comparisonReply = ({ name, what, projects }: ComparisonFacts): Reply => ({
  title: name,
  blocks: [text(`${what}\nNo part of the sector's figures: ${projects.map((each) => each.name).join(", ")}.`)],
  choices: {
    prompt: "Look at one",
    options: projects.map((each) => ({
      label: each.name,
      command: "project",
      input: { name: `=${each.projectId}` },
      answer: "new",
    })),
  },
});
