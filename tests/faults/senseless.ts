import { ROAD_FAULTS } from "./faults.ts";
import type { Senseless } from "./table.ts";

const REPEATS = "duplicate and out-of-order updates";
const SESSION = "gateway invalid session";
const MACHINE = ["clock +1 day", "clock -1 day", "disk full", "database locked"] as const;

/** All columns of the matrix. */
export const FAULTS: readonly string[] = [...ROAD_FAULTS, REPEATS, SESSION, ...MACHINE];

const NO_SERVER = "no server: there is nothing to connect to";
const OF_MACHINE = "befalls the machine under the desk, whoever is asked: see disk and clock";
const ASKED_ONLY = "it is asked, and sends nothing by itself";
const NO_SESSION = "only Discord's gateway has sessions";
const NOT_ALONE = "befalls all requests of a server alike: see the row above";

/** Why a pair makes no sense; undefined where it is one to be played. */
function whyNot(target: string, fault: string): string | undefined {
  const isMachine = MACHINE.some((each) => each === fault);
  if (target === "clock") return fault.startsWith("clock") ? undefined : NO_SERVER;
  if (target === "disk") return fault === "disk full" || fault === "database locked" ? undefined : NO_SERVER;
  if (isMachine) return OF_MACHINE;
  if (fault === SESSION) return target === "discord-gateway" ? undefined : NO_SESSION;
  if (fault === REPEATS) return target === "telegram" || target === "discord-gateway" ? undefined : ASKED_ONLY;
  if (target.endsWith("alone") && ["down", "expired TLS", "DNS failure"].includes(fault)) return NOT_ALONE;
  return undefined;
}

/** Of these targets, the pairs that are not played, and why. */
export const senselessOf = (targets: readonly string[]): readonly Senseless[] =>
  targets.flatMap((target) =>
    FAULTS.flatMap((fault) => {
      const why = whyNot(target, fault);
      return why === undefined ? [] : [{ target, fault, why }];
    }),
  );
