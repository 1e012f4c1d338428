import { z } from "zod";
import { type AnyCommand, defineCommand } from "../core/command.ts";
import { isOffered } from "../core/dispatch.ts";
import { UserError } from "../core/errors.ts";
import { fieldsOf } from "../core/fields.ts";
import { nearest } from "../core/nearest.ts";
import { bold, code, fields, rich, type Reply, type Span } from "../core/reply.ts";
import type { Call } from "../core/call.ts";

interface Entry {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly examples: readonly string[];
  readonly fields: readonly { readonly name: string; readonly description: string; readonly required: boolean }[];
}

interface HelpFacts {
  readonly commands: readonly Entry[];
  /** Whether one command was asked about. */
  readonly single: boolean;
}

const entry = (command: AnyCommand): Entry => ({
  name: command.name,
  aliases: command.aliases ?? [],
  summary: command.summary,
  examples: command.examples,
  fields: fieldsOf(command).map(({ name, description, required }) => ({ name, description, required })),
});

/** Help lists what this caller may use here; over the model and MCP it lists what people can type. */
const offered = (commands: ReadonlyMap<string, AnyCommand>, call: Call): AnyCommand[] =>
  [...commands.values()].filter((command) => isOffered(command, { ...call, surface: "chat" }));

function showOne(command: Entry): Reply {
  return {
    title: `/${command.name}`,
    blocks: [
      rich(command.summary),
      fields(
        Object.fromEntries(
          command.fields.map((field) => [field.name, `${field.description}${field.required ? "" : " (optional)"}`]),
        ),
      ),
      rich(
        "For example: ",
        ...command.examples.flatMap((example, index) => [...(index === 0 ? [] : [" · "]), code(`/${example}`)]),
        ...(command.aliases.length === 0 ? [] : [`\nShort: ${command.aliases.map((alias) => `/${alias}`).join(", ")}`]),
      ),
    ],
    audience: "caller-if-possible",
  };
}

/** `/help [command]`. @param commands  the full list, read when asked */
export const help = (commands: ReadonlyMap<string, AnyCommand>) =>
  defineCommand({
    name: "help",
    summary: "What the desk can do, or how one command works.",
    examples: ["help", "help price"],
    input: z.object({ command: z.string().trim().max(40).optional().describe("The command to explain") }),
    access: "member",
    effect: "read",
    visibility: "public",
    surfaces: ["chat", "agent"],
    suggest: {
      command: async (typed, call) =>
        offered(commands, call)
          .filter(({ name }) => name.startsWith(typed.toLowerCase().replace(/^\//, "")))
          .map(({ name, summary }) => ({ label: name, value: name, description: summary })),
    },
    run: async ({ command }, call): Promise<HelpFacts> => {
      const list = offered(commands, call);
      if (command === undefined || command === "") return { commands: list.map(entry), single: false };
      const wanted = command.toLowerCase().replace(/^\//, "").replaceAll("_", " ");
      const found = list.find(({ name, aliases }) => name === wanted || aliases?.includes(wanted));
      if (found) return { commands: [entry(found)], single: true };
      const near = nearest(
        wanted,
        list.map(({ name }) => name),
      );
      throw new UserError(`There is no command "${wanted}".`, {
        hint: near === undefined ? "/help lists them all." : `Did you mean /help ${near}? /help lists them all.`,
      });
    },
    show: ({ commands: entries, single }) => {
      const [first] = entries;
      if (single && first) return showOne(first);
      const lines = entries.flatMap(({ name, summary }, index): (string | Span)[] => [
        index === 0 ? "" : "\n",
        bold(`/${name}`),
        `  ${summary}`,
      ]);
      return {
        title: "What you can ask",
        blocks: [rich(...lines), rich("Or ask in your own words. ", code("/help price"), " explains one command.")],
        audience: "caller-if-possible",
      };
    },
  });
