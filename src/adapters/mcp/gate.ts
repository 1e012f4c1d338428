import { isLoopback } from "../../core/loopback.ts";
import { isSameSecret } from "../../core/secret.ts";

export interface GateParts {
  /** Whether the server listens on a loopback address only, so that nobody else can connect to it directly. */
  readonly loopbackOnly: boolean;
  /** Where the desk is reached from outside, if it is. */
  readonly publicUrl?: string;
  readonly token?: string;
}

/** Why a request is not let in. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly message: string;
}

/** Set by proxies and tunnels: the caller is then not whoever connected to us. */
const FORWARDING =
  /^(forwarded|via|x-forwarded(-.+)?|x-(real|client|cluster-client)-ip|(cf|fastly)-.+|true-client-ip)$/;

/** The host name of a Host header or an address, as browsers normalise it; undefined for anything else. */
function hostName(host: string | null): string | undefined {
  if (host === null || !/^[\w.\-:[\]]+$/.test(host)) return undefined;
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined;
}

/** A browser sends where its page came from; only our own page, or none, may speak. */
function isOwnOrigin(origin: string, host: string | null, publicUrl: string | undefined): boolean {
  if (!/^https?:\/\//.test(origin) || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (publicUrl !== undefined && from.origin === new URL(publicUrl).origin) return true;
  return (
    host !== null &&
    URL.canParse(`${from.protocol}//${host}`) &&
    from.host === new URL(`${from.protocol}//${host}`).host
  );
}

/**
 * Who may speak MCP. A program on this machine needs nothing; everybody else needs the token. "On this machine" means that
 * the server can be connected to from here only, that the client itself named a loopback host (a page that rebinds its own
 * name to 127.0.0.1 names that one), that no proxy says it forwards, and that no public address is configured: with one
 * there is a proxy on this machine, and not every proxy says so (nginx adds no header unless told to).
 */
export function createGate({ loopbackOnly, publicUrl, token }: GateParts): (request: Request) => Refusal | undefined {
  const isExposed = !loopbackOnly || (publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname));
  return ({ headers }) => {
    const host = headers.get("host");
    const origin = headers.get("origin");
    if (origin !== null && !isOwnOrigin(origin, host, publicUrl))
      return { status: 403, message: "Pages of other sites may not use this desk." };
    const isForwarded = [...headers.keys()].some((name) => FORWARDING.test(name));
    if (!isExposed && !isForwarded && isLoopback(hostName(host) ?? "")) return undefined;
    if (token === undefined)
      return {
        status: 403,
        message:
          "MCP is closed here: without an MCP_TOKEN only programs on the desk's own machine are let in, and only while the desk is not reachable from outside.",
      };
    const given = /^Bearer +(\S+) *$/i.exec(headers.get("authorization") ?? "")?.[1];
    if (given === undefined || !isSameSecret(given, token))
      return { status: 401, message: "Send the desk's MCP token: Authorization: Bearer <MCP_TOKEN>." };
    return undefined;
  };
}
