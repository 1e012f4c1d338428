import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Telegram } from "telegraf";
import type { Log } from "../../core/log.ts";
import { CUT_OFF, TelegramFailure, toFailure } from "./failure.ts";
import type { Timings } from "./limits.ts";
import { createSend, keptConnections, type Send } from "./request.ts";

/** A method's parameters under their own names. A file is `{ source, filename }`. */
export interface Payload {
  readonly chat_id?: string;
  readonly [parameter: string]: unknown;
}

export interface CallOptions {
  /**
   * When a call that failed is made again. `unsent`, the default: only when it certainly did not happen, so that nothing is
   * sent twice. `always`: twice does no harm. `never`: not worth waiting for, or somebody else decides.
   */
  readonly repeat?: "unsent" | "always" | "never";
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface Api {
  /** @throws TelegramFailure and nothing else */
  call(method: string, payload: Payload, options?: CallOptions): Promise<unknown>;
  /** The file ids that Telegram gave to pictures which this bot has sent, by the picture as it was drawn. */
  readonly sentPictures: WeakMap<Uint8Array, string>;
  /** From now on calls to a group go to its new id. */
  moved(from: string, to: string): void;
  /** Ends every call that is under way; those and all later ones fail as `stopped`. */
  stop(): void;
}

export interface ApiParts {
  readonly token: string;
  readonly apiRoot: string;
  readonly log: Log;
  readonly timings: Timings;
  /** A group has a new id; told once of each, whether a call or an update said so. */
  readonly onMoved?: (from: string, to: string) => void;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Buffer.isBuffer(value);
const isFile = (value: unknown): boolean => isObject(value) && "source" in value;
const hasFile = (value: unknown): boolean => isFile(value) || (isObject(value) && isFile(value["media"]));

/** telegraf drops objects from multipart bodies without a word (telegraf#1970), `reply_parameters` above all; text it keeps. */
function forUpload(payload: Payload): Payload {
  return Object.fromEntries(
    Object.entries(payload).map(([key, value]) => [
      key,
      isObject(value) && !hasFile(value) ? JSON.stringify(value) : value,
    ]),
  );
}

/**
 * Calls to the Bot API, with what telegraf's client lacks: time limits, `retry_after` obeyed per chat, repeats that never
 * send twice, groups that moved, errors without the token in them.
 */
export function createApi({ token, apiRoot, log, timings, onMoved }: ApiParts): Api {
  // Without the slash the last part of a path would be lost.
  const root = apiRoot.replace(/\/*$/, "/");
  const agent = keptConnections(root);
  const telegram = new Telegram(token, { apiRoot: root, webhookReply: false, agent });
  const upload = telegram.callApi.bind(telegram) as unknown as Send;
  const send = createSend(token, root, agent);
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // One for each call that is under way.
  /** By chat, or by method where there is none: when Telegram will listen again. */
  const pauses = new Map<string, Promise<unknown>>();
  const moves = new Map<string, string>();

  async function once(method: string, payload: Payload, { timeoutMs, signal }: CallOptions): Promise<unknown> {
    const ending = new AbortController();
    const end = (): void => ending.abort();
    const sources = [stopping.signal, ...(signal ? [signal] : [])];
    if (sources.some(({ aborted }) => aborted)) throw new TelegramFailure(method, "stopped", "before it began");
    const isUpload = Object.values(payload).some(hasFile);
    const timer = setTimeout(end, timeoutMs ?? (isUpload ? timings.uploadMs : timings.callMs));
    for (const source of sources) source.addEventListener("abort", end);
    try {
      const options = { signal: ending.signal };
      return await (isUpload ? upload(method, forUpload(payload), options) : send(method, payload, options));
    } catch (error) {
      if (sources.some(({ aborted }) => aborted)) throw new TelegramFailure(method, "stopped", CUT_OFF);
      throw toFailure(method, error);
    } finally {
      clearTimeout(timer);
      for (const source of sources) source.removeEventListener("abort", end);
    }
  }

  function pause(key: string, afterMs: number): void {
    const over = sleep(afterMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    pauses.set(key, over);
    void over.then(() => (pauses.get(key) === over ? pauses.delete(key) : undefined));
  }

  function moved(from: string, to: string): void {
    if (moves.get(from) === to) return;
    log.info({}, "telegram: a group has moved to a new id");
    moves.set(from, to);
    onMoved?.(from, to);
  }

  /** Milliseconds until the next try; undefined for none. */
  function pauseBefore(
    failure: TelegramFailure,
    repeat: NonNullable<CallOptions["repeat"]>,
    tries: number,
  ): number | undefined {
    if (repeat === "never") return undefined;
    if (failure.kind === "limited") return failure.afterMs;
    if (failure.kind !== "unsent" && (failure.kind !== "unknown" || repeat !== "always")) return undefined;
    return Math.min(timings.longestPauseMs, timings.firstPauseMs * 2 ** tries);
  }

  return {
    async call(method, payload, options = {}) {
      const { repeat = "unsent", signal = stopping.signal } = options;
      const giveUpAt = performance.now() + timings.patienceMs;
      let current = payload;
      for (let tries = 0; ; tries += 1) {
        const chatId = current.chat_id;
        const movedTo = chatId === undefined ? undefined : moves.get(chatId);
        // Message ids are those of the old group, so that a reply could end up under a stranger's message.
        if (movedTo !== undefined) current = { ...current, chat_id: movedTo, reply_parameters: undefined };
        const key = movedTo ?? chatId ?? method;
        if (repeat === "never" && pauses.has(key))
          throw new TelegramFailure(method, "limited", "waiting already", { afterMs: timings.longestPauseMs });
        await pauses.get(key);
        try {
          return await once(method, current, options);
        } catch (error) {
          const failure = toFailure(method, error);
          if (failure.kind === "limited") pause(key, failure.afterMs);
          if (failure.movedTo !== undefined && chatId !== undefined && tries < 3) {
            moved(chatId, failure.movedTo);
            continue;
          }
          const afterMs = pauseBefore(failure, repeat, tries);
          if (afterMs === undefined || performance.now() + afterMs > giveUpAt) throw failure;
          log.debug({ method, kind: failure.kind, afterMs }, "telegram: a call is tried again");
          if (failure.kind !== "limited") await sleep(afterMs, undefined, { signal }).catch(() => undefined);
        }
      }
    },

    sentPictures: new WeakMap(),
    moved,

    stop() {
      stopping.abort();
    },
  };
}
