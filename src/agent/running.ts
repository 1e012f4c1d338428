/** What is being answered, by conversation, so that it can be ended. */
export interface Running {
  /** The signal of one question, from when it is asked; `close` when it is answered. */
  open(conversation: string): { readonly signal: AbortSignal; readonly close: () => void };
  /** @returns how many questions were ended, with those that waited */
  stop(conversation: string): number;
}

/** The asker wants no answer any more. */
class Stopped extends Error {
  override readonly name = "Stopped";
}

export function createRunning(): Running {
  const open = new Map<string, Set<AbortController>>();
  return {
    open(conversation) {
      const controller = new AbortController();
      const all = open.get(conversation) ?? new Set();
      open.set(conversation, all.add(controller));
      return {
        signal: controller.signal,
        close() {
          all.delete(controller);
          if (all.size === 0 && open.get(conversation) === all) open.delete(conversation);
        },
      };
    },
    stop(conversation) {
      const all = open.get(conversation) ?? new Set();
      for (const controller of all) controller.abort(new Stopped("stopped by the asker"));
      open.delete(conversation);
      return all.size;
    },
  };
}
