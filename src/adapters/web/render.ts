import type { Desk, Draw } from "../../core/desk.ts";
import type { Report } from "../../core/log.ts";
import type { Block, Button, ChartBlock, CommandButton, FieldsBlock, FileBlock } from "../../core/reply.ts";
import type { LinkButton, Reply, TableBlock, TextBlock } from "../../core/reply.ts";

/** A drawn chart: a PNG as a data address, with its size in pixels so that the page can keep its place. */
interface Picture {
  readonly kind: "picture";
  readonly alt: string;
  readonly src: string;
  readonly width: number;
  readonly height: number;
}

/** What a press sends back, or an address to open. */
type PageButton = { readonly label: string; readonly id: string } | LinkButton;

/** A reply as the page gets it; JSON. */
export interface PageReply {
  readonly title?: string;
  readonly blocks: readonly (TextBlock | FieldsBlock | TableBlock | FileBlock | Picture)[];
  readonly footer?: string;
  readonly buttons: readonly PageButton[];
  readonly choices?: {
    readonly prompt: string;
    readonly options: readonly { readonly label: string; readonly description?: string; readonly id: string }[];
  };
  /** Only the asker may read it; the page says so. */
  readonly isPrivate: boolean;
}

export interface RenderParts {
  readonly desk: Pick<Desk, "keep">;
  readonly draw: Draw;
  readonly report: Report;
}

/**
 * A reply for the page. Buttons are kept and charts drawn; where one of them fails, the rest is shown without it.
 * @param ownerId  who asked; undefined for what nobody asked for
 */
export async function renderReply(
  reply: Reply,
  ownerId: string | undefined,
  { desk, draw, report }: RenderParts,
): Promise<PageReply> {
  const keepId = async (button: CommandButton): Promise<string | undefined> => {
    try {
      return await desk.keep(button, ownerId);
    } catch (error) {
      report(error, "web button");
      return undefined;
    }
  };
  const [blocks, buttons, options] = await Promise.all([
    Promise.all(reply.blocks.map((block) => renderBlock(block, draw, report))),
    Promise.all((reply.buttons ?? []).map((button) => renderButton(button, keepId))),
    Promise.all(
      (reply.choices?.options ?? []).map(async (option) => {
        const id = await keepId(option);
        const { label, description } = option;
        return id === undefined ? [] : [{ label, id, ...(description === undefined ? {} : { description }) }];
      }),
    ),
  ]);
  return {
    ...(reply.title === undefined ? {} : { title: reply.title }),
    blocks,
    ...(reply.footer === undefined ? {} : { footer: reply.footer }),
    buttons: buttons.flat(),
    ...(reply.choices === undefined ? {} : { choices: { prompt: reply.choices.prompt, options: options.flat() } }),
    isPrivate: reply.audience === "caller",
  };
}

async function renderButton(
  button: Button,
  keepId: (button: CommandButton) => Promise<string | undefined>,
): Promise<readonly PageButton[]> {
  if ("url" in button) return isWebAddress(button.url) ? [{ label: button.label, url: button.url }] : [];
  const id = await keepId(button);
  return id === undefined ? [] : [{ label: button.label, id }];
}

async function renderBlock(block: Block, draw: Draw, report: Report): Promise<PageReply["blocks"][number]> {
  switch (block.kind) {
    case "chart":
      return await renderChart(block, draw, report);
    case "text":
      return {
        kind: "text",
        spans: block.spans.map(({ link, ...span }) =>
          link !== undefined && isWebAddress(link) ? { ...span, link } : span,
        ),
      };
    case "fields":
    case "table":
    case "file":
      return block;
  }
  return block satisfies never;
}

async function renderChart({ alt, chart }: ChartBlock, draw: Draw, report: Report): Promise<Picture | TextBlock> {
  try {
    const png = Buffer.from(await draw(chart));
    // Width and height stand in the header chunk: https://www.w3.org/TR/png-3/#11IHDR
    const size = { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
    return { kind: "picture", alt, src: `data:image/png;base64,${png.toString("base64")}`, ...size };
  } catch (error) {
    report(error, "web chart");
    return { kind: "text", spans: [{ text: alt }] };
  }
}

const isWebAddress = (address: string): boolean => URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
