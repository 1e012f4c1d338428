import type { Call } from "../core/call.ts";
import type { DigestSettings, Run, Subscription } from "../digest/subscription.ts";
import type { SectorMap } from "../sector/map.ts";

/** Whose digest is meant: the caller's own, or that of the place where they speak. */
export type Where = "me" | "here";

/** What somebody's digest became. */
export type DigestChange =
  | { readonly kind: "settings"; readonly settings: DigestSettings }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "stop" };

/** Subscriptions, as commands know them. Changes happen once for each call. */
export interface DigestBook {
  of(where: Where, call: Call): Promise<Subscription | undefined>;
  /** The newest first. */
  runs(subscription: Subscription, limit: number): Promise<readonly Run[]>;
  /**
   * Sends a line through the very channel that a digest will take.
   * @returns why it was refused; undefined when it arrived, or nobody can tell yet
   */
  tryOut(where: Where, line: string, call: Call): Promise<string | undefined>;
  /** Begins it, or sets the one that is there anew. */
  subscribe<Facts>(
    where: Where,
    settings: DigestSettings,
    call: Call,
    factsOf: (to: Subscription) => Facts,
  ): Promise<Facts>;
  /** `before` is absent where there was none; then nothing happens. */
  change<Facts>(
    where: Where,
    to: DigestChange,
    call: Call,
    factsOf: (before: Subscription | undefined, after: Subscription | undefined) => Facts,
  ): Promise<Facts>;
}

/** What digest commands are made of. */
export interface DigestParts {
  readonly digests: DigestBook;
  readonly map: SectorMap;
  /** The zone that the caller has set, an IANA name; undefined where they have not. */
  readonly zoneOf: (call: Call) => Promise<string | undefined>;
}
