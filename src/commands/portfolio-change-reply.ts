import { age } from "../core/format.ts";
import { type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import type { ChangeFacts, EntryFacts } from "./portfolio-entry-facts.ts";
import { entryLine, entryMark, holdingLines } from "./portfolio-entry-words.ts";
import { ACTIVITIES, UNDO } from "./portfolio-add-reply.ts";
import type { PortfolioEditFacts } from "./portfolio-edit.ts";
import type { PortfolioUndoFacts } from "./portfolio-undo.ts";

/** As many lines as a phone shows without losing the thread. */
const LINES = 5;

function lines(entries: readonly EntryFacts[], count: number, zone: string, locale: string): readonly string[] {
  const shown = entries.slice(0, LINES).map((entry) => {
    const mark = entryMark(entry, entry.transferId !== undefined);
    return `#${entry.number} ${entryLine(entry, zone, locale)}${mark === undefined ? "" : ` (${mark})`}`;
  });
  const rest = count - shown.length;
  return rest > 0 ? [...shown, `and ${rest.toLocaleString("en")} more`] : shown;
}

/** What an entry is now. */
export function editedReply(facts: PortfolioEditFacts, { locale }: Call): Reply {
  const { added, zone, pairedWith, partedFrom } = facts;
  const changed = added.map((entry) => {
    const mark = entryMark(entry, pairedWith !== undefined);
    return `#${entry.number} ${entryLine(entry, zone, locale)}${mark === undefined ? "" : ` (${mark})`}`;
  });
  const move: readonly (string | false)[] = [
    partedFrom !== undefined &&
      `It does not fit #${partedFrom} any more, with which it was a move between your own accounts: both count as from and to elsewhere until they fit again.`,
    pairedWith !== undefined && `Together with #${pairedWith} a move between your own accounts: cost and dates stay.`,
  ];
  const said = ["Changed:", ...changed, ...move.filter((line) => line !== false), ...holdingLines(facts, locale)];
  return { blocks: [text(said.join("\n"))], buttons: [UNDO, ACTIVITIES] };
}

/** What is gone, and what there is now. */
export function removedReply(facts: ChangeFacts, { locale }: Call): Reply {
  const { removed, removedCount, zone } = facts;
  const said = ["Removed:", ...lines(removed, removedCount, zone, locale), ...holdingLines(facts, locale)];
  return { blocks: [text(said.join("\n"))], buttons: [UNDO, ACTIVITIES] };
}

/** What was taken back. */
export function undoneReply({ undone }: PortfolioUndoFacts, { locale, now }: Call): Reply {
  if (!undone) return { blocks: [text("There is nothing to take back.")], buttons: [ACTIVITIES] };
  const { added, addedCount, removed, removedCount, zone, command, madeAt } = undone;
  const said = [
    `Took back the /${command} of ${age(madeAt, now)}.`,
    ...(removedCount > 0 ? ["Gone again:", ...lines(removed, removedCount, zone, locale)] : []),
    ...(addedCount > 0 ? ["There again:", ...lines(added, addedCount, zone, locale)] : []),
    ...holdingLines(undone, locale),
  ];
  return {
    blocks: [text(said.join("\n"))],
    buttons: [{ ...UNDO, label: "Undo the one before" }, ACTIVITIES],
  };
}
