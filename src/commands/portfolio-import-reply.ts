import type { Block, Reply } from "../core/reply.ts";
import { fields, text } from "../core/reply.ts";
import { cleanLine } from "../core/clean.ts";
import { utcDay } from "../core/format.ts";
import type { DryRun, ImportEnd } from "./import-book.ts";
import { ACTIVITIES, UNDO } from "./portfolio-add-reply.ts";

const FIRST = 10;
const SHOWN = { kinds: 8, coins: 6, unclear: 4, candidates: 3 } as const;
/** Rows in the file of what was rejected. */
const LISTED = 10_000;
const DIGITS = 8;

const KINDS: Readonly<Record<string, string>> = {
  buy: "bought",
  sell: "sold",
  swap: "swapped",
  transfer_in: "came in",
  transfer_out: "went out",
  income: "income",
  gift_in: "gifts in",
  gift_out: "gifts out",
  loss: "lost",
  fee: "fees",
  migration: "migrated",
  split: "splits",
};

const number = (count: number): string => count.toLocaleString("en");
const rowsOf = (count: number): string => `${number(count)} ${count === 1 ? "row" : "rows"}`;

/** A quantity for a phone; the exact one is in the portfolio. */
function short(quantity: string): string {
  const [whole = "", fraction = ""] = quantity.split(".");
  const kept = fraction.slice(0, Math.max(0, DIGITS - whole.replace("-", "").length)).replace(/0+$/, "");
  return kept === "" ? whole : `${whole}.${kept}`;
}

/** What a file would add, with Confirm and Cancel. */
export function dryRunReply(run: DryRun): Reply {
  const { adds, duplicates, rejected, skipped, coins, unclear, fromAt, toAt, importId } = run;
  const leftOut = skipped.reduce((sum, { count }) => sum + count, 0);
  const shownCoins = coins.slice(0, SHOWN.coins);
  const blocks: Block[] = [
    text(headLine(run)),
    fields({
      Format: `${run.format}, ${rowsOf(run.rows)}`,
      Period: fromAt === undefined || toAt === undefined ? undefined : `${utcDay(fromAt)} to ${utcDay(toAt)}`,
      "Would be added":
        adds === 0
          ? undefined
          : run.addsByKind
              .slice(0, SHOWN.kinds)
              .map(({ kind, count }) => `${number(count)} ${KINDS[kind] ?? kind}`)
              .join(", "),
      "There already": duplicates === 0 ? undefined : number(duplicates),
      "Left out":
        leftOut === 0
          ? undefined
          : `${number(leftOut)}: ${skipped
              .slice(0, 3)
              .map(({ reason, count }) => `${number(count)} × ${reason}`)
              .join("; ")}`,
      Rejected: rejected.length === 0 ? undefined : number(rejected.length),
      "Worth filled by closes": run.filled === 0 ? undefined : number(run.filled),
      "Worth not known": run.unvalued === 0 ? undefined : number(run.unvalued),
    }),
    ...(shownCoins.length === 0
      ? []
      : [
          {
            kind: "table" as const,
            columns: [
              { label: "Coin", align: "left" as const },
              { label: "Held now", align: "right" as const },
              { label: "After", align: "right" as const },
            ],
            rows: shownCoins.map(({ symbol, heldBefore, heldAfter }) => [
              cleanLine(symbol, 12),
              short(heldBefore),
              short(heldAfter),
            ]),
          },
        ]),
    ...(coins.some(({ heldAfter }) => heldAfter.startsWith("-"))
      ? [
          text(
            "Below zero: more leaves than ever came. Import the files of where it came from as well; until then its cost is not known.",
          ),
        ]
      : []),
    ...unclear.slice(0, SHOWN.unclear).map(unclearBlock),
    ...(rejected.length === 0
      ? []
      : [
          text(
            ["Rejected:", ...rejected.slice(0, FIRST).map(({ line, reason }) => `line ${line}: ${reason}`)].join("\n"),
          ),
        ]),
    ...(rejected.length > FIRST ? [{ kind: "file" as const, name: "rejected.csv", text: rejectedFile(run) }] : []),
  ];
  const input = (answer: "confirm" | "cancel") => ({ command: "portfolio import", input: { answer, of: importId } });
  return {
    title: "Import, not added yet",
    blocks,
    ...(adds === 0
      ? {}
      : {
          buttons: [
            { label: `Confirm: add ${number(adds)}`, ...input("confirm") },
            { label: "Cancel", ...input("cancel") },
          ],
        }),
    footer: "times are UTC unless the file says otherwise · waits an hour",
  };
}

function headLine({ adds, fileName, cutOff, rejected, unclear }: DryRun): string {
  const name = cleanLine(fileName, 60);
  const first = adds === 0 ? `Nothing new in ${name}.` : `${name}: nothing is added before you confirm.`;
  const more = [
    cutOff === "too_many_rows" ? "Only the first 100,000 rows were read: split the file." : "",
    cutOff === "broken" ? "It breaks off: what stands behind the last line read could not be taken apart." : "",
    rejected.length > 0 && unclear.length > 0 ? "Some coins are not clear." : "",
  ].filter((line) => line !== "");
  return [first, ...more].join(" ");
}

function unclearBlock({ symbol, rows, candidates }: DryRun["unclear"][number]): Block {
  const name = cleanLine(symbol, 20);
  if (candidates.length === 0) return text(`${name} (${rowsOf(rows)}) is no coin that I know: enter those by hand.`);
  const choices = candidates
    .slice(0, SHOWN.candidates)
    .map(({ label, value }) => `/price ${cleanLine(value, 60)} for ${cleanLine(label, 60)}`);
  return text(
    `${name} (${rowsOf(rows)}) may mean several coins. Say which, then send the file again: ${choices.join(", ")}.`,
  );
}

const rejectedFile = ({ rejected }: DryRun): string =>
  [
    "Line,Reason",
    ...rejected.slice(0, LISTED).map(({ line, reason }) => `${line},"${reason.replaceAll('"', '""')}"`),
  ].join("\r\n");

/** What confirming or cancelling did. */
export function importEndReply(end: ImportEnd): Reply {
  switch (end.step) {
    case "cancelled":
      return { blocks: [text("Cancelled. Nothing was added.")] };
    case "was added":
      return { blocks: [text("This file was added already. Nothing was added again.")], buttons: [UNDO, ACTIVITIES] };
    case "added":
      return {
        blocks: [
          text(`Added ${number(end.count)} ${end.count === 1 ? "entry" : "entries"} from ${end.format}.`),
          ...(end.missing.length === 0
            ? []
            : [
                text(
                  `Left without having come in: ${end.missing.map(({ symbol, quantity }) => `${short(quantity)} ${cleanLine(symbol, 12)}`).join(", ")}. Import or add where they came from.`,
                ),
              ]),
        ],
        buttons: [{ label: "Portfolio", command: "portfolio", input: {}, answer: "new" }, UNDO],
      };
  }
  return end satisfies never;
}
