import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { isLoopback } from "./loopback.ts";

/** What is known of a request before its body is read. */
export interface Incoming {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly httpVersion: string;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** How a request came in. Every door that is reached over HTTP judges by this, so that none is the weaker one. */
export interface Arrival {
  /** From this machine: a loopback peer asked for a loopback name and nothing stood between. Else a sign-in is wanted for the model. */
  readonly isLocal: boolean;
  /** Whether an owner is recognised: addressed to loopback or `PUBLIC_URL`, and nothing stood between. */
  readonly mayOwn: boolean;
  /** Whether the browser came by https, so that its cookie can be held to that. */
  readonly isSecure: boolean;
}

const FORWARDING =
  /^(forwarded|forwarded-for|via|cdn-loop|x-forwarded.*|x-original-.*|x-real-ip|x-client-ip|x-cluster-client-ip|x-envoy-.*|true-client-ip|cf-.*|fly-.*|fastly-.*|x-amzn-.*|x-azure-.*|x-appengine-.*)$/;

/** Whether a proxy or tunnel passed the request on. nginx adds no header by default but speaks HTTP/1.0 upstream, which no browser does. */
const isForwarded = ({ headers, httpVersion }: Incoming): boolean =>
  httpVersion === "1.0" || Object.keys(headers).some((name) => FORWARDING.test(name));

const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i;

function readHost(header: string | undefined): URL | undefined {
  return header !== undefined && HOST.test(header) && URL.canParse(`http://${header}`)
    ? new URL(`http://${header}`)
    : undefined;
}

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, "");

/** Whether the far end of a socket is this machine; there IPv4 can come dressed as IPv6. */
const isLoopbackPeer = (address: string | undefined): boolean =>
  address !== undefined && isLoopback(address.replace(/^::ffff:/i, ""));

/**
 * Names that nobody outside can make point at this machine, so that no foreign page can be served under them (DNS rebinding):
 * addresses, single words (containers), and the suffixes that public DNS never answers
 * (RFC 6762 `.local`, RFC 8375 `.home.arpa`, ICANN's `.internal`).
 */
const isUnforgeable = (hostname: string): boolean =>
  isIP(bare(hostname)) !== 0 || !hostname.includes(".") || /\.(local|internal|home\.arpa)$/.test(hostname);

/** Whether the request is addressed to us by a name of ours. @param publicUrl  `PUBLIC_URL`, if there is one */
export function isAddressedToUs({ headers }: Incoming, publicUrl: URL | undefined): boolean {
  const host = readHost(headers.host);
  return host !== undefined && (host.host === publicUrl?.host || isUnforgeable(host.hostname));
}

/** @param publicUrl  `PUBLIC_URL`, if there is one */
export function readArrival(incoming: Incoming, publicUrl: URL | undefined): Arrival {
  const host = readHost(incoming.headers.host);
  const isPublic = host !== undefined && host.host === publicUrl?.host;
  const toLoopback = host !== undefined && isLoopback(host.hostname);
  const direct = !isForwarded(incoming);
  return {
    isLocal: direct && toLoopback && isLoopbackPeer(incoming.socket.remoteAddress),
    mayOwn: direct && (toLoopback || isPublic),
    isSecure: isPublic && publicUrl?.protocol === "https:",
  };
}

function isOwnOrigin(origin: string, host: URL | undefined, publicUrl: URL | undefined): boolean {
  if (!host || !/^https?:/.test(origin) || !URL.canParse(origin)) return false;
  // For PUBLIC_URL the scheme counts too: a page that somebody slips in over http must not speak to the one over https.
  return host.host === publicUrl?.host ? origin === publicUrl.origin : new URL(origin).host === host.host;
}

/**
 * Whether another page of the same browser speaks here: another site, or another port of this machine. Programs that are no
 * browser say neither `Origin` nor `Sec-Fetch-Site`, and carry nobody's cookie. Following a link to the page is no speaking.
 */
export function isForeign(incoming: Incoming, publicUrl: URL | undefined): boolean {
  const { method, headers } = incoming;
  if (headers.origin !== undefined && !isOwnOrigin(headers.origin, readHost(headers.host), publicUrl)) return true;
  const site = headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin") return false;
  const isRead = method === "GET" || method === "HEAD";
  const isVisit = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
  return !isRead || !(site === "none" || isVisit);
}
