import type { AlertParts } from "./alert-details.ts";
import type { Call } from "../core/call.ts";
import { defineCommand } from "../core/command.ts";
import type { DigestParts } from "./digest-book.ts";
import { type Reply, text } from "../core/reply.ts";
import { z } from "zod";

/** All that the desk sends of itself; absent where the desk has no such thing. */
export interface PauseParts {
  readonly alerting?: Pick<AlertParts, "alerts"> | undefined;
  readonly digesting?: Pick<DigestParts, "digests"> | undefined;
}

interface PauseFacts {
  readonly action: "pause" | "resume";
  /** Numbers of the alerts that it was done to. */
  readonly alerts: readonly number[];
  readonly digest: boolean;
}

const MOST_ALERTS = 1_000;

const shared = {
  access: "member",
  effect: "write",
  visibility: "private",
  surfaces: ["chat"],
  show: pausedReply,
} as const;

/** `/pause`: the caller's alerts and digest, all at once; a place's own go on. */
export const pauseAll = ({ alerting, digesting }: PauseParts) =>
  defineCommand({
    ...shared,
    name: "pause",
    summary: "Pauses all that I send you of myself: your alerts and your digest.",
    examples: ["pause"],
    input: z.object({}),
    async run(_input, call): Promise<PauseFacts> {
      const watched = (await own(alerting, call)).filter(({ state }) => state === "armed");
      const alerts: number[] = [];
      for (const { number } of watched) {
        const command = `pause ${number}`;
        await alerting?.alerts.change({ number, command }, { state: "paused", snoozedUntil: null }, call, () => ({}));
        alerts.push(number);
      }
      const subscription = await digesting?.digests.of("me", call);
      const digest = subscription?.state === "active";
      if (digest) await digesting?.digests.change("me", { kind: "pause" }, call, () => ({}));
      return { action: "pause", alerts, digest };
    },
  });

/** `/resume`: what is paused of the caller's. By the button below `/pause` it is just what that one paused. */
export const resumeAll = ({ alerting, digesting }: PauseParts) =>
  defineCommand({
    ...shared,
    name: "resume",
    summary: "Sends your paused alerts and your digest again.",
    examples: ["resume"],
    input: z.object({
      alerts: z
        .array(z.string().regex(/^\d{1,15}$/, "An alert has a number, such as 12."))
        .max(MOST_ALERTS)
        .optional()
        .describe("Only these alerts, by number"),
      digest: z.boolean().default(true).describe("The digest, too"),
    }),
    async run(asked, call): Promise<PauseFacts> {
      const paused = (await own(alerting, call)).filter(
        ({ state, number, snoozedUntil, expiresAt }) =>
          state === "paused" &&
          (expiresAt === undefined || expiresAt > call.now) &&
          (asked.alerts?.includes(String(number)) ?? snoozedUntil === undefined),
      );
      const alerts: number[] = [];
      for (const { number } of paused) {
        const command = `resume ${number}`;
        await alerting?.alerts.change({ number, command }, { state: "armed", snoozedUntil: null }, call, () => ({}));
        alerts.push(number);
      }
      const subscription = asked.digest ? await digesting?.digests.of("me", call) : undefined;
      const digest = subscription?.state === "paused";
      if (digest) await digesting?.digests.change("me", { kind: "resume" }, call, () => ({}));
      return { action: "resume", alerts, digest };
    },
  });

async function own(alerting: PauseParts["alerting"], call: Call) {
  const all = (await alerting?.alerts.of(call)) ?? [];
  return all.filter(({ target }) => target.kind !== "place");
}

function pausedReply({ action, alerts, digest }: PauseFacts): Reply {
  const what = [
    ...(alerts.length > 0 ? [alerts.length === 1 ? "1 alert" : `${alerts.length} alerts`] : []),
    ...(digest ? ["your digest"] : []),
  ].join(" and ");
  if (what === "")
    return {
      blocks: [
        text(
          action === "pause"
            ? "There is nothing to pause: I send you nothing of myself."
            : "There is nothing of yours that is paused.",
        ),
      ],
    };
  if (action === "resume")
    return {
      blocks: [text(`On again: ${what}.`)],
      buttons: [{ label: "Pause all", command: "pause", input: {}, answer: "new" }],
    };
  return {
    blocks: [text(`Paused: ${what}. Nothing of it comes until you resume it.`)],
    buttons: [{ label: "Resume all of it", command: "resume", input: { alerts: alerts.map(String), digest } }],
  };
}
