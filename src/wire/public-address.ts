import { BlockList, isIP, isIPv6 } from "node:net";
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from "node:dns";

/** What is no address on the public internet: IANA's special-purpose registries of IPv4 and IPv6 (RFC 6890 and later). */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  PRIVATE.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  PRIVATE.addSubnet(network, prefix, "ipv6");

/** All of IPv6 that is handed out to the internet so far; the rest is local, old or not there yet. */
const PUBLIC = new BlockList();
PUBLIC.addSubnet("2000::", 3, "ipv6");

/** NAT64 and IPv4-mapped addresses stand for the IPv4 address in their last 32 bits. @param address  as `URL.hostname` writes it */
function innerIPv4(address: string): string | undefined {
  const mapped = /^(?:::ffff:|64:ff9b::)(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(address);
  if (!mapped) return undefined;
  const [, high = "0", low = "0"] = mapped;
  const [a, b] = [parseInt(high, 16), parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join(".");
}

/** Whether an IP address lies on the public internet. @param address  as `URL.hostname` or a resolver gives it, without brackets */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, "");
  if (isIP(bare) === 0) return false;
  if (!isIPv6(bare)) return !PRIVATE.check(bare, "ipv4");
  const inner = innerIPv4(new URL(`http://[${bare}]`).hostname.slice(1, -1));
  return inner === undefined ? PUBLIC.check(bare, "ipv6") && !PRIVATE.check(bare, "ipv6") : isPublicAddress(inner);
}

/** A name that leads to a private address. */
export class PrivateAddressError extends Error {
  override readonly name = "PrivateAddressError";
}

type Resolved = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;
export type Lookup = (host: string, options: LookupOptions, resolved: Resolved) => void;

/**
 * A resolver for a connection that takes only public addresses: the address that is checked is the one that is connected to, so
 * that a name cannot change its mind between a check and the connection (DNS rebinding). One private address among several refuses all.
 */
export const publicLookup =
  (resolve: typeof systemLookup = systemLookup): Lookup =>
  (host, options, resolved) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return resolved(error, []);
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => !isPublicAddress(address)))
        return resolved(new PrivateAddressError("the name leads to a private address"), []);
      return options.all === true ? resolved(null, addresses) : resolved(null, first.address, first.family);
    });
  };
