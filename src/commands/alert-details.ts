import type { Alert, AlertState, AlertTarget, Condition, Repetition } from "../alerts/alert.ts";
import type { AlertBook, AlertCheck, BackCheck } from "./alert-book.ts";
import type { AlertNames } from "../alerts/facts.ts";
import { type AlertNameParts, namesIn } from "./alert-names.ts";
import type { AlertFields } from "./alert-fields.ts";
import type { AlertWebhooks, NewWebhook } from "./alert-webhook.ts";
import type { Call, Platform } from "../core/call.ts";
import { fieldsOfCondition } from "./alert-condition-fields.ts";
import { known } from "../wire/figure.ts";
import { typedTime } from "./alert-values.ts";

/** What alert commands are made of. */
export interface AlertParts extends AlertNameParts {
  readonly alerts: AlertBook;
  /** The zone in which the caller names days and hours, an IANA name. */
  readonly zoneOf: (call: Call) => Promise<string>;
  /**
   * Says a line in the caller's direct chat, which their alerts will come to.
   * @returns why that was refused; undefined when it arrived. Absent where that cannot be known
   */
  readonly tryDirect?: (call: Call, line: string) => Promise<string | undefined>;
  /** Absent where the owner of the desk does not allow alerts to webhooks. */
  readonly webhooks?: AlertWebhooks;
}

/** An alert, for people and programs. Instants in UTC epoch milliseconds. */
export interface AlertDetails extends AlertNames {
  readonly number: number;
  readonly condition: Condition;
  readonly repetition: Repetition;
  /** A webhook's address may let whoever reads it post there, so only its host is told. */
  readonly target: "owner" | "place" | "webhook";
  readonly webhookHost?: string;
  readonly untrustedNote?: string;
  readonly state: AlertState;
  readonly reason?: string;
  readonly platform: Platform;
  readonly snoozedUntil?: number;
  readonly expiresAt?: number;
  readonly firedAt?: number;
  readonly createdAt: number;
  readonly check?: AlertCheck;
}

/** An alert as commands tell of it. */
export const alertDetails = (
  alert: Alert & { readonly lastCheck?: AlertCheck },
  parts: Pick<AlertNameParts, "assets" | "sector">,
): AlertDetails => ({
  number: alert.number,
  condition: alert.condition,
  ...namesIn(alert.condition, parts),
  repetition: alert.repetition,
  target: alert.target.kind,
  state: alert.state,
  platform: alert.place.platform,
  createdAt: alert.createdAt,
  ...known({
    webhookHost: alert.target.kind === "webhook" ? hostOf(alert.target.url) : undefined,
    untrustedNote: alert.note === "" ? undefined : alert.note,
    reason: alert.reason,
    snoozedUntil: alert.snoozedUntil,
    expiresAt: alert.expiresAt,
    firedAt: alert.firedAt,
    check: alert.lastCheck,
  }),
});

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "");

/** How a condition stands at the moment when somebody wants it watched. */
export interface Standing extends Pick<BackCheck, "wouldHave" | "everyMs" | "source"> {
  readonly check: AlertCheck;
}

/** What became of the wish for an alert. `input` is what the command has to be given to mean the same again. */
export type AddFacts =
  | {
      readonly state: "saved";
      readonly alert: AlertDetails;
      readonly standing?: Standing;
      readonly unreachable?: string;
      readonly webhook?: NewWebhook;
      /** The number of an earlier one that watches the same and tells at the same place. */
      readonly sameAs?: number;
    }
  | ({
      readonly state: "holds";
      readonly condition: Condition;
      readonly standing: Standing;
      readonly input: Readonly<Record<string, unknown>>;
    } & AlertNames)
  | { readonly state: "left" }
  | { readonly state: "full"; readonly limit: number; readonly of: "owner" | "place" };

/** The fields that make the same alert again; it holds already or not, nothing is asked. */
export function fieldsAgain(
  alert: Pick<Alert, "condition" | "repetition" | "note" | "expiresAt" | "target">,
): AlertFields {
  return { ...fieldsOfCondition(alert.condition), ...tellingOf(alert), already: "again" };
}

/** How an alert tells, as fields. */
export function tellingOf({
  repetition,
  note,
  expiresAt,
  target,
}: Pick<Alert, "repetition" | "note" | "expiresAt"> & { readonly target?: AlertTarget }): Pick<
  AlertFields,
  "repeat" | "until" | "note" | "target"
> {
  return {
    repeat: repetition.kind === "once" ? "once" : typedTime(repetition.coolDownMs),
    ...known({
      until: expiresAt === undefined ? undefined : new Date(expiresAt).toISOString(),
      note: note === "" ? undefined : note,
      target:
        target === undefined || target.kind === "owner" ? undefined : target.kind === "place" ? "here" : target.url,
    }),
  };
}
