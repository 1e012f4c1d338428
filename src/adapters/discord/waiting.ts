import { type Failure, failureOf, isPassing } from "./failure.ts";

/** Resolves after that time, or as soon as the signal is given. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

/** A wait that doubles with each try, up to a minute. @param tries  failed so far, from 0 */
export const backOff = (firstMs: number, tries: number): number => Math.min(60_000, firstMs * 2 ** Math.min(tries, 10));

/** How often something is tried before it is given up: with waits from 1 s to a minute that is about four minutes. */
const TRIES = 10;

/**
 * Tries until it is done, the failure is not one that passes, or it has been tried often enough.
 * @param repeats  which failures may be followed by another try; where a repeat would be seen twice, only what was never sent
 * @throws what the last try threw
 */
export async function insist<Result>(
  action: () => Promise<Result>,
  {
    waitMs,
    signal,
    repeats = isPassing,
  }: { waitMs: number; signal: AbortSignal; repeats?: (failure: Failure) => boolean },
): Promise<Result> {
  for (let tries = 0; ; tries++) {
    try {
      return await action();
    } catch (error) {
      const failure = failureOf(error);
      if (tries + 1 >= TRIES || signal.aborted || !repeats(failure)) throw error;
      await pause(failure.kind === "limited" ? failure.afterMs : backOff(waitMs, tries), signal);
    }
  }
}

/** Failures after which a repeat cannot be a second message: nothing was sent, or Discord said that it did not take it. */
export const wasNotTaken = (failure: Failure): boolean => failure.kind === "unreachable" || failure.kind === "limited";
