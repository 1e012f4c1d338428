import type { Block } from "../core/reply.ts";

/** Characters that a reader sees, a separator for each line and cell counted; a picture is none. */
export const lengthOf = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, block) => sum + (block.kind === "chart" ? 0 : 1 + charactersOf(block)), 0);

/** Of one block. */
export function charactersOf(block: Block): number {
  switch (block.kind) {
    case "text":
      return block.spans.reduce((sum, { text }) => sum + text.length, 0);
    case "fields":
      return block.fields.reduce((sum, { label, value }) => sum + label.length + value.length + 3, 0);
    case "table":
      return [block.columns.map(({ label }) => label), ...block.rows]
        .flat()
        .reduce((sum, cell) => sum + cell.length + 1, 0);
    case "chart":
    case "file":
      return 0;
  }
  return block satisfies never;
}
