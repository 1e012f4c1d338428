import type { Call } from "../core/call.ts";

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

/** Everything that is kept of whoever calls. */
export interface AboutMe {
  readonly kept: (call: Call) => Promise<KeptOfMe>;
  /** All of it but the portfolio, which has files of its own. JSON-safe. */
  readonly all: (call: Call) => Promise<Readonly<Record<string, readonly unknown[]>>>;
  /** @throws UserError where it cannot be made to last; then nothing is removed */
  readonly remove: (call: Call) => Promise<void>;
  /** Forgets what was talked about. @returns how many conversations */
  readonly forget: (call: Call) => Promise<number>;
}
