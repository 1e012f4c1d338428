import { type Block, type Reply, type Span } from "./reply.ts";
import { tableText } from "./table.ts";

const spanText = ({ text, link }: Span): string =>
  link === undefined || link === text || !/^https?:/.test(link) ? text : `${text} (${link})`;

function blockText(block: Block): string {
  switch (block.kind) {
    case "text":
      return block.spans.map(spanText).join("");
    case "fields":
      return block.fields.map(({ label, value }) => `${label}: ${value}`).join("\n");
    case "table":
      return tableText(block);
    case "chart":
      return block.alt;
    case "file":
      return `${block.name}\n${block.text}`;
  }
  return block satisfies never;
}

/**
 * A reply as text without any markup: title, blocks, the options of a choice, footer. A chart is its alternative text;
 * buttons are left out, since text cannot be pressed.
 */
export function plainText({ title, blocks, choices, footer }: Reply): string {
  const options = choices?.options.map(({ label, description }) =>
    description === undefined ? `- ${label}` : `- ${label}: ${description}`,
  );
  return [title, ...blocks.map(blockText), choices && options && [choices.prompt, ...options].join("\n"), footer]
    .filter((part) => part !== undefined && part !== "")
    .join("\n\n");
}
