import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from "discord.js";
import { cleanLine } from "../../core/clean.ts";
import { isConfirmButton } from "../../core/proposal-buttons.ts";
import type { Button, Choices, CommandButton, Reply } from "../../core/reply.ts";
import {
  BUTTON_LABEL,
  BUTTON_URL,
  BUTTONS_PER_ROW,
  OPTION_DESCRIPTION,
  OPTION_LABEL,
  ROWS,
  SELECT_OPTIONS,
  SELECT_PLACEHOLDER,
} from "./limits.ts";
import { safeUrl } from "./markdown.ts";

/** A row of buttons, or one select. */
export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Stores a button and gives the id by which a press names it. */
export type KeepButton = (button: CommandButton) => Promise<string>;

/** What a select's own id begins with; a press names the option, so it carries no meaning. */
const SELECT_ID = "choice";

const inGroups = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

async function toButton(button: Button, keep: KeepButton): Promise<APIButtonComponent[]> {
  const label = cleanLine(button.label, BUTTON_LABEL) || "…";
  if ("url" in button) {
    const url = safeUrl(button.url);
    return url === undefined || url.length > BUTTON_URL
      ? []
      : [{ type: ComponentType.Button, style: ButtonStyle.Link, label, url }];
  }
  const style = isConfirmButton(button) ? ButtonStyle.Success : ButtonStyle.Secondary;
  return [{ type: ComponentType.Button, style, label, custom_id: await keep(button) }];
}

async function toSelect(choices: Choices, options: Choices["options"], index: number, keep: KeepButton): Promise<Row> {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: `${SELECT_ID}-${index}`,
        placeholder: cleanLine(choices.prompt, SELECT_PLACEHOLDER),
        options: await Promise.all(
          options.map(async (option) => {
            const description = cleanLine(option.description ?? "", OPTION_DESCRIPTION);
            return {
              label: cleanLine(option.label, OPTION_LABEL) || "…",
              value: await keep(option),
              ...(description === "" ? {} : { description }),
            };
          }),
        ),
      },
    ],
  };
}

/** The rows under a reply: its choices as selects of 25, then its buttons by fives; what five rows cannot hold is left out. */
export async function toRows(reply: Reply, keep: KeepButton): Promise<Row[]> {
  const { choices } = reply;
  const selects = choices
    ? await Promise.all(
        inGroups(choices.options, SELECT_OPTIONS)
          .slice(0, ROWS)
          .map((options, index) => toSelect(choices, options, index, keep)),
      )
    : [];
  const room = (ROWS - selects.length) * BUTTONS_PER_ROW;
  const buttons = (
    await Promise.all((reply.buttons ?? []).slice(0, room).map((button) => toButton(button, keep)))
  ).flat();
  const rows = inGroups(buttons, BUTTONS_PER_ROW).map((components): Row => ({
    type: ComponentType.ActionRow,
    components,
  }));
  return [...selects, ...rows];
}
