import { AIMessage } from "@langchain/core/messages";
import { ModelFailure } from "./failures.ts";

// Remains of the servers' own markup: calls written as text, special tokens, tags of a chat template.
const MARKUP =
  /<\/?(?:tool_call|tool_response|function|function_call|invoke|parameter)\b[^>]*>|\[\/?TOOL_CALLS\]|<\|[^|>\n]{1,40}\|>|<\/?s>/i;

/** What a thinking model thought aloud does not belong into the answer; without an end, all of it was thought. */
const withoutThoughts = (text: string): string =>
  text
    .replace(/<(think|thinking|thought|reasoning)\b[^>]*>[\s\S]*?<\/\1>/gi, "")
    .replace(/^[\s\S]*<\/(?:think|thinking|thought|reasoning)>/i, "")
    .replace(/<(?:think|thinking|thought|reasoning)\b[^>]*>[\s\S]*$/i, "")
    .trim();

/**
 * A model's message that can be worked with: tool calls, or a text that is one.
 * @throws ModelFailure when it is neither
 */
export function readable(message: AIMessage): AIMessage {
  const reason = message.response_metadata["finish_reason"] as string | undefined;
  if ((message.tool_calls ?? []).length > 0) {
    if (reason === "length") throw new ModelFailure("nonsense", { detail: "tool call cut off" });
    return message;
  }
  if (reason === "content_filter" || typeof message.additional_kwargs["refusal"] === "string")
    throw new ModelFailure("filtered");
  const text = withoutThoughts(message.text);
  if (MARKUP.test(text)) throw new ModelFailure("nonsense", { detail: "markup in the text" });
  if (text === "")
    throw new ModelFailure(message.text.trim() === "" ? "empty" : "nonsense", {
      detail: `finish ${reason ?? "unknown"}`,
    });
  return new AIMessage({
    content: text,
    response_metadata: message.response_metadata,
    ...(message.usage_metadata ? { usage_metadata: message.usage_metadata } : {}),
  });
}
