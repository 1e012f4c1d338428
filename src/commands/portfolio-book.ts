import type { Call } from "../core/call.ts";
import type { KeptEntry, NewEntry } from "../portfolio/entry.ts";
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

/** What there is of a coin after a change. */
export interface HoldingAfter {
  readonly asset: string;
  /** Decimal text. */
  readonly quantity: string;
  /** Of all of it, in the settings' currency, as decimal text; absent where the cost of a part is not known. */
  readonly cost?: string;
  /** Decimal text: so many left that nobody entered the arrival of. Absent where none is missing. */
  readonly missing?: string;
}

/** What a change did. */
export interface PortfolioChange {
  readonly added: readonly KeptEntry[];
  readonly removed: readonly KeptEntry[];
  /** The coins that it was about; at most `HOLDINGS_AFTER`, those of the first entries. */
  readonly holdings: readonly HoldingAfter[];
  readonly settings: PortfolioSettings;
}

/** What taking a change back did. */
export interface PortfolioUndone extends PortfolioChange {
  /** The command that had made the change, and when. */
  readonly command: string;
  readonly madeAt: number;
}

/** So many holdings are told of after a change. */
export const HOLDINGS_AFTER = 5;

/** So many entries a person may have. */
export const ENTRY_LIMIT = 100_000;

/**
 * The caller's own portfolio. Changes are carried out once for each call, all of them or nothing, and kept so that `undo`
 * takes them back exactly; they throw UserError when the portfolio could not be so (more sold than held, a date to come).
 */
export interface PortfolioBook {
  /** Read and computed once for each state of it; a rate or price that was not to be had is asked for again after a while. */
  open(call: Call): Promise<OpenPortfolio>;
  /**
   * Entries with an origin may sell what is not there: files do not always tell everything.
   * @param factsOf  the command's facts, which a repeated call is answered with
   * @param command  by which a repeated call is known
   */
  add<Facts>(
    entries: readonly NewEntry[],
    call: Call,
    factsOf: (change: PortfolioChange) => Facts,
    command?: string,
  ): Promise<Facts>;
  /** @throws UserError when there is no such number */
  replace<Facts>(
    number: number,
    entry: NewEntry,
    call: Call,
    factsOf: (change: PortfolioChange) => Facts,
  ): Promise<Facts>;
  remove<Facts>(numbers: readonly number[], call: Call, factsOf: (change: PortfolioChange) => Facts): Promise<Facts>;
  /** Takes back the caller's last change that was not taken back yet, an import as a whole. `undefined`: there is none. */
  undo<Facts>(call: Call, factsOf: (change: PortfolioUndone | undefined) => Facts): Promise<Facts>;
  settle<Facts>(
    settings: Partial<PortfolioSettings>,
    call: Call,
    factsOf: (settings: PortfolioSettings) => Facts,
  ): Promise<Facts>;
}
