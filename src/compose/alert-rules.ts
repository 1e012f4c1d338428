import type { Alert, Condition } from "../alerts/alert.ts";
import type { AlertChange } from "../commands/alert-book.ts";
import { type Call, isAtLeast, type Place } from "../core/call.ts";
import { directPlace } from "../core/delivery.ts";
import type { KeptAlert } from "../store/alert-row.ts";
import { known } from "../wire/figure.ts";
import { QUOTES_KEPT_MS } from "../store/alert-quote-store.ts";
import { UserError } from "../core/errors.ts";

/** An alert as it becomes by what is asked for. */
export function changed(before: KeptAlert, to: AlertChange, now: number): KeptAlert {
  const { note, expiresAt, snoozedUntil, reason: _reason, ...rest } = before;
  const given = known({
    note: to.note === null ? undefined : (to.note ?? note),
    expiresAt: to.expiresAt === null ? undefined : (to.expiresAt ?? expiresAt),
    snoozedUntil: to.snoozedUntil === null || to.state === "armed" ? undefined : (to.snoozedUntil ?? snoozedUntil),
  });
  const condition = to.condition ?? before.condition;
  const base = { ...rest, ...given, condition, repetition: to.repetition ?? before.repetition };
  const state = to.state ?? stateAfter(before, to, now);
  const { snoozedUntil: until, ...awake } = base;
  const after = state === "paused" && until !== undefined ? { ...base, state } : { ...awake, state };
  return state === before.state && before.reason !== undefined ? { ...after, reason: before.reason } : after;
}

function stateAfter({ state, snoozedUntil }: KeptAlert, to: AlertChange, now: number): Alert["state"] {
  if (typeof to.snoozedUntil === "number") return "paused";
  if (to.snoozedUntil === null && state === "paused" && snoozedUntil !== undefined) return "armed";
  const isLonger = to.expiresAt === null || (to.expiresAt !== undefined && to.expiresAt > now);
  if (state === "expired" && isLonger) return "armed";
  // What is watched is another thing now.
  return state === "fired" && to.condition !== undefined ? "armed" : state;
}

/** What cannot be watched, however it is asked for. @throws UserError */
export function refuse(condition: Condition): void {
  if (condition.kind === "move" && condition.windowMs > QUOTES_KEPT_MS)
    throw new UserError("A move can be watched over 48 hours at most.", {
      hint: "For longer stretches, watch the fall from a high of so many days.",
    });
  const isCapOfToken = "asset" in condition && condition.asset.kind === "token";
  if (isCapOfToken && ["rsi", "crossing", "range_break"].includes(condition.kind))
    throw new UserError("No daily closes are kept of a token by its contract, so its chart cannot be watched.");
}

/** Where an alert tells. @throws UserError where it may not, or cannot */
export function placeFor(target: Alert["target"], condition: Condition, call: Call): Place {
  const { caller, place } = call;
  const isPrivate = condition.kind === "portfolio_value" || condition.kind === "portfolio_day";
  switch (target.kind) {
    case "webhook":
      // Its chat is named by its number, which it has when it is saved.
      return { platform: "webhook", chatId: "", isPublic: false };
    case "place":
      if (isPrivate) throw new UserError("An alert about your portfolio tells you alone.");
      if (place.isPublic && !mayRun(call)) throw new UserError("Only an admin of this place can make alerts for it.");
      return place;
    case "owner": {
      if (!place.isPublic && place.platform !== "mcp") return place;
      const direct = directPlace(place.platform, caller.accountId);
      if (!direct) throw new UserError("There is no way to write to you alone from here.");
      return direct;
    }
  }
  return target satisfies never;
}

/** Whether the caller runs the place: an admin of it, or whoever is alone there. */
export const mayRun = ({ caller, place }: Call): boolean => isAtLeast(caller.role, "admin") || !place.isPublic;

/** Their own, or one of the place that they run. A place's alert is nobody's anywhere else. */
export function isTheirs({ target, ownerId, place }: KeptAlert, call: Call): boolean {
  if (target.kind !== "place") return ownerId === call.caller.userId;
  return mayRun(call) && place.platform === call.place.platform && place.chatId === call.place.chatId;
}

/** Whether it may still tell. */
export const isOpen = ({ state, watch }: KeptAlert): boolean => state !== "expired" && !(state === "fired" && !watch);
