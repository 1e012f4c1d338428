import { addressProblem } from "../wire/outside-address.ts";
import type { AddFacts, AlertDetails } from "./alert-details.ts";
import type { Alert, AlertTarget } from "../alerts/alert.ts";
import { type Block, code, rich, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import type { SendResult } from "../core/desk.ts";
import { UserError } from "../core/errors.ts";

/** How alerts come to addresses that people name, where the owner of the desk allows it. */
export interface AlertWebhooks {
  makeSecret(): string;
  /** Posts a test to an address that somebody is about to use. @throws UserError where they try too often */
  tryNew(to: { readonly url: string; readonly secret: string }, call: Call): Promise<SendResult>;
  /** The same for an alert there is. @throws UserError where they try too often */
  tryKept(number: number, call: Call): Promise<SendResult>;
}

/** What came of the test of a new webhook. The secret is told this once. */
export interface NewWebhook {
  readonly secret: string;
  /** Why it does not take what is posted; it is kept as unreachable. */
  readonly refused?: string;
  /** Why nobody knows yet whether it does. */
  readonly doubt?: string;
}

/**
 * The target that an address stands for.
 * @param webhooks  absent where the owner of the desk does not allow any
 * @throws UserError where it may not be
 */
export function readWebhook(address: string, webhooks: AlertWebhooks | undefined): AlertTarget {
  if (!webhooks)
    throw new UserError("The owner of this desk has not allowed alerts to be sent to a webhook.", {
      hint: "Without it the alert comes to you; with `here` at the end it comes to this place.",
    });
  const problem = addressProblem(address);
  if (problem !== undefined)
    throw new UserError(`Nothing can be posted to that address. ${problem}`, {
      hint: "For example: /alert add tao above 400 to https://hooks.example.org/alerts",
    });
  return { kind: "webhook", url: new URL(address).href };
}

/** Posts a test before anything is saved, so that the answer says at once whether alerts can arrive. */
export async function tryWebhook(
  { target, webhooks }: { readonly target: AlertTarget; readonly webhooks: AlertWebhooks | undefined },
  call: Call,
): Promise<NewWebhook | undefined> {
  if (target.kind !== "webhook" || !webhooks) return undefined;
  const secret = webhooks.makeSecret();
  const result = await webhooks.tryNew({ url: target.url, secret }, call);
  switch (result.state) {
    case "sent":
      return { secret };
    case "gone":
    case "refused":
      return { secret, refused: result.why };
    case "later":
    case "unknown":
      return { secret, doubt: result.why };
  }
  return result satisfies never;
}

/** Tries the webhook of an alert that was stopped because of it. @throws UserError where it still takes nothing */
export async function tryWebhookAgain(
  { number, target, state }: Pick<Alert, "number" | "target" | "state">,
  webhooks: AlertWebhooks | undefined,
  call: Call,
): Promise<void> {
  if (target.kind !== "webhook" || state !== "unreachable") return;
  if (!webhooks) throw new UserError("The owner of this desk no longer allows alerts to be sent to a webhook.");
  const result = await webhooks.tryKept(number, call);
  if (result.state === "sent") return;
  throw new UserError(`Its webhook still takes nothing: ${result.why}.`, { hint: `Then /alert resume ${number}.` });
}

/** What its maker has to know of a webhook: how the test went, and the secret. */
export function newWebhookBlocks({ alert, webhook }: AddFacts & { state: "saved" }): readonly Block[] {
  if (!webhook) return [];
  const { secret, refused, doubt } = webhook;
  const host = alert.webhookHost ?? "its address";
  const tried =
    refused !== undefined
      ? `${host} did not take the test: ${refused}. When it does, /alert resume ${alert.number} tries again.`
      : doubt !== undefined
        ? `It is not sure yet that ${host} takes it: ${doubt}. It is tried again when the alert tells.`
        : `${host} took the test.`;
  return [text(tried), rich("Posts are signed by this secret, which is shown only now: ", code(secret))];
}

/** Whom an alert tells, where that is not its owner. */
export const whomTold = ({ target, webhookHost }: AlertDetails): string | undefined => {
  if (target === "owner") return undefined;
  return target === "place" ? "everybody in this place" : `the webhook at ${webhookHost ?? "its address"}`;
};

/** An address of which only the host may be read. */
export const hiddenAddress = (url: string): string => `https://${new URL(url).host}/…`;
