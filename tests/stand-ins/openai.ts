import { noteSecret } from "../support/log-watch.ts";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type CompletionRequest, problemsOf } from "./openai-request.ts";

interface ScriptedCall {
  readonly name: string;
  /** An object is written as JSON; a string is sent as it is, broken or not. */
  readonly arguments: Readonly<Record<string, unknown>> | string;
  /** `null` leaves the id out, as some servers do. */
  readonly id?: string | null;
}

/** Everything that goes wrong with real servers. */
export type Fault =
  | "reset"
  | "401"
  | "403"
  | "404"
  | "429"
  | "429 retry-after 1"
  | "429 retry-after 60"
  | "429 quota"
  | "402"
  | "500"
  | "502 html"
  | "400 context"
  | "400 echo"
  | "200 html"
  | "200 error"
  | "malformed json"
  | "hang before headers"
  | "hang mid-body"
  | "comments forever"
  | "empty choices"
  | "empty content"
  | "content filter"
  | "refusal"
  | "redirect";

export type Step =
  /** Said once `after` has come. */
  | { readonly text: string; readonly finish?: string; readonly reasoning?: string; readonly after?: Promise<unknown> }
  | {
      readonly calls: readonly ScriptedCall[];
      readonly text?: string;
      readonly finish?: string;
      readonly reasoning?: string;
    }
  | { readonly fault: Fault };

export interface OpenAiStandIn {
  /** Ends in /v1. */
  readonly baseUrl: string;
  readonly requests: readonly { readonly body: CompletionRequest; readonly headers: IncomingMessage["headers"] }[];
  /** What was wrong with requests; they were answered with 400. */
  readonly problems: readonly string[];
  /** Requests whose client hung up before the answer was complete. */
  hungUp(): number;
  /** The next answers, in order; after them `brain` answers. */
  next(...steps: readonly Step[]): void;
  /** Answers when nothing is scripted; by default a short text. */
  brain(think: (request: CompletionRequest) => Step | Promise<Step>): void;
  close(): Promise<void>;
}

export interface OpenAiOptions {
  /** `strict` refuses what old and small servers refuse: unknown keys, `name`, lists of parts. It is the default. */
  readonly dialect?: "strict" | "openai" | "any";
  /** When set, a request without this bearer key is refused. */
  readonly apiKey?: string;
  /** Whether answers say how many tokens they took; by default they do. */
  readonly usage?: "given" | "absent";
}

/** A server that speaks /v1/chat/completions (whole and streamed) and /v1/models on loopback. */
export async function openAiStandIn({
  dialect = "strict",
  apiKey,
  usage = "given",
}: OpenAiOptions = {}): Promise<OpenAiStandIn> {
  const requests: { body: CompletionRequest; headers: IncomingMessage["headers"] }[] = [];
  const problems: string[] = [];
  const script: Step[] = [];
  let think: (request: CompletionRequest) => Step | Promise<Step> = () => ({ text: "I have nothing to add." });
  let hungUp = 0;
  let count = 0;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.on("close", () => void (response.writableEnded || (hungUp += 1)));
    const [, key] = /^Bearer (.+)$/.exec(request.headers.authorization ?? "") ?? [];
    if (key !== undefined) noteSecret(key);
    const body = await read(request);
    if (apiKey !== undefined && request.headers.authorization !== `Bearer ${apiKey}`) return sendFault(response, "401");
    if (request.url === "/v1/models")
      return sendJson(response, 200, { object: "list", data: [{ id: "stand-in", object: "model" }] });
    if (request.url !== "/v1/chat/completions") return sendFault(response, "404");
    const parsed = JSON.parse(body) as CompletionRequest;
    requests.push({ body: parsed, headers: request.headers });
    const found = dialect === "any" ? [] : problemsOf(parsed, dialect);
    problems.push(...found);
    if (found.length > 0)
      return sendJson(response, 400, { error: { message: found.join("; "), type: "invalid_request_error" } });
    const step = script.shift() ?? (await think(parsed));
    count += 1;
    // As servers that check requests by a schema do.
    if ("fault" in step && step.fault === "400 echo") {
      const input = JSON.stringify(parsed.messages.at(-1)?.content);
      return sendJson(response, 400, {
        error: { message: `body.messages.1: bad value, input: ${input}`, type: "error" },
      });
    }
    if ("fault" in step) return sendFault(response, step.fault);
    if ("after" in step) await step.after;
    if (parsed.stream === true) return sendStream(response, step, count);
    const { usage: tokens, ...answered } = completion(step, count);
    sendJson(response, 200, usage === "given" ? { ...answered, usage: tokens } : answered);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      problems.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    problems,
    hungUp: () => hungUp,
    next: (...steps) => void script.push(...steps),
    brain: (each) => void (think = each),
    close: () => close(server),
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

const toolCalls = (step: Exclude<Step, { fault: Fault }>, count: number) =>
  "calls" in step
    ? step.calls.map((call, index) => ({
        ...(call.id === null ? {} : { id: call.id ?? `call_${count}_${index}` }),
        type: "function",
        function: {
          name: call.name,
          arguments: typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments),
        },
      }))
    : undefined;

function completion(step: Exclude<Step, { fault: Fault }>, count: number) {
  const calls = toolCalls(step, count);
  return {
    id: `chatcmpl-${count}`,
    object: "chat.completion",
    created: 1_772_366_400,
    model: "stand-in",
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: step.text ?? null,
          ...(calls ? { tool_calls: calls } : {}),
          ...(step.reasoning === undefined ? {} : { reasoning_content: step.reasoning }),
        },
        finish_reason: step.finish ?? (calls ? "tool_calls" : "stop"),
      },
    ],
    usage: { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 },
  };
}

function sendStream(response: ServerResponse, step: Exclude<Step, { fault: Fault }>, count: number): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const calls = toolCalls(step, count);
  const deltas = [
    { role: "assistant", content: "" },
    ...(step.text?.match(/\S+\s*/g) ?? []).map((content) => ({ content })),
    ...(calls ?? []).map((call, index) => ({ tool_calls: [{ index, ...call }] })),
  ];
  const chunk = (delta: unknown, finish: string | null) =>
    `data: ${JSON.stringify({ id: `chatcmpl-${count}`, object: "chat.completion.chunk", created: 1_772_366_400, model: "stand-in", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  for (const delta of deltas) response.write(chunk(delta, null));
  response.write(chunk({}, step.finish ?? (calls ? "tool_calls" : "stop")));
  response.end("data: [DONE]\n\n");
}

const HTML = "<!doctype html><html><body><h1>Bad gateway</h1></body></html>";

function sendFault(response: ServerResponse, fault: Fault): void {
  const error = (
    status: number,
    message: string,
    more: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): void => sendJson(response, status, { error: { message, type: "error", ...more } }, headers);
  const message = (fields: Record<string, unknown>, finish: string): void =>
    sendJson(response, 200, {
      id: "x",
      object: "chat.completion",
      model: "stand-in",
      choices: [{ index: 0, message: { role: "assistant", content: "", ...fields }, finish_reason: finish }],
    });
  switch (fault) {
    case "reset":
      return void response.socket?.destroy();
    case "401":
      return error(401, "Incorrect API key provided: sk-secret");
    case "403":
      return error(403, "no access");
    case "404":
      return error(404, "The model does not exist");
    case "429":
      return error(429, "Rate limit reached");
    case "429 retry-after 1":
      return error(429, "Rate limit reached", {}, { "retry-after": "1" });
    case "429 retry-after 60":
      return error(429, "Rate limit reached", {}, { "retry-after": "60" });
    case "429 quota":
      return error(429, "You exceeded your current quota, please check your plan and billing details.", {
        code: "insufficient_quota",
      });
    case "402":
      return error(402, "Insufficient credits");
    case "500":
      return error(500, "The server had an error at 10.0.0.7");
    case "502 html":
      response.writeHead(502, { "content-type": "text/html" });
      return void response.end(HTML);
    case "400 echo":
      throw new Error("answered where the request is known");
    case "400 context":
      return error(400, "This model's maximum context length is 4096 tokens.", { code: "context_length_exceeded" });
    case "200 html":
      response.writeHead(200, { "content-type": "text/html" });
      return void response.end(HTML);
    case "200 error":
      return sendJson(response, 200, { error: { message: "upstream is down", code: 502 } });
    case "malformed json":
      response.writeHead(200, { "content-type": "application/json" });
      return void response.end('{"id":"x","choices":[{"message":{"role":"assist');
    case "hang before headers":
      return;
    case "hang mid-body":
      response.writeHead(200, { "content-type": "application/json" });
      return void response.write('{"id":"x","choices":[');
    case "comments forever": {
      response.writeHead(200, { "content-type": "application/json" });
      const timer = setInterval(() => response.write(" \n"), 10);
      return void response.on("close", () => clearInterval(timer));
    }
    case "empty choices":
      return sendJson(response, 200, { id: "x", object: "chat.completion", model: "stand-in", choices: [] });
    case "empty content":
      return message({}, "stop");
    case "content filter":
      return message({}, "content_filter");
    case "refusal":
      return message({ content: null, refusal: "I cannot help with that." }, "stop");
    case "redirect":
      response.writeHead(307, { location: "http://127.0.0.1:9/v1/chat/completions" });
      return void response.end();
  }
  return fault satisfies never;
}
