import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { type Incoming, isAddressedToUs } from "../../core/arrival.ts";
import type { Health } from "../../core/health.ts";
import type { Log } from "../../core/log.ts";
import { localAddress } from "../../core/loopback.ts";
import { type WebEnv, refuse } from "./guard.ts";
import { ARRIVAL_MS, FINISH_MS } from "./limits.ts";

/** Something of another room that is served here: MCP, a webhook. It checks Host, Origin and tokens itself. */
export interface MountedRoute {
  readonly path: string;
  /** @param incoming  how the request came: a Host header alone proves nothing about where it comes from */
  handle(request: Request, incoming: Incoming): Promise<Response>;
}

export interface WebServerParts {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** `PUBLIC_URL`. */
  readonly publicUrl?: string;
  readonly routes: readonly MountedRoute[];
  /** The page and its API; undefined when `WEB=off`. */
  readonly page: Hono<WebEnv> | undefined;
  readonly health: Health;
  /** Prometheus text. */
  readonly metrics: () => Promise<string>;
  readonly log: Log;
  /** How long a request may take to arrive in full; its head a third of that. */
  readonly arrivalMs?: number;
  /** How long open requests have after `stop`. */
  readonly finishMs?: number;
}

export interface WebServer {
  /** @returns its address for this machine's own browser, such as `http://127.0.0.1:8080`. @throws WebServerError */
  start(): Promise<string>;
  stop(): Promise<void>;
}

/** The server cannot listen; the message is one line that tells the operator what to do. */
export class WebServerError extends Error {
  override readonly name = "WebServerError";
}

/** The one HTTP server: the page, health, metrics, and what other doors need. */
export function createWebServer(parts: WebServerParts): WebServer {
  const { host, port, log, arrivalMs = ARRIVAL_MS, finishMs = FINISH_MS } = parts;
  const app = createRoot(parts);
  let server: Server | undefined;

  return {
    async start() {
      if (server) return addressOf(server, host);
      const created = createAdaptorServer({
        fetch: app.fetch,
        hostname: host,
        // The platform's own Request and Response stay as they are for everybody else in the process.
        overrideGlobalObjects: false,
        serverOptions: {
          headersTimeout: arrivalMs / 3,
          requestTimeout: arrivalMs,
          // Node looks every 30 s unless told, so that who sends a byte now and then would be held for twice as long.
          connectionsCheckingInterval: arrivalMs / 6,
          maxHeaderSize: 16_384,
        },
      }) as Server;
      await listen(created, host, port);
      created.on("error", (error) => log.error({ error }, "the web server failed"));
      server = created;
      return addressOf(created, host);
    },

    async stop() {
      const open = server;
      server = undefined;
      if (!open) return;
      const timer = setTimeout(() => open.closeAllConnections(), finishMs);
      await new Promise<void>((resolve) => {
        open.close(() => resolve());
        open.closeIdleConnections();
      });
      clearTimeout(timer);
    },
  };
}

function createRoot({ publicUrl, routes, page, health, metrics, log }: WebServerParts): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const ownUrl = publicUrl === undefined ? undefined : new URL(publicUrl);

  for (const route of routes) app.all(route.path, (context) => route.handle(context.req.raw, context.env.incoming));

  for (const path of ["/healthz", "/readyz", "/metrics"])
    app.use(path, async (context, next) => {
      if (!isAddressedToUs(context.env.incoming, ownUrl))
        return refuse(context, 421, "This desk does not go by that name.");
      await next();
      context.header("Cache-Control", "no-store");
      context.header("X-Content-Type-Options", "nosniff");
    });
  app.get("/healthz", (context) => context.text("westbound ok\n"));
  app.get("/readyz", (context) => {
    const isReady = health.isReady();
    const known = [...health.all()].map(([name, { state, detail, since }]) => [
      name,
      { state, detail, since: new Date(since).toISOString() },
    ]);
    return context.json({ ready: isReady, parts: Object.fromEntries(known) }, isReady ? 200 : 503);
  });
  app.get("/metrics", async (context) =>
    context.body(await metrics(), 200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
  );

  if (page) app.route("/", page);
  app.notFound((context) => refuse(context, 404, "There is nothing here."));
  app.onError((error, context) => {
    log.error({ path: context.req.routePath, error }, "a web route failed");
    return refuse(context, 500, "Something went wrong on our side.");
  });
  return app;
}

const FAILURES: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is taken by another program, perhaps by this desk started twice. Stop that one, or set PORT.`,
  EACCES: (host, port) =>
    `Port ${port} on ${host} needs more rights than this process has. Set PORT to one above 1023.`,
  EADDRNOTAVAIL: (host) => `HOST=${host} is not an address of this machine.`,
  ENOTFOUND: (host) => `HOST=${host} is not an address of this machine.`,
};

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const say = FAILURES[error.code ?? ""];
      reject(
        new WebServerError(say ? say(host, port) : `The web server cannot listen on ${host}: ${error.message}`, {
          cause: error,
        }),
      );
    });
    server.listen(port, host, () => resolve());
  });
  server.removeAllListeners("error");
}

function addressOf(server: Server, host: string): string {
  const bound = server.address();
  return localAddress(host, typeof bound === "object" && bound !== null ? bound.port : 0);
}
