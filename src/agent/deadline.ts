import { setMaxListeners } from "node:events";
import { ModelFailure } from "./failures.ts";

/**
 * Gives a work a signal that is aborted after a while. One signal per message: listeners of a shared one would pile up.
 * @throws what the work throws; work that heeds the signal throws ModelFailure("deadline")
 */
export async function within<Result>(ms: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  // Each step and each look-up of the message listens; with the message they all go.
  setMaxListeners(0, controller.signal);
  const timer = setTimeout(() => controller.abort(new ModelFailure("deadline")), ms);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
