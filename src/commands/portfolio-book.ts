import type { Call } from "../core/call.ts";
import type { Entry, KeptEntry } from "../portfolio/entry.ts";
import type { Ledger } from "../portfolio/ledger.ts";
import type { Method } from "../portfolio/conventions.ts";

/** How somebody's portfolio is computed and shown. */
export interface PortfolioSettings {
  readonly method: Method;
  /** ISO 4217 code. */
  readonly currency: string;
  /** IANA name: in which dates are typed and shown. */
  readonly zone: string;
}

/** Somebody's portfolio as it stands. */
export interface OpenPortfolio {
  readonly settings: PortfolioSettings;
  /** By time, then by number. */
  readonly entries: readonly KeptEntry[];
  /** In the settings' currency; what was sold without having been held has no cost and is listed under `missing`. */
  readonly ledger: Ledger;
  /** Entries whose money could not be brought into the currency for want of a rate of the day: they count as unvalued. */
  readonly unconverted: readonly number[];
}

/** What a change did. `undoable` is false only when nothing was changed. */
export interface PortfolioChange {
  readonly added: readonly KeptEntry[];
  readonly removed: readonly KeptEntry[];
}

/**
 * The caller's own portfolio. Changes are carried out once for each call, all of them or nothing, and kept so that `undo`
 * takes them back exactly; they throw UserError when the portfolio could not be so (more sold than held, a date to come).
 */
export interface PortfolioBook {
  /** Read and computed once for each state of it. */
  open(call: Call): Promise<OpenPortfolio>;
  /** @param factsOf  the command's facts, which a repeated call is answered with */
  add<Facts>(entries: readonly Entry[], call: Call, factsOf: (change: PortfolioChange) => Facts): Promise<Facts>;
  /** @throws UserError when there is no such number */
  replace<Facts>(number: number, entry: Entry, call: Call, factsOf: (change: PortfolioChange) => Facts): Promise<Facts>;
  remove<Facts>(numbers: readonly number[], call: Call, factsOf: (change: PortfolioChange) => Facts): Promise<Facts>;
  /** Takes back the caller's last change that was not taken back yet, an import as a whole. `undefined`: there is none. */
  undo<Facts>(call: Call, factsOf: (change: PortfolioChange | undefined) => Facts): Promise<Facts>;
  settle<Facts>(
    settings: Partial<PortfolioSettings>,
    call: Call,
    factsOf: (settings: PortfolioSettings) => Facts,
  ): Promise<Facts>;
}
