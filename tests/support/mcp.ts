import { type AddressInfo } from "node:net";
import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { createMcpDoor, type McpDoor, type McpDoorParts } from "../../src/adapters/mcp/door.ts";
import type { Incoming } from "../../src/core/arrival.ts";
import { type AnyCommand } from "../../src/core/command.ts";
import type { Desk } from "../../src/core/desk.ts";
import { memoryLog, NOON } from "./calls.ts";
import { testDesk } from "./desk.ts";

export interface McpServing {
  readonly door: McpDoor;
  readonly url: string;
  readonly faults: readonly unknown[];
  close(): Promise<void>;
}

/** A desk with these commands behind its MCP door, on a port of loopback. */
export async function serveMcp(
  commands: readonly AnyCommand[],
  change: Partial<McpDoorParts> = {},
): Promise<McpServing> {
  const { desk, database } = await testDesk(commands);
  const serving = await serveDesk(desk, change);
  return {
    ...serving,
    async close() {
      await serving.close();
      await database.destroy();
    },
  };
}

/**
 * One call of a tool at a running desk's `/mcp`, without a client's handshake.
 * @param name  a command's name; its spaces are underscores there
 * @returns the body of the answer
 */
export async function callTool(
  address: string,
  name: string,
  fields: Readonly<Record<string, unknown>>,
  token?: string,
): Promise<string> {
  const response = await fetch(`${address}/mcp`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: name.replaceAll(" ", "_"), arguments: fields },
    }),
  });
  return await response.text();
}

/** A desk behind its MCP door, on a port of loopback. */
export async function serveDesk(desk: Desk, change: Partial<McpDoorParts> = {}): Promise<McpServing> {
  const faults: unknown[] = [];
  const door = createMcpDoor({
    loopbackOnly: true,
    identify: async () => ({ userId: "user-of-mcp", isOwner: true }),
    notice: () => undefined,
    log: memoryLog(),
    report: (error) => {
      faults.push(error);
      return "ref789";
    },
    clock: () => NOON,
    version: "1.2.3",
    ...change,
  });
  await door.start(desk);
  const server = createAdaptorServer({
    fetch: (request: Request, { incoming }: { incoming: Incoming }) => door.handle(request, incoming),
  }) as Server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    door,
    url: `http://127.0.0.1:${port}/mcp`,
    faults,
    async close() {
      await door.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A client of the SDK, connected over HTTP. */
export async function httpClient(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Client> {
  const client = new Client({ name: "test", version: "0" });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return client;
}

/** The text of a tool's result. */
export const textOf = (result: Awaited<ReturnType<Client["callTool"]>>): string =>
  (result.content as { type: string; text?: string }[]).map(({ text }) => text ?? "").join("\n");
