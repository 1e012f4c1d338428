import type { AlertsParts } from "./alerts.ts";
import type { OutboxServices } from "./outbox.ts";

/** How alerts get out. A process that delivers nothing must not run what sends. */
export const sendingBy = (
  delivery: Pick<OutboxServices, "outbox" | "deliverer"> | undefined,
): Pick<AlertsParts, "enqueue" | "enqueued"> => ({
  async enqueue(on, each) {
    if (!delivery) throw new Error("nothing is sent by this process");
    await delivery.outbox.enqueue(on, each);
  },
  enqueued: () => delivery?.deliverer.wake(),
});
