import type { Quantity } from "./amount.ts";

/** What is wrong with the activities, where: nothing is computed from them until it is mended. */
export type Refusal =
  /** More leaves than is held at that instant. */
  | {
      readonly kind: "oversell";
      readonly activityId: string;
      readonly at: number;
      readonly asset: string;
      readonly asked: Quantity;
      readonly held: Quantity;
    }
  /** A quantity that is not above zero. */
  | { readonly kind: "quantity"; readonly activityId: string }
  /** A value below zero, or a rebate larger than what was paid. */
  | { readonly kind: "value"; readonly activityId: string }
  /** An instant that is none. */
  | { readonly kind: "time"; readonly activityId: string }
  /** Two activities with one id, or two same halves of one move. */
  | { readonly kind: "duplicate"; readonly activityId: string }
  /** A swap or migration of a coin into itself, or a split by nothing. */
  | { readonly kind: "pair"; readonly activityId: string }
  /** A move of which more arrives than left, or which arrives in another coin or before it left. */
  | { readonly kind: "transfer"; readonly activityId: string; readonly transferId: string };

/** The activities cannot be: the caller says so in words of its own. It is thrown before anything is returned. */
export class RefusedActivity extends Error {
  override readonly name = "RefusedActivity";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`Activity ${refusal.activityId} is refused: ${refusal.kind}.`);
    this.refusal = refusal;
  }
}
