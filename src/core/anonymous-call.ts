import type { Call, Place, Platform } from "./call.ts";

/** Who an account is for us, as `Identify` says. */
export type IdentifyAccount = (platform: Platform, accountId: string) => Promise<{ readonly userId: string }>;

/** What no platform calls anybody. */
const ACCOUNT = "anonymous";

/**
 * The call of somebody whom the desk does not get to know, since they have only typed, or said something to others. All of a
 * platform are one account, so nothing is anybody's own, and as with programs nothing is remembered of what they look up.
 * @param now  UTC epoch milliseconds
 */
export async function anonymousCall(
  identify: IdentifyAccount,
  place: Place,
  locale: string,
  now: number,
): Promise<Call> {
  const { userId } = await identify(place.platform, ACCOUNT);
  return { caller: { userId, accountId: ACCOUNT, role: "member" }, place, surface: "mcp", locale, now };
}
