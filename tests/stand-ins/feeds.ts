import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** One entry that a publisher has. */
interface Entry {
  readonly title: string;
  readonly guid?: string;
  /** Its path at the publisher's; by default made of the title. */
  readonly path?: string;
  readonly summary?: string;
  /** UTC epoch milliseconds; none where undefined. */
  readonly at?: number;
}

/** What goes wrong at a publisher. */
export type Fault =
  | { readonly kind: "status"; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: "slow"; readonly ms: number }
  | { readonly kind: "silent" | "endless" | "page" | "huge" | "loop" | "cut" }
  | { readonly kind: "moved" | "elsewhere"; readonly to: string };

/** One feed of a publisher. */
interface FeedStandIn {
  readonly address: string;
  /** What was asked for it, oldest first. */
  readonly asked: IncomingMessage[];
  /** From now on it has these. */
  publish(entries: readonly Entry[]): void;
  /** From now on it fails so; undefined for no more. */
  fail(fault: Fault | undefined): void;
}

export interface PublisherStandIn {
  readonly host: string;
  /** How many requests there were at once, at most. */
  readonly mostAtOnce: () => number;
  /** A feed at a path: RSS in gzip with an ETag, as publishers send it. */
  feed(path: string, entries?: readonly Entry[], title?: string): FeedStandIn;
  close(): Promise<void>;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** RSS 2.0 as publishers write it. */
const rssOf = (title: string, entries: readonly Entry[], base: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>${escaped(title)}</title><link>${base}</link>${entries
    .map(({ title: headline, guid, path = `/${encodeURIComponent(headline)}`, summary, at }) =>
      [
        `<item><title>${escaped(headline)}</title><link>${escaped(base + path)}</link>`,
        `<guid isPermaLink="false">${escaped(guid ?? base + path)}</guid>`,
        summary === undefined ? "" : `<description>${escaped(summary)}</description>`,
        at === undefined ? "" : `<pubDate>${new Date(at).toUTCString()}</pubDate>`,
        "</item>",
      ].join(""),
    )
    .join("")}</channel></rss>`;

/** A publisher on loopback that answers conditional requests, and fails as it is told. */
export async function startPublisher(): Promise<PublisherStandIn> {
  const feeds = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    open += 1;
    most = Math.max(most, open);
    response.on("close", () => (open -= 1));
    const answer = feeds.get(request.url ?? "");
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const base = `http://${host}`;

  return {
    host,
    mostAtOnce: () => most,
    feed(path, first = [], title = "A publisher") {
      const asked: IncomingMessage[] = [];
      let [entries, fault] = [first, undefined as Fault | undefined];
      feeds.set(path, (request, response) => {
        asked.push(request);
        if (fault?.kind === "slow") return void setTimeout(() => answerWell(request, response), fault.ms);
        if (fault) return answerWrongly(fault, request, response);
        return answerWell(request, response);
      });
      const answerWell = (request: IncomingMessage, response: ServerResponse): void => {
        const body = rssOf(title, entries, base);
        const etag = `"${createHash("sha1").update(body).digest("hex")}"`;
        if (request.headers["if-none-match"] === etag) return void response.writeHead(304, { etag }).end();
        response.writeHead(200, { "content-type": "application/rss+xml", "content-encoding": "gzip", etag });
        response.end(gzipSync(body));
      };
      return {
        address: `${base}${path}`,
        asked,
        publish: (next) => void (entries = next),
        fail: (next) => void (fault = next),
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answerWrongly(
  fault: Exclude<Fault, { kind: "slow" }>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  switch (fault.kind) {
    case "status":
      response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter }).end();
      return;
    case "silent":
      return;
    case "endless": {
      response.writeHead(200, { "content-type": "application/rss+xml" });
      const timer = setInterval(() => response.write("<item>"), 5);
      response.on("close", () => clearInterval(timer));
      return;
    }
    case "page":
      response
        .writeHead(200, { "content-type": "text/html" })
        .end("<!doctype html><title>Sorry</title><p>Come back later.");
      return;
    case "huge":
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(6_000_000, " ")));
      return;
    case "cut":
      response.writeHead(200).end(rssOf("Cut", [{ title: "Cut off" }], "https://cut.example").slice(0, 80));
      return;
    case "loop":
      response.writeHead(302, { location: request.url ?? "/" }).end();
      return;
    case "moved":
      response.writeHead(301, { location: fault.to }).end();
      return;
    case "elsewhere":
      response.writeHead(302, { location: fault.to }).end();
      return;
  }
  fault satisfies never;
}
