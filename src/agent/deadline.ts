import { setMaxListeners } from "node:events";
import { ModelFailure } from "./failures.ts";

/**
 * Gives a work a signal that is aborted after a while. One signal per message: listeners of a shared one would pile up.
 * @param stop  aborts it as well, with its own reason
 * @throws what the work throws; work that heeds the signal throws ModelFailure("deadline"), or the reason of `stop`
 */
export async function within<Result>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
  stop?: AbortSignal,
): Promise<Result> {
  stop?.throwIfAborted();
  const controller = new AbortController();
  // Each step and each look-up of the message listens; with the message they all go.
  setMaxListeners(0, controller.signal);
  const timer = setTimeout(() => controller.abort(new ModelFailure("deadline")), ms);
  const end = (): void => controller.abort(stop?.reason);
  stop?.addEventListener("abort", end, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    stop?.removeEventListener("abort", end);
  }
}
