import { type Button, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import type { ChangeFacts, EntryFacts } from "./portfolio-entry-facts.ts";
import { entryLine, entryMark, holdingLines } from "./portfolio-entry-words.ts";

/** What was entered, and what there is now. */
export interface PortfolioAddFacts extends ChangeFacts {
  /** What has to be said of the words: that one is an old name. */
  readonly notes: readonly string[];
  /** Only a day was named, of which noon was taken. */
  readonly isNoon: boolean;
  /** The number of the other half of a move, which was there already. */
  readonly pairedWith?: number;
}

export const UNDO: Button = { label: "Undo", command: "portfolio undo", input: {} };
export const ACTIVITIES: Button = { label: "Activities", command: "portfolio activities", input: {}, answer: "new" };

/** One line of what was written, what is open about it, and what is held now. */
export function addedReply(facts: PortfolioAddFacts, { locale }: Call): Reply {
  const { added, notes, pairedWith, isNoon, zone } = facts;
  const isWholeMove = added.length > 1;
  const lines = added.flatMap((entry) => {
    const mark = entryMark(entry, pairedWith !== undefined || isWholeMove);
    return [`#${entry.number} ${entryLine(entry, zone, locale)}${mark === undefined ? "" : ` (${mark})`}`];
  });
  const [first] = added;
  return {
    blocks: [
      text(
        [
          ...lines,
          ...notes,
          ...(isNoon ? [`Without a time it stands at noon (${zone}).`] : []),
          ...(first === undefined ? [] : openPoints(first, { pairedWith, isWholeMove })),
          ...holdingLines(facts, locale),
        ].join("\n"),
      ),
    ],
    buttons: [UNDO, ACTIVITIES],
  };
}

interface Move {
  readonly pairedWith: number | undefined;
  readonly isWholeMove: boolean;
}

/** What is not known, or was taken for granted, with how to say it. */
function openPoints(entry: EntryFacts, { pairedWith, isWholeMove }: Move): readonly string[] {
  const { number, kind, value } = entry;
  const said: string[] = [];
  if (kind === "transfer_in" || kind === "transfer_out") {
    if (isWholeMove) said.push("A move between your own accounts: cost and dates stay.");
    else if (pairedWith !== undefined)
      said.push(`Together with #${pairedWith} a move between your own accounts: cost and dates stay.`);
    else if (kind === "transfer_out") said.push("These coins count as gone elsewhere, without a gain.");
    else if (value === undefined)
      said.push(
        `They count as coins from elsewhere. What they cost is unknown until you say it: /portfolio edit ${number} price:310`,
      );
    return said;
  }
  const isValued = kind === "buy" || kind === "sell" || kind === "swap" || kind === "income" || kind === "gift_in";
  if (isValued && value === undefined)
    said.push(
      `Nobody told a price of that day, so it counts as unknown. You can say it: /portfolio edit ${number} price:310`,
    );
  return said;
}
