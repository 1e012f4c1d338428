import type { Readable, Writable } from "node:stream";
import {
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { Desk } from "../../core/desk.ts";
import type { Log } from "../../core/log.ts";
import { REQUEST_LIMIT_MS } from "./limits.ts";
import { StdioLine } from "./line.ts";
import { createServer } from "./server.ts";
import { createTools, type ToolParts } from "./tools.ts";

interface Streams {
  readonly input?: Readable;
  /** Carries the protocol and nothing else; logs belong on stderr. */
  readonly output?: Writable;
  readonly log: Log;
}

export interface ServeParts extends Streams, Omit<ToolParts, "commands"> {
  readonly desk: Pick<Desk, "commands">;
  readonly version: string;
}

export interface ForwardParts extends Streams {
  /** The running desk's `/mcp`. */
  readonly url: string;
  readonly token?: string;
  readonly requestLimitMs?: number;
}

/** Answers an MCP client on stdin and stdout with this process's own commands. @returns when the client has hung up */
export async function serveStdio(parts: ServeParts): Promise<void> {
  const { input = process.stdin, output = process.stdout, desk, version, log } = parts;
  const line = new StdioLine(input, output);
  const mcp = createServer({ tools: createTools({ ...parts, commands: desk.commands }), version, log });
  await mcp.connect(line);
  await line.over;
  await mcp.close();
}

/** Hands every message of an MCP client on stdin to a running desk, and its answers back. @returns when the client has hung up */
export async function forwardStdio(parts: ForwardParts): Promise<void> {
  const { input = process.stdin, output = process.stdout, log } = parts;
  const line = new StdioLine(input, output);
  const count = line.onmessage;
  const forward = async (message: JSONRPCMessage): Promise<void> => {
    for (const answer of await answersFrom(parts, message)) await line.send(answer);
  };
  line.onmessage = (message: JSONRPCMessage) => {
    count?.(message);
    forward(message).catch((error: unknown) => log.warn({ error }, "mcp answer not written"));
  };
  line.onerror = (error) => log.debug({ error: error.message.slice(0, 200) }, "mcp message not understood");
  await line.start();
  await line.over;
  await line.close();
}

/** What the running desk says to a message; a request always gets an answer, whatever the desk says or does not say. */
async function answersFrom(parts: ForwardParts, message: JSONRPCMessage): Promise<readonly JSONRPCMessage[]> {
  const complain = (words: string): readonly JSONRPCMessage[] =>
    isJSONRPCRequest(message) ? [{ jsonrpc: "2.0", id: message.id, error: { code: -32_000, message: words } }] : [];
  try {
    const answer = await exchange(parts, message);
    if (answer === undefined) return complain("The desk gave no answer.");
    // What was refused before it was read as a message comes without its id, and the client would wait for ever.
    return isJSONRPCErrorResponse(answer) && isJSONRPCRequest(message) ? [{ ...answer, id: message.id }] : [answer];
  } catch (error) {
    parts.log.warn({ error }, "mcp message not forwarded");
    return complain("The desk does not answer. Start it with npm start, then ask again.");
  }
}

/** One request to the desk, which answers each with one JSON body. @returns nothing where it only took note */
async function exchange(
  { url, token, requestLimitMs = REQUEST_LIMIT_MS }: ForwardParts,
  message: JSONRPCMessage,
): Promise<JSONRPCMessage | undefined> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      "User-Agent": "westbound-mcp",
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(message),
    // The token goes to this address only.
    redirect: "error",
    signal: AbortSignal.timeout(requestLimitMs),
  });
  if (response.status === 202) return undefined;
  // The desk's own id is null where it could not tell which message it refused; the protocol's types do not know that.
  const body = (await response.json()) as Record<string, unknown>;
  return JSONRPCMessageSchema.parse(body["id"] === null ? { ...body, id: 0 } : body);
}
