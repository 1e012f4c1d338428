import { z } from "zod";

const toolCall = z.strictObject({
  id: z.string().min(1).max(64),
  type: z.literal("function"),
  function: z.strictObject({ name: z.string().min(1), arguments: z.string() }),
});

/** Strings only and no `name` except from users: what the strictest servers take. */
const message = z.discriminatedUnion("role", [
  z.strictObject({ role: z.literal("system"), content: z.string().min(1) }),
  z.strictObject({ role: z.literal("user"), content: z.string().min(1), name: z.string().optional() }),
  z.strictObject({
    role: z.literal("assistant"),
    content: z.string().nullable().optional(),
    tool_calls: z.array(toolCall).min(1).optional(),
    reasoning_content: z.string().optional(),
  }),
  z.strictObject({ role: z.literal("tool"), content: z.string(), tool_call_id: z.string().min(1) }),
]);

const tool = z.strictObject({
  type: z.literal("function"),
  function: z.strictObject({
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
    description: z.string().min(1),
    parameters: z.strictObject({
      type: z.literal("object"),
      properties: z.record(z.string(), z.looseObject({ type: z.string(), description: z.string().optional() })),
      required: z.array(z.string()),
    }),
  }),
});

const strict = {
  model: z.string().min(1),
  messages: z.array(message).min(1),
  tools: z.array(tool).min(1).optional(),
  tool_choice: z.unknown().optional(),
  max_tokens: z.number().int().positive().optional(),
  max_completion_tokens: z.number().int().positive().optional(),
  reasoning_effort: z.enum(["minimal", "low", "medium", "high"]).optional(),
  temperature: z.number().optional(),
  stream: z.boolean().optional(),
};

const dialects = {
  strict: z.strictObject(strict),
  openai: z.strictObject({
    ...strict,
    stream_options: z.strictObject({ include_usage: z.boolean() }).optional(),
    parallel_tool_calls: z.boolean().optional(),
    user: z.string().optional(),
    stop: z.unknown().optional(),
  }),
};

export type CompletionRequest = z.output<typeof dialects.openai>;

/** Each tool call has to be answered once, before anybody else speaks, and no answer may lack its call. */
function orderProblems(messages: CompletionRequest["messages"]): string[] {
  const problems: string[] = [];
  let open = new Set<string>();
  for (const each of messages) {
    if (each.role === "tool") {
      if (!open.delete(each.tool_call_id)) problems.push(`tool message answers no open call: ${each.tool_call_id}`);
      continue;
    }
    if (open.size > 0) problems.push(`tool calls without an answer: ${[...open].join(", ")}`);
    const ids = each.role === "assistant" ? (each.tool_calls ?? []).map(({ id }) => id) : [];
    open = new Set(ids);
    if (open.size < ids.length) problems.push("two tool calls with the same id");
  }
  if (open.size > 0) problems.push(`tool calls without an answer: ${[...open].join(", ")}`);
  return problems;
}

/** What a server of this dialect would refuse about a request; empty when nothing. */
export function problemsOf(body: unknown, dialect: keyof typeof dialects): string[] {
  const parsed = dialects[dialect].safeParse(body);
  if (!parsed.success) return [z.prettifyError(parsed.error)];
  const [first] = parsed.data.messages;
  return [
    ...(first?.role === "system" ? [] : ["the first message is not the system's"]),
    ...orderProblems(parsed.data.messages),
  ];
}
