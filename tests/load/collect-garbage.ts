import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Collects all that is nobody's any more. @returns what is left on the heap and beside it, in bytes */
export function collectGarbage(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
