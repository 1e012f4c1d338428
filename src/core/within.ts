/**
 * The value of a promise if it comes in time. The promise goes on either way; when nobody waits any more, its failure is nobody's.
 * @param ms  undefined for as long as it takes, then only the signal ends the wait
 * @param signal  ends the wait at once
 * @returns undefined when it came too late. Rejects as the promise does
 */
export async function within<Value>(
  promise: Promise<Value>,
  ms: number | undefined,
  signal?: AbortSignal,
): Promise<{ readonly value: Value } | undefined> {
  let end: () => void = () => undefined;
  const late = new Promise<undefined>((resolve) => {
    const give = (): void => resolve(undefined);
    const timer = ms === undefined ? undefined : setTimeout(give, Math.max(0, ms));
    signal?.addEventListener("abort", give);
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", give);
    };
    if (signal?.aborted) give();
  });
  try {
    return await Promise.race([promise.then((value) => ({ value })), late]);
  } finally {
    end();
  }
}
