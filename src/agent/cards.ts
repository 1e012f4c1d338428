import { bold, type Block, type Button, type Choices, type Reply, rich, text } from "../core/reply.ts";
import { type SourceRow, sourcesButton } from "../core/sources-card.ts";
import type { ToolOutcome } from "./tools.ts";

// More would bury the answer; platforms show five in a row.
const BUTTON_LIMIT = 5;

const unique = <Each>(all: readonly Each[]): Each[] => [
  ...new Map(all.map((each) => [JSON.stringify(each), each])).values(),
];

function joined(blocks: readonly Block[], from: readonly Reply[]): Reply {
  const footer = unique(from.flatMap((reply) => reply.footer ?? [])).join(" · ");
  const buttons: Button[] = unique(from.flatMap((reply) => reply.buttons ?? [])).slice(0, BUTTON_LIMIT);
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

const repliesOf = (outcomes: readonly ToolOutcome[]): Reply[] =>
  outcomes.flatMap((outcome) => (outcome.state === "failed" ? [] : [outcome.reply]));

/** The tools' own replies as the answer: one as it is, several one below the other. @param lead  a line on top */
export function cardsReply(outcomes: readonly ToolOutcome[], lead?: string): Reply {
  const replies = unique(repliesOf(outcomes));
  const failed = outcomes.flatMap((outcome) => (outcome.state === "failed" ? [outcome.reference] : []));
  const [only] = replies;
  const top = lead === undefined ? [] : [text(lead)];
  if (only && replies.length === 1 && failed.length === 0) return { ...only, blocks: [...top, ...only.blocks] };
  const blocks = replies.flatMap((reply) => [
    ...(reply.title === undefined ? [] : [rich(bold(reply.title))]),
    ...reply.blocks,
  ]);
  return joined([...top, ...blocks, ...failedLine(failed)], replies);
}

/**
 * The model's checked text with what the tools add to it: charts, buttons, choices, source and age. Tables and fields say the
 * same as the text and are left out, except on the card of a proposal, which is shown whole.
 * @param rests  what the figures of the text rest on
 */
export function textReply(
  blocks: readonly Block[],
  outcomes: readonly ToolOutcome[],
  rests: readonly SourceRow[],
): Reply {
  const proposals = outcomes.flatMap((outcome) => (outcome.state === "proposed" ? outcome.reply.blocks : []));
  const replies = unique(repliesOf(outcomes));
  const charts = replies.flatMap((reply) => reply.blocks.filter(({ kind }) => kind === "chart" || kind === "file"));
  // Confirm comes first, so that no look-up pushes it out.
  const ranked = [...replies].sort((a, b) => Number(hasConfirm(b)) - Number(hasConfirm(a)));
  const reply = joined([...blocks, ...proposals, ...charts], ranked);
  const sources = sourcesButton(rests);
  return sources ? { ...reply, buttons: [...(reply.buttons ?? []).slice(0, BUTTON_LIMIT - 1), sources] } : reply;
}

const hasConfirm = (reply: Reply): boolean =>
  (reply.buttons ?? []).some((button) => "proposalId" in button && button.proposalId !== undefined);
