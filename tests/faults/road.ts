import { createServer, type Server } from "node:https";
import { type IncomingMessage, request as ask, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { RETRY_AFTER_S, type RoadFault, SLOW_MS } from "./faults.ts";

/** A certificate and its key, PEM. */
export interface Pair {
  readonly key: string;
  readonly cert: string;
}

export interface Certificates {
  readonly good: Pair;
  readonly expired: Pair;
}

/** How a kind of server says that it is not well. */
export interface Dialect {
  readonly limited: (retryAfterS: number | undefined) => {
    readonly body: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly failed: unknown;
}

export interface RoadParts {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly upstream: string;
  readonly certificates: Certificates;
  readonly dialect: Dialect;
}

interface Passed {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** The way from the desk to one stand-in: https, and as bad as it is told to be. */
export class Road {
  port = 0;
  /** Requests that met the fault. */
  hits = 0;
  #server: Server | undefined;
  #fault: RoadFault | undefined;
  #concerns: (path: string) => boolean = () => true;
  readonly #sockets = new Set<Socket>();
  /** Those that nothing will ever come over. */
  readonly #dead = new WeakSet<Socket>();
  readonly #parts: RoadParts;

  constructor(parts: RoadParts) {
    this.#parts = parts;
  }

  async open(): Promise<void> {
    await this.#listen(this.#parts.certificates.good);
  }

  /**
   * From now on; what is under way is cut off, so that the next request meets it.
   * @param concerns  which paths it is for
   */
  async break(fault: RoadFault, concerns: (path: string) => boolean = () => true): Promise<void> {
    this.#fault = fault;
    this.#concerns = concerns;
    this.hits = 0;
    if (fault === "expired TLS") return await this.#listen(this.#parts.certificates.expired);
    if (fault === "down") return await this.#close();
    this.#cut();
  }

  /** All is well again. Connections that hang go on doing so. */
  async heal(): Promise<void> {
    const was = this.#fault;
    this.#fault = undefined;
    if (was === "down" || was === "expired TLS") await this.#listen(this.#parts.certificates.good);
  }

  async close(): Promise<void> {
    await this.#close();
  }

  #cut(): void {
    for (const socket of this.#sockets) if (!this.#dead.has(socket)) socket.destroy();
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  async #listen({ key, cert }: Pair): Promise<void> {
    await this.#close();
    const server = createServer({ key, cert }, (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    server.on("tlsClientError", () => (this.hits += 1));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const { dialect } = this.#parts;
    const fault = this.#concerns(request.url ?? "") ? this.#fault : undefined;
    if (fault !== undefined) this.hits += 1;
    switch (fault) {
      case "hanging":
        return void this.#dead.add(this.#below(request));
      case "resets":
        return void this.#below(request).resetAndDestroy();
      case "429":
      case "429 retry_after": {
        const after = fault === "429" ? undefined : RETRY_AFTER_S;
        const { body: said, headers } = dialect.limited(after);
        return sendJson(response, 429, said, {
          ...headers,
          ...(after === undefined ? {} : { "retry-after": `${after}` }),
        });
      }
      case "500":
        return sendJson(response, 500, dialect.failed);
      case "502 HTML":
        return void response.writeHead(502, { "content-type": "text/html" }).end(PAGE);
      case "malformed JSON":
        return void response.writeHead(200, JSON_TYPE).end('{"ok":true,"result":[{"id":17,"na');
      case "slow":
        await sleep(SLOW_MS);
        return send(response, await this.#pass(request, body, response));
      case "truncated body": {
        const passed = await this.#pass(request, body, response);
        if (this.#fault !== fault) return send(response, passed);
        const length = String(passed.body.length);
        response.writeHead(passed.status, { ...plain(passed.headers), "content-length": length });
        return void response.write(passed.body.subarray(0, passed.body.length / 2), () =>
          this.#below(request).destroy(),
        );
      }
      case "wrong types": {
        const passed = await this.#pass(request, body, response);
        return send(response, this.#fault === fault ? wronglyTyped(passed) : passed);
      }
      case "down":
      case "expired TLS":
      case "DNS failure":
      case undefined:
        return send(response, await this.#pass(request, body, response));
    }
  }

  /** The connection below TLS. */
  #below(request: IncomingMessage): Socket {
    const { remotePort } = request.socket;
    return [...this.#sockets].find((socket) => socket.remotePort === remotePort) ?? request.socket;
  }

  async #pass(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<Passed> {
    const { upstream } = this.#parts;
    return await new Promise((resolve, reject) => {
      const { host: _, ...headers } = request.headers;
      const on = ask(
        `${upstream}${request.url}`,
        { method: request.method ?? "GET", headers, agent: false },
        (answer) => {
          bytesOf(answer)
            .then((read) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: read }))
            .catch(reject);
        },
      );
      on.on("error", reject);
      // Whoever hangs up on us hangs up on the server.
      response.on("close", () => on.destroy());
      on.end(body);
    });
  }
}

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
export const PAGE = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Of this hop alone. */
function plain(headers: IncomingMessage["headers"]): IncomingMessage["headers"] {
  const { connection: _, "transfer-encoding": __, "keep-alive": ___, ...rest } = headers;
  return rest;
}

function send(response: ServerResponse, { status, headers, body }: Passed): void {
  response.writeHead(status, { ...plain(headers), ...(status === 204 ? {} : { "content-length": body.length }) });
  response.end(body);
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...JSON_TYPE, ...headers }).end(JSON.stringify(body));
}

/** What is no JSON (a feed, a file) comes as a number. */
function wronglyTyped({ status, headers, body }: Passed): Passed {
  const { "content-encoding": _, etag: __, ...rest } = headers;
  let read: unknown;
  try {
    read = JSON.parse(body.toString("utf8"));
  } catch {
    return { status, headers: rest, body: Buffer.from("17") };
  }
  return { status, headers: rest, body: Buffer.from(JSON.stringify(swapped(read))) };
}

/** Numbers become words, texts numbers. */
export function swapped(value: unknown): unknown {
  if (typeof value === "number") return "many";
  if (typeof value === "string") return 17;
  if (Array.isArray(value)) return value.map(swapped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, swapped(each)]));
}
