import { parentPort } from "node:worker_threads";
import { copyHere, type CopyMessage, type CopyTask } from "./backup-copy.ts";

/** The copying thread: one task in, how it ended out. */
parentPort?.on("message", (task: CopyTask) => {
  copyHere(task).then(
    () => parentPort?.postMessage({ kind: "copied" } satisfies CopyMessage),
    (error: unknown) => parentPort?.postMessage({ kind: "failed", error } satisfies CopyMessage),
  );
});
