import type { CallToolResult, Tool } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import type { Call } from "../../core/call.ts";
import { type AnyCommand, isOpenToAll } from "../../core/command.ts";
import type { Identify } from "../../core/desk.ts";
import { dispatch } from "../../core/dispatch.ts";
import { UserError } from "../../core/errors.ts";
import { failureSentence } from "../../core/failure.ts";
import type { Report } from "../../core/log.ts";
import { plainText } from "../../core/plain.ts";
import { within } from "../../core/within.ts";
import { CALL_LIMIT_MS, OPEN_CALLS_LIMIT } from "./limits.ts";

export interface ToolParts {
  readonly commands: ReadonlyMap<string, AnyCommand>;
  readonly identify: Identify;
  /** A line that every answer has to carry, such as that its data is sample data. */
  readonly notice: () => string | undefined;
  readonly report: Report;
  readonly clock: () => number;
  readonly callLimitMs?: number;
}

/** What an MCP client may use, and the one way to use it. */
export interface Tools {
  readonly list: readonly Tool[];
  has(name: string): boolean;
  /** Never rejects: what goes wrong is worded in the result. */
  call(name: string, input: unknown): Promise<CallToolResult>;
  /** Resolves when what is open now has ended; each call has its time limit. */
  idle(): Promise<void>;
}

/** Reads only, nothing of anybody's, nothing that needs a right: the caller is anonymous. */
const isForPrograms = (command: AnyCommand): boolean => command.surfaces.includes("mcp") && isOpenToAll(command);

function toTool(command: AnyCommand): Tool {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(command.input, { io: "input" });
  return {
    name: command.name.replaceAll(" ", "_"),
    description: command.summary,
    inputSchema: { ...inputSchema, type: "object" } as Tool["inputSchema"],
    annotations: { readOnlyHint: true, openWorldHint: true },
  };
}

/** JSON as it will be sent, so that facts which are not JSON fail here and not while the answer is written. */
function structured(facts: unknown, notice: string | undefined): Record<string, unknown> {
  const sent: unknown = JSON.parse(JSON.stringify(facts ?? null));
  const object = typeof sent === "object" && sent !== null && !Array.isArray(sent) ? sent : { result: sent };
  return { ...object, ...(notice === undefined ? {} : { notice }) };
}

const says = (...parts: readonly (string | undefined)[]): CallToolResult["content"] => [
  { type: "text", text: parts.filter((part) => part !== undefined && part !== "").join("\n\n") },
];

const refused = (...parts: readonly (string | undefined)[]): CallToolResult => ({
  isError: true,
  content: says(...parts),
});

/** What the client can put right, with the values to choose from where a word means several things. */
function explained({ message, hint, alternatives }: UserError): CallToolResult {
  const sentence = hint === undefined ? message : `${message} ${hint}`;
  if (!alternatives) return refused(sentence);
  const { word, choices } = alternatives;
  const options = choices.map(({ label, description, value }) =>
    description === undefined ? `- "${value}": ${label}` : `- "${value}": ${label}, ${description}`,
  );
  return {
    ...refused(sentence, [`Call again with one of these instead of "${word}":`, ...options].join("\n")),
    structuredContent: { word, choices: structured(choices, undefined)["result"] },
  };
}

/** The commands that are open to all, as tools. */
export function createTools({
  commands,
  identify,
  notice,
  report,
  clock,
  callLimitMs = CALL_LIMIT_MS,
}: ToolParts): Tools {
  const open = new Set<Promise<CallToolResult>>();
  const offered = new Map(
    [...commands.values()].filter(isForPrograms).map((command) => [command.name.replaceAll(" ", "_"), command]),
  );

  async function anonymousCall(): Promise<Call> {
    const accountId = "anonymous";
    const { userId } = await identify("mcp", accountId);
    return {
      caller: { userId, accountId, role: "member" },
      // All clients are one account here, so nothing of it is anybody's own.
      place: { platform: "mcp", chatId: accountId, isPublic: true },
      surface: "mcp",
      locale: "en",
      now: clock(),
    };
  }

  async function answer(command: AnyCommand, input: unknown): Promise<CallToolResult> {
    try {
      const work = anonymousCall().then((call) => dispatch(commands, command.name, input, call, () => undefined));
      const done = await within(work, callLimitMs);
      if (!done) {
        const reference = report(new Error(`Not done in ${callLimitMs} ms.`), `mcp ${command.name}`);
        return refused(`That took too long and was given up (reference ${reference}). Please try again in a minute.`);
      }
      const { facts, reply } = done.value;
      return { content: says(plainText(reply), notice()), structuredContent: structured(facts, notice()) };
    } catch (error) {
      if (error instanceof UserError) return explained(error);
      return refused(failureSentence(error, report(error, `mcp ${command.name}`)));
    }
  }

  return {
    list: [...offered.values()].map(toTool),

    has: (name) => offered.has(name),

    async call(name, input) {
      const command = offered.get(name);
      if (!command) return refused(`There is no tool "${name.slice(0, 40)}".`);
      if (open.size >= OPEN_CALLS_LIMIT) return refused("The desk is busy. Please try again in a few seconds.");
      const work = answer(command, input);
      open.add(work);
      try {
        return await work;
      } finally {
        open.delete(work);
      }
    },

    async idle() {
      await Promise.allSettled(open);
    },
  };
}
