import type { Alert, AlertState, Condition, NewAlert } from "../alerts/alert.ts";
import type { Call } from "../core/call.ts";

/** What was last seen of an alert's subject, and what followed from it. */
export interface AlertCheck {
  /** UTC epoch milliseconds of the look; of the figure itself `asOf`. */
  readonly at: number;
  /** What the condition compares: a price, a fraction, a rank. Absent where there was none to be had. */
  readonly value?: number;
  readonly asOf?: number;
  readonly source?: string;
  /** Why it did or did not tell, in one sentence of ours. */
  readonly why: string;
  /** How far the value is from telling, as a fraction of the threshold; 0 when it is there. Absent where that means nothing. */
  readonly distanceFraction?: number;
  /** How often there is such a look, in milliseconds. */
  readonly everyMs?: number;
}

/** How a condition stands now and how it would have done, for the answer to whoever makes an alert. */
export interface BackCheck {
  readonly now: AlertCheck;
  /** Whether the condition holds already. */
  readonly holds: boolean;
  /** How many times it would have told in so many days, on what figures; absent where that cannot be known. */
  readonly wouldHave?: { readonly times: number; readonly days: number; readonly interval: string };
  /** How often it will be looked at, in milliseconds, and by whom. */
  readonly everyMs: number;
  readonly source: string;
}

/** What alerts there are room for. */
export interface AlertLimits {
  readonly perOwner: number;
  readonly perPlace: number;
}

/** What is to be different of an alert; `null` takes it away. What is not named stays. */
export interface AlertChange extends Partial<Pick<Alert, "condition" | "repetition">> {
  readonly note?: string | null;
  readonly expiresAt?: number | null;
  readonly snoozedUntil?: number | null;
  readonly state?: AlertState;
}

/** Alerts of the caller, and of the place where they are an admin. Changes are carried out once for each call. */
export interface AlertBook {
  readonly limits: AlertLimits;
  /** Looks at a condition as it would be checked; also used by `/alert why`. @throws ProviderError when nobody answers */
  backCheck(condition: Condition, call: Call): Promise<BackCheck>;
  /** What the caller may change: their own, and in a place they administrate those of the place. */
  of(call: Call): Promise<readonly (Alert & { readonly lastCheck?: AlertCheck })[]>;
  one(number: number, call: Call): Promise<(Alert & { readonly lastCheck?: AlertCheck }) | undefined>;
  /** @param command  the one that asks, by which a call that comes again is known, where that is not "alert add" */
  add<Facts>(alert: NewAlert, call: Call, factsOf: (became: Alert | "full") => Facts, command?: string): Promise<Facts>;
  /**
   * `before` comes back for Undo. `undefined`: there is no such alert, or it is not theirs.
   * @param which  `command` is the one that asks, by which a call that comes again is known
   * @throws UserError where one that is over is to be watched again and there is no room for it
   */
  change<Facts>(
    which: { readonly number: number; readonly command: string },
    to: AlertChange,
    call: Call,
    factsOf: (change: { readonly before: Alert; readonly after: Alert } | undefined) => Facts,
  ): Promise<Facts>;
  /** @param command  the one that asks, where that is not "alert remove" */
  remove<Facts>(
    numbers: readonly number[],
    call: Call,
    factsOf: (removed: readonly Alert[]) => Facts,
    command?: string,
  ): Promise<Facts>;
}
