import type { Adapter, Gone } from "../../src/core/desk.ts";
import type { Delivery } from "../../src/core/delivery.ts";
import { aDelivery } from "./outbox.ts";
import { createDeliverer } from "../../src/jobs/deliver.ts";
import type { Database } from "../../src/store/database.ts";
import { Health } from "../../src/core/health.ts";
import { memoryLog } from "./calls.ts";
import { OutboxStore } from "../../src/store/outbox-store.ts";

/** The loop over a database and real doors. The test may move its clock on; leases and pauses go by it. */
export function deliveryLoop(
  database: Database,
  adapters: () => readonly Adapter[],
  onClose: (close: () => Promise<void>) => void,
) {
  const outbox = new OutboxStore();
  const gone: { readonly sourceId: string; readonly gone: Gone }[] = [];
  const faults: unknown[] = [];
  let ahead = 0;
  const clock = (): number => Date.now() + ahead;
  const deliverer = createDeliverer({
    database,
    outbox,
    adapters,
    onGone: { alert: async (_on, { sourceId }, why) => void gone.push({ sourceId, gone: why }) },
    log: memoryLog(),
    report: (error) => `ref${faults.push(error)}`,
    health: new Health(),
    clock,
    random: () => 0,
    // A chat's one a second has tests of its own.
    paces: {},
  });
  onClose(() => deliverer.stop());
  const rows = () =>
    database.selectFrom("outbox").select(["state", "reason", "chat_id", "attempts"]).orderBy("id").execute();
  return {
    database,
    clock,
    deliverer,
    gone,
    faults,
    rows,
    states: async () => (await rows()).map(({ state }) => state),
    async enqueue(...deliveries: readonly Partial<Delivery>[]) {
      for (const [index, each] of deliveries.entries())
        await outbox.enqueue(
          database,
          aDelivery(each.occurrence ?? `n${index}`, { dueAt: clock(), staleAt: clock() + 3_600_000, ...each }),
        );
      deliverer.wake();
      await deliverer.idle();
    },
    async pass(ms: number) {
      ahead += ms;
      deliverer.wake();
      await deliverer.idle();
    },
  };
}
