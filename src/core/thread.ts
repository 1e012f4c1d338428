import { type ResourceLimits, type Transferable, Worker } from "node:worker_threads";

/** Why a thread did not answer: it took too long, it ended or could not be begun, or too many wait for it. */
export class ThreadError extends Error {
  override readonly name = "ThreadError";
  readonly why: "slow" | "lost" | "busy";

  constructor(why: ThreadError["why"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.why = why;
  }
}

export interface ThreadParts {
  /** What to call it in errors: "the drawing thread". */
  readonly name: string;
  /** A JavaScript module that answers each message it is sent with one, in their order. */
  readonly script: URL;
  /** From when a task is begun. */
  readonly timeoutMs: number;
  /** Who comes when so many wait is refused at once. */
  readonly waitingLimit: number;
  /** What it may use; as much as the process by default. */
  readonly limits?: ResourceLimits;
}

interface Job<Task, Answer> {
  readonly task: Task;
  readonly moved: readonly Transferable[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Work on a thread of its own, one task after another, so that the desk answers meanwhile. The thread starts at the first task,
 * and anew at the next one after it crashed or hung; it keeps the process alive only while it works.
 * @returns gives it a task; what is `moved` to the thread is no longer there for the caller. @throws ThreadError
 */
export function createThread<Task, Answer>(
  parts: ThreadParts,
): (task: Task, moved?: readonly Transferable[]) => Promise<Answer> {
  const { name, script, timeoutMs, waitingLimit, limits } = parts;
  const waiting: Job<Task, Answer>[] = [];
  let thread: Worker | undefined;
  let current: Job<Task, Answer> | undefined;
  let timer: NodeJS.Timeout | undefined;

  /** Ends the task in hand, and begins the next. */
  const settle = (end: (job: Job<Task, Answer>) => void): void => {
    const job = current;
    current = undefined;
    clearTimeout(timer);
    thread?.unref();
    if (job) end(job);
    next();
  };

  const start = (): Worker => {
    // Without what the process itself was started with, which need not fit a script.
    const started = new Worker(script, { execArgv: [], ...(limits && { resourceLimits: limits }) });
    /** Anything but an answer: the thread is of no more use. */
    const lose = (error: Error): void => {
      if (thread !== started) return;
      thread = undefined;
      settle(({ reject }) => reject(error));
    };
    started.on("message", (answer: Answer) => {
      if (thread === started) settle(({ resolve }) => resolve(answer));
    });
    started.on("error", (cause) => lose(new ThreadError("lost", `${name} crashed: ${cause.message}`, { cause })));
    started.on("exit", (code) => lose(new ThreadError("lost", `${name} ended with code ${code}`)));
    return started;
  };

  const giveUp = (): void => {
    const hung = thread;
    thread = undefined;
    // Whatever becomes of it: nobody waits for it any more.
    void hung?.terminate().catch(() => undefined);
    settle(({ reject }) => reject(new ThreadError("slow", `${name} did not answer within ${timeoutMs} ms`)));
  };

  function next(): void {
    if (current) return;
    current = waiting.shift();
    if (!current) return;
    timer = setTimeout(giveUp, timeoutMs);
    try {
      thread ??= start();
      thread.ref();
      thread.postMessage(current.task, current.moved);
    } catch (cause) {
      // No thread is to be had, or the task cannot be copied to one.
      settle(({ reject }) =>
        reject(new ThreadError("lost", `${name} cannot be given this: ${String(cause)}`, { cause })),
      );
    }
  }

  return async (task, moved = []) =>
    await new Promise((resolve, reject) => {
      if (waiting.length >= waitingLimit) {
        reject(new ThreadError("busy", `more than ${waitingLimit} wait for ${name}`));
        return;
      }
      waiting.push({ task, moved, resolve, reject });
      next();
    });
}
