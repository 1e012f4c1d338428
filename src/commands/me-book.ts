import type { Alert } from "../alerts/alert.ts";
import type { Call } from "../core/call.ts";
import type { Subscription } from "../digest/subscription.ts";

/** What is kept of a person, by kind. */
export interface KeptOfMe {
  readonly accounts: readonly { readonly platform: string; readonly name?: string }[];
  readonly kinds: readonly {
    readonly kind: string;
    readonly count: number;
    /** How long, in words. */
    readonly life: string;
  }[];
}

/** What somebody may want to open as a sheet. */
export interface OwnLists {
  /** Ids of assets, in their order. */
  readonly watched: readonly string[];
  readonly alerts: readonly Alert[];
  readonly digests: readonly Subscription[];
  readonly notes: readonly { readonly number: number; readonly text: string }[];
}

/** Everything that is kept of whoever calls. */
export interface AboutMe {
  readonly kept: (call: Call) => Promise<KeptOfMe>;
  /** All of it but the portfolio, which has files of its own, by table. JSON-safe; secrets and addresses of webhooks are left out. */
  readonly all: (call: Call) => Promise<Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>>;
  readonly lists: (call: Call) => Promise<OwnLists>;
  /** @throws UserError where it cannot be made to last; then nothing is removed */
  readonly remove: (call: Call) => Promise<void>;
  /** Forgets what was talked about. @returns how many conversations */
  readonly forget: (call: Call) => Promise<number>;
}
