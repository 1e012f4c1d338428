import type { Log } from "../../core/log.ts";
import type { Api, Payload } from "./api.ts";
import { isDeadQuery, toFailure } from "./failure.ts";
import { ALERT_LIMIT, type Timings } from "./limits.ts";

/** The one answer that a press gets, seen by the presser alone; the first of these that is called gives it. */
export interface Acknowledgement {
  /** A box that has to be closed. @returns false when it cannot be said here: too long, too late, or answered before */
  alert(line: string): Promise<boolean>;
  /** A line that fades. @returns as `alert` */
  note(line: string): Promise<boolean>;
  /** Opens our direct chat with a Start button. @param url  `t.me/<us>?start=…`; Telegram takes no other. @returns as `alert` */
  open(url: string): Promise<boolean>;
  /** No words; ends the button's spinner. @returns false when the press was too old to be answered */
  plain(): Promise<boolean>;
}

/** Answers a press after `acknowledgeMs` with nothing, unless it has been answered before. */
export function acknowledge(
  queryId: string,
  { api, log, timings }: { readonly api: Api; readonly log: Log; readonly timings: Timings },
): Acknowledgement {
  let answered: Promise<boolean> | undefined;
  const timer = setTimeout(() => void answer({}), timings.acknowledgeMs);

  async function give(payload: Payload): Promise<boolean> {
    clearTimeout(timer);
    try {
      await api.call("answerCallbackQuery", { callback_query_id: queryId, ...payload }, { repeat: "always" });
      return true;
    } catch (error) {
      const failure = toFailure("answerCallbackQuery", error);
      if (!isDeadQuery(failure) && failure.kind !== "stopped")
        log.warn({ why: failure.message }, "telegram: a press was not answered");
      return false;
    }
  }

  function answer(payload: Payload): Promise<boolean> {
    answered = give(payload);
    return answered;
  }

  return {
    alert: async (text) => !answered && text.length <= ALERT_LIMIT && (await answer({ text, show_alert: true })),
    note: async (text) => !answered && (await answer({ text })),
    open: async (url) => !answered && (await answer({ url })),
    plain: async () => await (answered ?? answer({})),
  };
}
