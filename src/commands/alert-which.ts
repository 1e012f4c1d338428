import type { Alert } from "../alerts/alert.ts";
import { type AlertParts } from "./alert-details.ts";
import type { AlertCheck } from "./alert-book.ts";
import type { Call } from "../core/call.ts";
import { UserError } from "../core/errors.ts";

/**
 * The alert of that number, if the caller may see and change it.
 * @throws UserError where there is none, or it is another's: both sound the same
 */
export async function whichAlert(
  { alerts }: Pick<AlertParts, "alerts">,
  number: number,
  call: Call,
): Promise<Alert & { readonly lastCheck?: AlertCheck }> {
  const found = await alerts.one(number, call);
  if (!found) throw noSuchAlert(number);
  return found;
}

/** Whether it is another's is not for the caller to know. */
export const noSuchAlert = (number: number): UserError =>
  new UserError(`You have no alert ${number}.`, { hint: "/alert list shows those that you can change here." });
