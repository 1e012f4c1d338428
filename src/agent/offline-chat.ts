import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from "@langchain/core/language_models/chat_models";
import { AIMessage, type AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import type { ChatResult } from "@langchain/core/outputs";
import type { Runnable } from "@langchain/core/runnables";
import type { BaseLanguageModelInput } from "@langchain/core/language_models/base";
import { decide, type OfflineStep } from "./offline-rules.ts";

interface OfflineOptions extends BaseChatModelCallOptions {
  readonly tools?: readonly BindToolsInput[];
}

interface OfferedTool {
  readonly function?: {
    readonly name: string;
    readonly parameters?: { readonly properties?: Readonly<Record<string, unknown>> };
  };
}

/**
 * A chat model without a model: rules pick the tools, the tools' replies are the answer. It goes through the same loop as a
 * real one. The last human message is read from its second line on; the first is the desk's own.
 */
export class OfflineChatModel extends BaseChatModel<OfflineOptions> {
  constructor() {
    super({});
  }

  override _llmType(): string {
    return "offline-rules";
  }

  // createAgent insists on it; the tools come back as an option of the call.
  override bindTools(
    tools: BindToolsInput[],
    kwargs?: Partial<OfflineOptions>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, OfflineOptions> {
    return this.withConfig({ ...kwargs, tools } as Partial<OfflineOptions>);
  }

  override async _generate(messages: BaseMessage[], options: this["ParsedCallOptions"]): Promise<ChatResult> {
    options.signal?.throwIfAborted();
    const asked = messages.findLastIndex((message) => message.getType() === "human");
    const question = (messages[asked]?.text ?? "").split("\n").slice(1).join("\n");
    const tools = (options.tools ?? []) as readonly OfferedTool[];
    const offered = new Map(
      tools.flatMap((tool) =>
        tool.function ? [[tool.function.name, Object.keys(tool.function.parameters?.properties ?? {})] as const] : [],
      ),
    );
    const step = decide(question, offered);
    const isLookedUp = messages.slice(asked + 1).some((message) => message.getType() === "tool");
    const message = toMessage(step, isLookedUp);
    return { generations: [{ text: message.text, message }] };
  }
}

/** `response_metadata.step` tells the caller what the rules decided. */
function toMessage(step: OfflineStep, isLookedUp: boolean): AIMessage {
  const response_metadata = { step };
  if (step.kind === "say") return new AIMessage({ content: step.text, response_metadata });
  if (step.kind === "call" && !isLookedUp)
    return new AIMessage({
      content: "",
      tool_calls: [{ id: "look-up", name: step.call.name, args: { ...step.call.args }, type: "tool_call" }],
    });
  return new AIMessage({ content: "", response_metadata });
}
