/** Weighed values, the last used of which are kept. */
export interface Kept<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value, weight: number): void;
  delete(key: string): void;
}

/** Keeps at most `most` values of at most `heaviest` weight together, but always the last one. */
export function createKept<Value>({
  most,
  heaviest,
}: {
  readonly most: number;
  readonly heaviest: number;
}): Kept<Value> {
  const kept = new Map<string, { readonly value: Value; readonly weight: number }>();
  let weight = 0;

  const remove = (key: string): void => {
    weight -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  };

  return {
    get(key) {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set(key, value, weighing) {
      remove(key);
      kept.set(key, { value, weight: weighing });
      weight += weighing;
      for (const oldest of kept.keys()) {
        if (kept.size <= 1 || (kept.size <= most && weight <= heaviest)) break;
        remove(oldest);
      }
    },
    delete: remove,
  };
}
