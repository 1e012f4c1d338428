import type { Readable, Writable } from "node:stream";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import {
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
} from "@modelcontextprotocol/sdk/types.js";
import { GRACE_MS, LINE_LIMIT } from "./limits.ts";

/**
 * Standard input and output as one MCP connection that knows when it is over: the client has hung up, and all that it asked
 * is answered or has had a few seconds to be. The SDK's transport never notices the end of its input.
 */
export class StdioLine extends StdioServerTransport {
  readonly #open = new Set<string | number>();
  readonly #output: Writable;
  #hungUp = false;
  #grace: NodeJS.Timeout | undefined;
  #end: () => void = () => undefined;
  /** Resolves when the connection is over. */
  readonly over: Promise<void>;

  constructor(input: Readable, output: Writable) {
    super(input, output, { maxBufferSize: LINE_LIMIT });
    this.#output = output;
    this.over = new Promise((resolve) => {
      this.#end = () => {
        clearTimeout(this.#grace);
        resolve();
      };
    });
    this.onmessage = (message) => this.#asked(message);
    this.onclose = () => this.#end();
    input.once("end", () => this.#hangUp());
    input.once("close", () => this.#hangUp());
    // Nobody reads any more (EPIPE): without a listener this would end the process with a stack.
    output.on("error", () => this.#end());
    output.once("close", () => this.#end());
  }

  #asked(message: JSONRPCMessage): void {
    if (isJSONRPCRequest(message)) this.#open.add(message.id);
    else if ("method" in message && message.method === "notifications/cancelled")
      this.#answered(message.params?.["requestId"]);
  }

  #answered(id: unknown): void {
    if (typeof id === "string" || typeof id === "number") this.#open.delete(id);
    if (this.#hungUp && this.#open.size === 0) this.#end();
  }

  #hangUp(): void {
    if (this.#hungUp) return;
    this.#hungUp = true;
    if (this.#open.size === 0) return this.#end();
    this.#grace = setTimeout(this.#end, GRACE_MS);
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    if (!this.#output.writable) return this.#end();
    await super.send(message);
    if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) this.#answered(message.id);
  }
}
