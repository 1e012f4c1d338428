/** Long work that may be interrupted wherever it yields. */
export type Steps<Result> = Generator<void, Result, void>;

/** Does all of it without a pause. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** So long somebody else may have to wait for their turn, in milliseconds. */
const TURN_MS = 8;

/**
 * Does it a turn at a time, so that a large portfolio holds up nobody.
 * @param pause  lets others have their turn
 */
export async function inTurns<Result>(steps: Steps<Result>, pause: () => Promise<void>): Promise<Result> {
  const takeTurn = turns(pause);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await takeTurn();
  }
}

/** For loops: to be awaited every few rounds, pauses when the turn is over. */
export function turns(pause: () => Promise<void>): () => Promise<void> | undefined {
  let begun = performance.now();
  return () => {
    if (performance.now() - begun < TURN_MS) return undefined;
    return pause().then(() => {
      begun = performance.now();
    });
  };
}
