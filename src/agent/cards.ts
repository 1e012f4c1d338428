import { bold, type Block, type Button, type Choices, type Reply, rich, text } from "../core/reply.ts";
import { type SourceRow, sourcesButton } from "../core/sources-card.ts";
import type { ToolOutcome } from "./tools.ts";

// More would bury the answer; platforms show five in a row. What can be confirmed is never left out.
const BUTTON_LIMIT = 5;

const unique = <Each>(all: readonly Each[]): Each[] => [
  ...new Map(all.map((each) => [JSON.stringify(each), each])).values(),
];

function joined(blocks: readonly Block[], from: readonly Reply[]): Reply {
  const footer = unique(from.flatMap((reply) => reply.footer ?? [])).join(" · ");
  const all = unique<Button>(from.flatMap((reply) => reply.buttons ?? []));
  const proposed = all.filter(isOfProposal);
  const others = all.filter((button) => !isOfProposal(button));
  const buttons = [...proposed, ...others.slice(0, Math.max(0, BUTTON_LIMIT - proposed.length))];
  const choices: Choices | undefined = from.find((reply) => reply.choices)?.choices;
  // Once one part is for the asker alone, all of it is.
  const isPrivate = from.some((reply) => reply.audience === "caller");
  return {
    blocks,
    ...(footer === "" ? {} : { footer }),
    ...(buttons.length === 0 ? {} : { buttons }),
    ...(choices ? { choices } : {}),
    ...(isPrivate ? { audience: "caller" as const } : {}),
  };
}

const failedLine = (references: readonly string[]): Block[] =>
  references.length === 0
    ? []
    : [
        text(
          `That could not be looked up right now. Please try again in a minute (reference ${references.join(", ")}).`,
        ),
      ];

const isOfProposal = (button: Button): boolean => "proposalId" in button && button.proposalId !== undefined;

const repliesOf = (outcomes: readonly ToolOutcome[]): Reply[] =>
  outcomes.flatMap((outcome) => (outcome.state === "failed" ? [] : [outcome.reply]));

/** Several proposals in one answer are numbered, so that each button says which it is about. */
function numbered(outcomes: readonly ToolOutcome[]): readonly ToolOutcome[] {
  const proposed = outcomes.filter(({ state }) => state === "proposed");
  if (proposed.length < 2) return outcomes;
  return outcomes.map((outcome) => {
    const number = proposed.indexOf(outcome) + 1;
    if (outcome.state !== "proposed" || number === 0) return outcome;
    const { blocks, buttons = [], ...rest } = outcome.reply;
    const reply: Reply = {
      ...rest,
      blocks: [rich(bold(`${number}.`)), ...blocks],
      buttons: buttons.map((button) => ({ ...button, label: `${button.label} ${number}` })),
    };
    return { ...outcome, reply };
  });
}

/** The tools' own replies as the answer: one as it is, several one below the other. @param lead  a line on top */
export function cardsReply(ended: readonly ToolOutcome[], lead?: string): Reply {
  const outcomes = numbered(ended);
  const replies = unique(repliesOf(outcomes));
  const failed = outcomes.flatMap((outcome) => (outcome.state === "failed" ? [outcome.reference] : []));
  const [only] = replies;
  const top = lead === undefined ? [] : [text(lead)];
  if (only && replies.length === 1 && failed.length === 0 && lead === undefined) return only;
  const blocks = replies.flatMap((reply) => [
    ...(reply.title === undefined ? [] : [rich(bold(reply.title))]),
    ...reply.blocks,
  ]);
  return joined([...top, ...blocks, ...failedLine(failed)], replies);
}

/**
 * The model's checked text with what the tools add to it: charts, buttons, choices, source and age. Tables and fields say the
 * same as the text and are left out. Not for answers with a proposal: those are `cardsReply`.
 * @param rests  what the figures of the text rest on
 */
export function textReply(
  blocks: readonly Block[],
  outcomes: readonly ToolOutcome[],
  rests: readonly SourceRow[],
): Reply {
  const replies = unique(repliesOf(outcomes));
  const charts = replies.flatMap((reply) => reply.blocks.filter(({ kind }) => kind === "chart" || kind === "file"));
  const reply = joined([...blocks, ...charts], replies);
  const sources = sourcesButton(rests);
  return sources ? { ...reply, buttons: [...(reply.buttons ?? []).slice(0, BUTTON_LIMIT - 1), sources] } : reply;
}
