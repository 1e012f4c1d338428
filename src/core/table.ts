import type { TableBlock } from "./reply.ts";

/** Columns that a phone shows in a fixed-width font without wrapping. */
export const TABLE_WIDTH = 34;

/** Terminal columns: wide East Asian characters and emoji take two. */
const width = (text: string): number =>
  [...text].reduce(
    (sum, each) =>
      sum +
      (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\u{1F300}-\u{1FAFF}]/u.test(each)
        ? 2
        : 1),
    0,
  );

function cut(text: string, limit: number): string {
  if (width(text) <= limit) return text;
  let kept = "";
  for (const each of text) {
    if (width(kept + each) > limit - 1) break;
    kept += each;
  }
  return `${kept.trimEnd()}…`;
}

const pad = (text: string, to: number, align: "left" | "right"): string =>
  align === "right"
    ? " ".repeat(Math.max(0, to - width(text))) + text
    : text + " ".repeat(Math.max(0, to - width(text)));

/**
 * A table in a fixed-width font, at most `limit` columns wide: only the first column is ever shortened, never a figure.
 * Where figures alone are wider, each row becomes "label: value" lines.
 */
export function tableText(table: TableBlock, limit = TABLE_WIDTH): string {
  const lines = [table.columns.map(({ label }) => label), ...table.rows];
  const widths = table.columns.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ""))));
  const figures = widths.slice(1).reduce((sum, each) => sum + each + 1, 0);
  const first = Math.min(widths[0] ?? 0, limit - figures);
  if (first < 3) return asLines(table);
  return lines
    .map((line) =>
      table.columns
        .map(({ align }, column) =>
          column === 0
            ? pad(cut(line[0] ?? "", first), first, align)
            : pad(line[column] ?? "", widths[column] ?? 0, align),
        )
        .join(" ")
        .trimEnd(),
    )
    .join("\n");
}

const asLines = (table: TableBlock): string =>
  table.rows
    .map(([name = "", ...cells]) =>
      [name, ...cells.map((cell, index) => `  ${table.columns[index + 1]?.label ?? ""}: ${cell}`)].join("\n"),
    )
    .join("\n");
