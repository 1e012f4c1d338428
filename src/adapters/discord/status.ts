import type { Progress } from "../../core/call.ts";

/** Shows what is being done, as far as somebody is waiting long enough to see it. */
export interface Status {
  readonly line: Progress;
  /** From now on the latest line is written, when there is a new one, at most once per interval; not before the first has passed. */
  begin(write: (line: string) => Promise<void>): void;
  /** Writes no more; resolves when nothing is being written, so that what follows is not overtaken. */
  stop(): Promise<void>;
}

/** @param onError  a line that could not be shown; nothing depends on it */
export function createStatus(everyMs: number, onError: (error: unknown) => void): Status {
  let latest: string | undefined;
  let shown: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let isStopped = false;

  const beat = async (write: (line: string) => Promise<void>): Promise<void> => {
    if (latest !== undefined && latest !== shown) {
      shown = latest;
      await write(latest).catch(onError);
    }
    if (!isStopped) arm(write);
  };
  const arm = (write: (line: string) => Promise<void>): void => {
    timer = setTimeout(() => {
      writing = beat(write);
    }, everyMs);
  };

  return {
    line(line) {
      latest = line;
    },
    begin(write) {
      if (!isStopped) arm(write);
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await writing;
    },
  };
}
