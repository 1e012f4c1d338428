import { setImmediate as turn, setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Log } from "../../core/log.ts";
import type { Api } from "./api.ts";
import type { Age } from "./answer.ts";
import { TelegramFailure, toFailure } from "./failure.ts";
import type { Intake } from "./intake.ts";
import type { Timings } from "./limits.ts";
import { senderOf, UPDATE_KINDS, updateIdOf } from "./update.ts";

export interface PollParts {
  readonly api: Api;
  readonly intake: Pick<Intake, "take" | "refuse">;
  readonly log: Log;
  readonly timings: Timings;
  /** Whether Telegram answers; said at each poll. */
  readonly onState: (state: "ok" | "late", detail: string) => void;
}

const updates = z.array(z.unknown());

/** Why polling ended. */
export type PollEnd = "stopped" | "unauthorized" | "conflict";

/** Since the poll before, so that nothing in this one can be older. */
const FRESH_MS = 60_000;
/** How often an update is tried that the inbox does not take; then its sender is told. */
const TAKE_TRIES = 3;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Until what is answered from memory is on its way: two turns of the event loop, the first of which writes its buttons down. To ask
 * for more costs as much as an answer does, and would hold it up.
 */
async function answersOut(): Promise<void> {
  await turn();
  await turn();
}

/** The inbox failed, not Telegram. */
class TakeError extends Error {
  override readonly name = "TakeError";
}

/**
 * Asks for updates until told to stop. An update is confirmed by asking for what follows it, and that only after it was
 * taken. Trouble is waited out for ever; another poller on the same token only for `conflictMs`.
 */
export async function poll({ api, intake, log, timings, onState }: PollParts, signal: AbortSignal): Promise<PollEnd> {
  let offset: number | undefined;
  let failures = 0;
  let answeredAt = -Infinity;
  let conflict: { readonly since: number; readonly last: number; readonly count: number } | undefined;
  let stuck: { readonly id: number; readonly tries: number } | undefined;
  /** Taken, but not confirmed since one before them was not: they come again. */
  const ahead = new Set<number>();

  /**
   * Everybody's at once, so that they are written down together; what one person sends one after the other, and no further than to
   * what could not be kept. What comes again, since one before it failed, is passed over.
   */
  async function takeAll(given: readonly unknown[], age: Age): Promise<void> {
    const last = new Map<number | undefined, Promise<void>>();
    const taking = given.flatMap((update) => {
      const id = updateIdOf(update);
      if (id === undefined) return [];
      const sender = senderOf(update);
      const before = last.get(sender);
      const take = async (): Promise<void> => (ahead.has(id) ? undefined : await intake.take(update, age));
      const taken = before ? before.then(take) : take();
      last.set(sender, taken);
      return [{ update, id, taken }];
    });
    const outcomes = await Promise.allSettled(taking.map(({ taken }) => taken));
    for (const [index, { id }] of taking.entries()) if (outcomes[index]?.status === "fulfilled") ahead.add(id);
    for (const [index, { update, id }] of taking.entries()) {
      const outcome = outcomes[index];
      if (outcome?.status === "rejected") {
        stuck = { id, tries: stuck?.id === id ? stuck.tries + 1 : 1 };
        if (stuck.tries < TAKE_TRIES) throw new TakeError(`an update could not be kept: ${wordsOf(outcome.reason)}`);
        log.error({ why: wordsOf(outcome.reason) }, "telegram: an update was given up");
        await intake.refuse(update);
      }
      ahead.delete(id);
      offset = id + 1;
    }
  }

  async function pollOnce(): Promise<void> {
    const startedAt = performance.now();
    const result = await api.call(
      "getUpdates",
      { offset, timeout: timings.pollSeconds, allowed_updates: UPDATE_KINDS },
      { repeat: "never", timeoutMs: timings.pollSeconds * 1_000 + timings.pollGraceMs, signal },
    );
    const parsed = updates.safeParse(result);
    if (!parsed.success || (parsed.data.length > 0 && parsed.data.every((each) => updateIdOf(each) === undefined)))
      throw new TelegramFailure("getUpdates", "unknown", "the answer holds no updates");
    const age = startedAt - answeredAt < FRESH_MS ? "fresh" : "backlog";
    answeredAt = performance.now();
    if (conflict && answeredAt - conflict.last > timings.calmMs) conflict = undefined;
    await takeAll(parsed.data, age);
    // All is confirmed. After a quiet week Telegram starts its ids anew, perhaps below this one.
    if (parsed.data.length === 0) offset = undefined;
    if (failures > 0) log.info({}, "telegram: polling again");
    failures = 0;
    onState("ok", "polling");
    if (parsed.data.length > 0) return await answersOut();
    // A proxy that does not hold polls open must not be asked in a tight loop.
    if (timings.pollSeconds > 0 && performance.now() - startedAt < timings.firstPauseMs)
      await pause(timings.firstPauseMs);
  }

  const pause = (ms: number): Promise<unknown> => sleep(ms, undefined, { signal }).catch(() => undefined);
  const backOff = (count: number): number => Math.min(timings.longestPauseMs, timings.firstPauseMs * 2 ** (count - 1));

  while (!signal.aborted) {
    try {
      await pollOnce();
    } catch (error) {
      const failure = error instanceof TakeError ? undefined : toFailure("getUpdates", error);
      if (failure?.kind === "stopped") break;
      if (failure?.kind === "unauthorized") return "unauthorized";
      const now = performance.now();
      if (failure?.kind === "conflict") {
        conflict = { since: conflict?.since ?? now, last: now, count: (conflict?.count ?? 0) + 1 };
        if (now - conflict.since > timings.conflictMs) return "conflict";
        if (conflict.count === 1)
          log.warn({}, "telegram: another process polls with this token; trying again for a while");
        onState("late", "another process polls with this token");
        await pause(backOff(conflict.count));
        continue;
      }
      failures += 1;
      const why = failure?.message ?? wordsOf(error);
      if (failures === 1) log.warn({ why }, "telegram: polling fails; trying again until it works");
      onState("late", why);
      await pause(failure?.kind === "limited" ? failure.afterMs : backOff(failures));
    }
  }
  await confirm();
  return "stopped";

  /** Tells Telegram what was taken, so that the next process is not handed it again; the inbox would notice, too. */
  async function confirm(): Promise<void> {
    if (offset === undefined) return;
    try {
      await api.call("getUpdates", { offset, limit: 1, timeout: 0 }, { repeat: "never", timeoutMs: 2_000 });
    } catch (error) {
      log.debug({ why: toFailure("getUpdates", error).message }, "telegram: the last updates were not confirmed");
    }
  }
}
