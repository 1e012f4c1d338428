import { Worker } from "node:worker_threads";
import type { Draw } from "../core/desk.ts";
import type { Chart } from "../core/reply.ts";
import type { DrawnMessage } from "./drawn-message.ts";

/** A picture takes about 50 ms, the first a second; what takes this long hangs. */
const TIMEOUT_MS = 10_000;
/** About two seconds of pictures; who comes later gets the words that stand for theirs at once. */
const WAITING_LIMIT = 40;

export interface DrawerParts {
  /** A JavaScript module that answers each chart it is sent with a `DrawnMessage`. */
  readonly script: URL;
  /** From when a picture is begun. */
  readonly timeoutMs?: number;
  readonly waitingLimit?: number;
}

interface Job {
  readonly chart: Chart;
  readonly resolve: (png: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Draws on a thread of its own, one picture after another, so that the desk answers meanwhile. The thread starts at the first
 * picture, and anew at the next one after it crashed or hung; it keeps the process alive only while it draws.
 */
export function createDrawer(parts: DrawerParts): Draw {
  const { script, timeoutMs = TIMEOUT_MS, waitingLimit = WAITING_LIMIT } = parts;
  const waiting: Job[] = [];
  let thread: Worker | undefined;
  let current: Job | undefined;
  let timer: NodeJS.Timeout | undefined;

  /** Ends the picture that is in the making, and begins the next. */
  const settle = (end: (job: Job) => void): void => {
    const job = current;
    current = undefined;
    clearTimeout(timer);
    thread?.unref();
    if (job) end(job);
    next();
  };

  const start = (): Worker => {
    // Without what the process itself was started with, which need not fit a script.
    const started = new Worker(script, { execArgv: [] });
    /** Anything but an answer: the thread is of no more use. */
    const lose = (error: Error): void => {
      if (thread !== started) return;
      thread = undefined;
      settle(({ reject }) => reject(error));
    };
    started.on("message", (message: DrawnMessage) => {
      if (thread !== started) return;
      settle(({ resolve, reject }) => (message.kind === "drawn" ? resolve(message.png) : reject(message.error)));
    });
    started.on("error", lose);
    started.on("exit", (code) => lose(new Error(`the drawing thread ended with code ${code}`)));
    return started;
  };

  const giveUp = (): void => {
    const hung = thread;
    thread = undefined;
    // Whatever becomes of it: nobody waits for it any more.
    void hung?.terminate().catch(() => undefined);
    settle(({ reject }) => reject(new Error(`a picture was not drawn within ${timeoutMs} ms`)));
  };

  function next(): void {
    if (current) return;
    current = waiting.shift();
    if (!current) return;
    timer = setTimeout(giveUp, timeoutMs);
    try {
      thread ??= start();
      thread.ref();
      thread.postMessage(current.chart);
    } catch (error) {
      // No thread is to be had, or the chart cannot be copied to one.
      settle(({ reject }) => reject(error));
    }
  }

  return async (chart) =>
    await new Promise((resolve, reject) => {
      if (waiting.length >= waitingLimit) {
        reject(new Error(`more than ${waitingLimit} pictures are waiting`));
        return;
      }
      waiting.push({ chart, resolve, reject });
      next();
    });
}
