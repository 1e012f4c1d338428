import { isIP } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/**
 * 443, and 8443, where people serve https who cannot have the first. Any other would let whoever may name an address have the desk
 * knock at the ports of other people's machines.
 */
const PORTS: ReadonlySet<string> = new Set(["", "443", "8443"]);
const LIMIT = 500;

/**
 * Why nothing may be posted to an address that somebody named, in a sentence without the address; undefined when it may. Where a name
 * leads is for the connection to check, by `publicLookup`.
 */
export function addressProblem(address: string): string | undefined {
  if (address.length > LIMIT) return `It is longer than ${LIMIT} characters.`;
  if (!URL.canParse(address)) return "It is no address.";
  const url = new URL(address);
  if (url.protocol !== "https:") return "It has to begin with https://.";
  if (url.username !== "" || url.password !== "") return "It carries a user name or password; both would be kept here.";
  if (!PORTS.has(url.port)) return `Its port is ${url.port}; only 443 and 8443 are taken.`;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // A number is connected to without asking the resolver.
  return isIP(host) !== 0 && !isPublicAddress(host) ? "It lies on a private address." : undefined;
}
