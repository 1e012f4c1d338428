import { type Incoming, isForeign, readArrival } from "../../core/arrival.ts";
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

/**
 * Who may speak MCP. A program on this machine needs nothing; everybody else needs the token. "On this machine" means that
 * the request is local (`readArrival`), that the server can be connected to from here only, and that no public address is
 * configured: with one there is a proxy on this machine, and not every proxy says that it forwards.
 */
export function createGate({ loopbackOnly, publicUrl, token }: GateParts): (incoming: Incoming) => Refusal | undefined {
  const ownUrl = publicUrl === undefined ? undefined : new URL(publicUrl);
  const isExposed = !loopbackOnly || (ownUrl !== undefined && !isLoopback(ownUrl.hostname));
  return (incoming) => {
    const { authorization, origin } = incoming.headers;
    // A proxy may rename us on the way: the public page is ours under any Host.
    const isPublicPage = ownUrl !== undefined && origin === ownUrl.origin;
    if (!isPublicPage && isForeign(incoming, ownUrl))
      return { status: 403, message: "Pages of other sites may not use this desk." };
    if (!isExposed && readArrival(incoming, ownUrl).isLocal) return undefined;
    if (token === undefined)
      return {
        status: 403,
        message:
          "MCP is closed here: without an MCP_TOKEN only programs on the desk's own machine are let in, and only while the desk is not reachable from outside.",
      };
    const given = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
    if (given === undefined || !isSameSecret(given, token))
      return { status: 401, message: "Send the desk's MCP token: Authorization: Bearer <MCP_TOKEN>." };
    return undefined;
  };
}
