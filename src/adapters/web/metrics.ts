import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Health, State } from "../../core/health.ts";

export interface Metrics {
  /** Counts one reply, as the desk tells of it. Labels are from closed lists: each new value is kept for ever. */
  count(reply: {
    readonly platform: string;
    readonly command: string;
    readonly outcome: string;
    readonly tookMs: number;
  }): void;
  /** All of them in Prometheus' text format, version 0.0.4. */
  text(): Promise<string>;
}

const STATES = ["ok", "late", "down", "off"] as const satisfies readonly State[];

/** What is due in the outbox and not delivered yet; `oldestMs` is 0 when nothing is. */
interface WaitingDeliveries {
  readonly count: number;
  readonly oldestMs: number;
}

/** The digests of the last day. Why some failed stands in `/status`: a label of reasons would have no end. */
interface DigestNumbers {
  readonly due: number;
  readonly waiting: number;
  readonly sent: number;
  readonly late: number;
  readonly failed: Readonly<Record<string, number>>;
  readonly secondsBehind: number;
}

/** What `/metrics` shows: replies with their durations, the state of every part, what waits to be delivered, and the process itself. */
export function createMetrics(
  health: Health,
  waiting: () => WaitingDeliveries,
  digests: () => Promise<DigestNumbers | undefined> = async () => undefined,
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const replies = new Counter({
    name: "westbound_replies_total",
    help: "Replies given, by platform, command and outcome.",
    labelNames: ["platform", "command", "outcome"],
    registers,
  });
  const seconds = new Histogram({
    name: "westbound_reply_seconds",
    help: "Time from what was asked to the reply, before it is sent.",
    labelNames: ["platform", "command"],
    buckets: [0.005, 0.02, 0.1, 0.5, 1, 3, 10, 30, 120],
    registers,
  });
  new Gauge({
    name: "westbound_part_state",
    help: "1 for the state that a part of the desk is in.",
    labelNames: ["part", "state"],
    registers,
    collect() {
      this.reset();
      for (const [part, { state }] of health.all())
        for (const each of STATES) this.set({ part, state: each }, each === state ? 1 : 0);
    },
  });
  new Gauge({
    name: "westbound_outbox_waiting",
    help: "Deliveries that are due and not over.",
    registers,
    collect() {
      this.set(waiting().count);
    },
  });
  new Gauge({
    name: "westbound_outbox_oldest_seconds",
    help: "For how long the oldest of them has been due.",
    registers,
    collect() {
      this.set(waiting().oldestMs / 1000);
    },
  });
  const behind = new Gauge({
    name: "westbound_digests_behind_seconds",
    help: "For how long the oldest digest that is not out has been due.",
    registers,
  });
  new Gauge({
    name: "westbound_digests",
    help: "Digests by how they stand: due and waiting now, the others in the last 24 hours.",
    labelNames: ["state"],
    registers,
    async collect() {
      const now = await digests();
      if (!now) return;
      const { due, waiting: open, sent, late, failed, secondsBehind } = now;
      const failures = Object.values(failed).reduce((sum, count) => sum + count, 0);
      for (const [state, count] of Object.entries({ due, waiting: open, sent, late, failed: failures }))
        this.set({ state }, count);
      behind.set(secondsBehind);
    },
  });
  return {
    count: ({ platform, command, outcome, tookMs }) => {
      replies.inc({ platform, command, outcome });
      seconds.observe({ platform, command }, tookMs / 1000);
    },
    text: () => registry.metrics(),
  };
}
