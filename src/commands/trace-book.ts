import type { Call } from "../core/call.ts";
import type { Trace, TraceTexts } from "../core/trace.ts";

/** How the caller's last answer came about. */
interface LastTrace {
  /** UTC epoch milliseconds. */
  readonly answeredAt: number;
  readonly trace: Trace;
  /** Only where they wanted words kept then. */
  readonly texts?: TraceTexts;
}

/** How answers came about, each for whoever was answered. */
export interface TraceBook {
  /** Wherever that was. */
  readonly last: (call: Call) => Promise<LastTrace | undefined>;
  /** Whether the caller's words are kept with the steps. */
  readonly keepsWords: (call: Call) => Promise<boolean>;
  /** From now on they are. */
  readonly keepWords: (call: Call) => Promise<{ readonly keepsWords: boolean }>;
  /** From now on they are not, and those that were are removed. */
  readonly dropWords: (call: Call) => Promise<{ readonly keepsWords: boolean }>;
}
