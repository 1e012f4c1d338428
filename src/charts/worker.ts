import { parentPort } from "node:worker_threads";
import type { Chart } from "../core/reply.ts";
import { drawHere } from "./drawing.ts";
import type { DrawnMessage } from "./drawn-message.ts";

/** The drawing thread: charts come in one at a time, pictures go out. */
parentPort?.on("message", (chart: Chart) => {
  drawHere(chart).then(
    (png) => parentPort?.postMessage({ kind: "drawn", png } satisfies DrawnMessage),
    (error: unknown) => parentPort?.postMessage({ kind: "failed", error } satisfies DrawnMessage),
  );
});
