import { isIP } from "node:net";

/** `localhost`, 127.0.0.0/8 or `::1`. @param hostname  with or without the brackets of IPv6 */
export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" ||
  hostname.replace(/^\[|\]$/g, "") === "::1" ||
  (isIP(hostname) === 4 && hostname.startsWith("127."));
