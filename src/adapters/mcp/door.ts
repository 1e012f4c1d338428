import type { Incoming } from "../../core/arrival.ts";
import type { Adapter, Desk, Identify } from "../../core/desk.ts";
import type { Log, Report } from "../../core/log.ts";
import { within } from "../../core/within.ts";
import { createGate, type GateParts } from "./gate.ts";
import { GRACE_MS, REQUEST_LIMIT_MS } from "./limits.ts";
import { createTools, type Tools } from "./tools.ts";

export interface McpDoorParts extends GateParts {
  readonly identify: Identify;
  /** A line that every answer has to carry, such as that its data is sample data. */
  readonly notice: () => string | undefined;
  readonly log: Log;
  readonly report: Report;
  readonly clock: () => number;
  /** Of the desk, as clients are told. */
  readonly version: string;
  readonly callLimitMs?: number;
  readonly requestLimitMs?: number;
}

export interface McpDoor extends Adapter {
  /** Answers one HTTP request to `/mcp`. Never rejects. @param incoming  how it came, by which the gate judges */
  handle(request: Request, incoming: Incoming): Promise<Response>;
}

/** An error in the protocol's own form, for what does not get as far as the protocol. */
const failure = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response =>
  Response.json({ jsonrpc: "2.0", error: { code: -32_000, message }, id: null }, { status, headers });

/** The desk for other programs: its public look-ups as MCP tools, over streamable HTTP without sessions. */
export function createMcpDoor(parts: McpDoorParts): McpDoor {
  const { log, report, version, requestLimitMs = REQUEST_LIMIT_MS } = parts;
  const refusalOf = createGate(parts);
  let tools: Tools | undefined;

  async function answer(request: Request, offered: Tools): Promise<Response> {
    // The SDK costs about 180 ms and 20 MB to load, and most desks are never asked by a program.
    const { createServer, answerRequest } = await import("./server.ts");
    const mcp = createServer({ tools: offered, version, log });
    try {
      // Here too, since a body may never end, and a batch that cancels its own requests is never answered by the SDK.
      const answered = await within(answerRequest(mcp, request), requestLimitMs);
      return answered?.value ?? failure(504, "That took too long and was given up.");
    } finally {
      await mcp.close();
    }
  }

  return {
    platform: "mcp",

    async start(desk: Desk) {
      tools ??= createTools({ ...parts, commands: desk.commands });
    },

    async stop() {
      const closing = tools;
      tools = undefined;
      if (!closing) return;
      if (!(await within(closing.idle(), GRACE_MS))) log.warn({}, "mcp calls left open");
    },

    async send() {
      return { state: "gone", mendedBy: "nobody", why: "MCP clients ask; nothing is sent to them unasked" };
    },

    async handle(request, incoming) {
      const refusal = refusalOf(incoming);
      if (refusal) {
        log.debug({ status: refusal.status }, "mcp request refused");
        return failure(refusal.status, refusal.message, refusal.status === 401 ? { "WWW-Authenticate": "Bearer" } : {});
      }
      // Without sessions there is no stream to open and nothing to delete.
      if (request.method !== "POST") return failure(405, "Only POST is answered here.", { Allow: "POST" });
      if (!tools) return failure(503, "The desk is starting or stopping.", { "Retry-After": "5" });
      try {
        return await answer(request, tools);
      } catch (error) {
        return failure(500, `Something went wrong on the desk's side (reference ${report(error, "mcp")}).`);
      }
    },
  };
}
