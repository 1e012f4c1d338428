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
  /** Names of the others that begin with the word of the one asked about. */
  readonly others?: readonly string[];
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

function showOne(command: Entry, others: readonly string[]): Reply {
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
      ...(others.length === 0
        ? []
        : [rich("Also: ", ...others.flatMap((name, at) => [...(at === 0 ? [] : [", "]), code(`/${name}`)]))]),
    ],
    audience: "caller-if-possible",
  };
}

/** Commands whose names begin with the same word; where it is a command of its own, that one comes first. */
type Family = readonly [Entry, ...Entry[]];

function familiesOf(entries: readonly Entry[]): readonly Family[] {
  const families = new Map<string, [Entry, ...Entry[]]>();
  for (const each of entries) {
    const [word = each.name] = each.name.split(" ");
    const family = families.get(word);
    if (!family) families.set(word, [each]);
    else if (each.name === word) family.unshift(each);
    else family.push(each);
  }
  return [...families.values()];
}

/** One line: what the first does, and what the others are called. A list of all in full is longer than anybody reads. */
function familyLine([first, ...others]: Family, index: number): (string | Span)[] {
  const line = [index === 0 ? "" : "\n", bold(`/${first.name}`), `  ${first.summary}`];
  if (others.length === 0) return line;
  const words = others.map(({ name }) => name.split(" ")[1] ?? name);
  return [...line, " Also: ", ...words.flatMap((word, at) => [...(at === 0 ? [] : [", "]), code(word)]), "."];
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
      if (found) {
        const family = `${found.name.split(" ")[0]} `;
        const others = list.filter((each) => each !== found && each.name.startsWith(family)).map(({ name }) => name);
        return { commands: [entry(found)], single: true, others };
      }
      const near = nearest(
        wanted,
        list.map(({ name }) => name),
      );
      throw new UserError(`There is no command "${wanted}".`, {
        hint: near === undefined ? "/help lists them all." : `Did you mean /help ${near}? /help lists them all.`,
      });
    },
    show: ({ commands: entries, single, others = [] }) => {
      const [first] = entries;
      if (single && first) return showOne(first, others);
      return {
        title: "What you can ask",
        blocks: [
          rich(...familiesOf(entries).flatMap(familyLine)),
          rich("Or ask in your own words. ", code("/help price"), " explains one command."),
        ],
        audience: "caller-if-possible",
      };
    },
  });
