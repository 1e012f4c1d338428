import type { Call, Platform } from "../core/call.ts";

/** An account as people know it. JSON-safe. */
export interface KnownAccount {
  readonly platform: Platform;
  readonly name?: string;
}

/** What whoever entered a code has to know before they go on. */
export interface JoinFacts {
  readonly request: string;
  /** Of the person that they would be one with. */
  readonly accounts: readonly KnownAccount[];
  /** Who has a portfolio: where both have, one of the two goes. */
  readonly portfolios: "none" | "theirs" | "mine" | "both";
  /** Whether one of the two owns the desk. */
  readonly isOwner: boolean;
}

/** Which of two portfolios stays, as whoever entered the code sees it. */
type KeptPortfolio = "theirs" | "mine";

/** How accounts become one person. */
export interface LinkBook {
  readonly accounts: (call: Call) => Promise<readonly KnownAccount[]>;
  /** @returns a code, good once for ten minutes */
  readonly makeCode: (call: Call) => Promise<string>;
  /** @throws UserError for a code that is none, for too many tries, and where the two cannot be one */
  readonly enter: (code: string, call: Call) => Promise<JoinFacts>;
  /** Whoever entered the code goes on; the other one is asked. @throws UserError where there is nothing to confirm */
  readonly confirm: (request: string, keep: KeptPortfolio | undefined, call: Call) => Promise<void>;
  /** The other one agrees, or does not. @throws UserError where they were not asked */
  readonly agree: (request: string, answer: "yes" | "no", call: Call) => Promise<void>;
  /** Who keeps everything when the account that the call comes from goes, and whether that is the desk, too. */
  readonly parting: (call: Call) => Promise<{ readonly others: readonly KnownAccount[]; readonly ownsDesk: boolean }>;
  /** The account that the call comes from is a person of its own again. @throws UserError where it is the only one */
  readonly unlink: (call: Call) => Promise<void>;
}
