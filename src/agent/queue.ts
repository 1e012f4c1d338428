/** Works of one key run one after the other; works of different keys do not wait for each other. */
export interface Queue {
  /** @returns undefined, without having begun, when already `limit` works wait for this key */
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result> | undefined;
}

export function createQueue(limit: number): Queue {
  const lines = new Map<string, { last: Promise<unknown>; length: number }>();
  return {
    run(key, work) {
      const line = lines.get(key) ?? { last: Promise.resolve(), length: 0 };
      // One of them is at work.
      if (line.length > limit) return undefined;
      // What went wrong with the one before is its own asker's matter.
      const result = line.last.then(work, work);
      line.last = result.then(leave, leave);
      line.length += 1;
      lines.set(key, line);
      return result;

      function leave(): void {
        line.length -= 1;
        if (line.length === 0) lines.delete(key);
      }
    },
  };
}
