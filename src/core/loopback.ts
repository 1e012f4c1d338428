import { isIP } from "node:net";

/** `localhost`, 127.0.0.0/8 or `::1`. @param hostname  with or without the brackets of IPv6 */
export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" ||
  hostname.replace(/^\[|\]$/g, "") === "::1" ||
  (isIP(hostname) === 4 && hostname.startsWith("127."));

/** Where a program of this machine reaches a server; what listens everywhere is reached by loopback. @param host  what it listens on */
export function localAddress(host: string, port: number): string {
  const name = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${name.includes(":") && !name.startsWith("[") ? `[${name}]` : name}:${port}`;
}
