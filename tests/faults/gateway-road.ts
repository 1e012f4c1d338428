import { createServer, type Server } from "node:https";
import type { IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import { RETRY_AFTER_S, type RoadFault, SLOW_MS } from "./faults.ts";
import { type Certificates, PAGE, type Pair, swapped } from "./road.ts";

/** The way from the desk to Discord's gateway: a web socket over TLS, and as bad as it is told to be. */
export class GatewayRoad {
  port = 0;
  /** Connections and frames that met the fault. */
  hits = 0;
  #server: Server | undefined;
  #fault: RoadFault | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #dead = new WeakSet<Socket>();
  readonly #upstream: string;
  readonly #certificates: Certificates;

  /** @param upstream  `ws://127.0.0.1:PORT/gateway` */
  constructor(upstream: string, certificates: Certificates) {
    this.#upstream = upstream;
    this.#certificates = certificates;
  }

  async open(): Promise<void> {
    await this.#listen(this.#certificates.good);
  }

  /** From now on, for new connections; those that are open are cut, but where the fault is one of frames. */
  async break(fault: RoadFault): Promise<void> {
    this.#fault = fault;
    this.hits = 0;
    if (fault === "expired TLS") return await this.#listen(this.#certificates.expired);
    if (fault === "down") return await this.#close();
    if (!FRAME_FAULTS.has(fault)) this.#cut();
  }

  /** All is well again, for connections that are made from now on; silent ones stay silent. */
  async heal(): Promise<void> {
    const was = this.#fault;
    this.#fault = undefined;
    if (was === "down" || was === "expired TLS") await this.#listen(this.#certificates.good);
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
    const server = createServer({ key, cert });
    const sockets = new WebSocketServer({ noServer: true });
    server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    server.on("tlsClientError", () => (this.hits += 1));
    server.on("upgrade", (request, socket: Socket, head) => {
      const fault = this.#fault;
      const raw = this.#below(request);
      socket.on("error", () => undefined);
      if (fault !== undefined) this.hits += 1;
      if (fault === "resets") return void raw.resetAndDestroy();
      if (fault === "429") return refuse(socket, "429 Too Many Requests", "{}");
      if (fault === "429 retry_after")
        return refuse(socket, `429 Too Many Requests\r\nRetry-After: ${RETRY_AFTER_S}`, "{}");
      if (fault === "500") return refuse(socket, "500 Internal Server Error", "{}");
      if (fault === "502 HTML") return refuse(socket, "502 Bad Gateway", PAGE);
      if (fault === "hanging") return void this.#dead.add(raw);
      sockets.handleUpgrade(request, socket, head, (client) => this.#join(client, request, raw));
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  #join(client: WebSocket, request: IncomingMessage, raw: Socket): void {
    const server = new WebSocket(`${this.#upstream}${(request.url ?? "").replace(/^\/[^?]*/, "")}`);
    const early: string[] = [];
    client.on("message", (data: Buffer) => {
      if (this.#fault === "hanging" || this.#dead.has(raw)) return;
      if (server.readyState === WebSocket.OPEN) server.send(data.toString());
      else early.push(data.toString());
    });
    server.on("open", () => early.forEach((each) => server.send(each)));
    server.on("message", (data: Buffer) => this.#tell(client, data.toString(), raw));
    client.on("close", () => server.terminate());
    // Its codes are ones that only a server may send.
    server.on("close", (code, reason) =>
      code === 1005 || code === 1006 ? client.terminate() : client.close(code, reason),
    );
    client.on("error", () => undefined);
    server.on("error", () => client.terminate());
  }

  #tell(client: WebSocket, frame: string, raw: Socket): void {
    const fault = this.#fault;
    if (this.#dead.has(raw)) return;
    if (fault !== undefined) this.hits += 1;
    switch (fault) {
      case "hanging":
        this.#dead.add(raw);
        return;
      case "slow":
        setTimeout(() => client.send(frame), SLOW_MS);
        return;
      case "malformed JSON":
        client.send('{"op":0,"t":"INTERACTION_CREATE","s":1,"d":{"id":17,"na');
        return;
      case "truncated body":
        client.send(frame.slice(0, frame.length / 2), () => raw.destroy());
        return;
      case "wrong types":
        client.send(JSON.stringify(swappedInside(frame)));
        return;
      default:
        client.send(frame);
    }
  }

  #below({ socket }: IncomingMessage): Socket {
    return [...this.#sockets].find((each) => each.remotePort === socket.remotePort) ?? socket;
  }
}

/** These come over a connection that stands. */
const FRAME_FAULTS: ReadonlySet<RoadFault> = new Set([
  "slow",
  "hanging",
  "malformed JSON",
  "truncated body",
  "wrong types",
]);

function refuse(socket: Socket, status: string, body: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** The payload, not what frames it: the numbers by which the gateway's protocol itself goes stay. */
function swappedInside(frame: string): unknown {
  const { d, ...rest } = JSON.parse(frame) as { readonly d?: unknown };
  return { ...rest, d: swapped(d) };
}
