/** Something was not done in its time. It goes on, and nobody waits for it. */
export class TooSlow extends Error {
  override readonly name = "TooSlow";
}

/**
 * The work's own result, if it comes in time.
 * @throws TooSlow after `limitMs` milliseconds
 */
export async function within<Result>(work: Promise<Result>, limitMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow(`Not done in ${limitMs} ms.`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
