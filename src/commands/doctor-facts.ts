import type { Call } from "../core/call.ts";
import type { Report } from "../core/log.ts";
import { within } from "../core/within.ts";

/** Something that is wrong. `broken`: people notice; `poor`: they will, or it is less than it could be. */
export interface Ailment {
  readonly about: string;
  readonly gravity: "broken" | "poor";
  /** A sentence. */
  readonly what: string;
  /** How to mend it; a sentence. */
  readonly mend: string;
}

/** One thing that is looked at. */
export interface Check {
  readonly about: string;
  /** `place`: what admins of a place may know, too. */
  readonly of: "desk" | "place";
  /** Looks at it, without saying anything that was not asked for. @param signal  ends when nobody waits any more */
  readonly look: (call: Call, signal: AbortSignal) => readonly Ailment[] | Promise<readonly Ailment[]>;
}

export interface DoctorParts {
  /** In the order in which they are told of. */
  readonly checks: readonly Check[];
  readonly report: Report;
  /** How long each check may take; all of them are made at once. */
  readonly checkMs?: number;
}

export interface DoctorFacts {
  readonly of: "desk" | "place";
  readonly checked: readonly string[];
  /** The worst first. */
  readonly ailments: readonly Ailment[];
}

const CHECK_MS = 8_000;

/** Makes every check that is for the caller. One that hangs or fails is an ailment itself, and keeps no other from being made. */
export async function doctorFacts(
  { checks, report, checkMs = CHECK_MS }: DoctorParts,
  call: Call,
): Promise<DoctorFacts> {
  const of = call.caller.role === "owner" ? "desk" : "place";
  const made = checks.filter((check) => of === "desk" || check.of === "place");
  const found = (await Promise.all(made.map((check) => examined(check)))).flat();
  const isBroken = ({ gravity }: Ailment): boolean => gravity === "broken";
  return {
    of,
    checked: made.map(({ about }) => about),
    ailments: [...found.filter(isBroken), ...found.filter((each) => !isBroken(each))],
  };

  async function examined({ about, look }: Check): Promise<readonly Ailment[]> {
    const ending = new AbortController();
    const unsure = (what: string, mend: string): readonly Ailment[] => [{ about, gravity: "poor", what, mend }];
    try {
      const looked = await within(Promise.resolve(look(call, ending.signal)), checkMs);
      if (looked) return looked.value;
      return unsure(
        `No answer within ${Math.round(checkMs / 1_000)} s, so it is not known.`,
        "Look again in a minute.",
      );
    } catch (error) {
      return unsure(
        "It could not be looked at.",
        `The log has the reason (reference ${report(error, `doctor: ${about}`)}).`,
      );
    } finally {
      ending.abort();
    }
  }
}
