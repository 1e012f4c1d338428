import { cleanLine } from "../../core/clean.ts";
import type { Log } from "../../core/log.ts";
import type { Api, CallOptions, Payload } from "./api.ts";
import { type FailureKind, toFailure } from "./failure.ts";
import type { Timings } from "./limits.ts";
import { post, remove, type Target, targetPayload } from "./post.ts";
import { type StyledText, toStyledText } from "./runs.ts";

/** Shows somebody who waits that their question is being worked on. */
export interface ProgressShow {
  /** The latest line replaces the one before. */
  readonly say: (line: string) => void;
  /** Ends the show; the same when called again. @returns the status message that is to become the answer, if there is one */
  end(): Promise<number | undefined>;
}

/** Whether the server takes drafts, found out by using them, and the number of the last one; for the life of the adapter. */
interface Drafts {
  refused: boolean;
  last: number;
}

export interface ProgressParts {
  readonly api: Api;
  readonly log: Log;
  readonly timings: Timings;
  readonly drafts: Drafts;
}

/** The answer waits for what is on its way, or would be overtaken and then overwritten by it; but not for long. */
const WHOLE: CallOptions = { timeoutMs: 5_000 };

const styled = (line: string): StyledText => toStyledText([{ text: line, style: "italic" }]);

/**
 * "Typing…" while it takes long. In a direct chat the lines said are one small text besides: a draft, which disappears by itself
 * when the answer comes (and the answer, being a new message, notifies), or where drafts are refused a message that is edited and
 * in the end becomes the answer. A group has few messages a minute, and edits count: there typing has to do.
 */
export function showProgress(target: Target & { readonly isPublic: boolean }, parts: ProgressParts): ProgressShow {
  const { api, log, timings, drafts } = parts;
  const where = { ...targetPayload(target), reply_parameters: undefined };
  drafts.last += 1;
  const draftId = drafts.last;
  let latest: string | undefined;
  let statusId: number | undefined;
  let showing: Promise<void> | undefined;
  let isUncertain = false;
  let isOver = false;
  const wakers = new Set<() => void>();
  /** Made for the few that take long enough for anything to be shown. */
  let calling: AbortController | undefined;

  /** Nothing here is worth a second try, and nothing here may hurt the answer. @returns how it failed */
  async function quietly(method: string, payload: Payload, options: CallOptions): Promise<FailureKind | undefined> {
    try {
      await api.call(method, payload, { repeat: "never", ...options });
      return undefined;
    } catch (error) {
      const failure = toFailure(method, error);
      log.debug({ why: failure.message }, "telegram: progress was not shown");
      return failure.kind;
    }
  }

  /** Until then or the end. */
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      // It ended while a call was out, when nobody was there to be woken.
      if (isOver) return resolve();
      const end = (): void => {
        clearTimeout(timer);
        wakers.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      wakers.add(end);
    });

  async function type(): Promise<void> {
    for (let ms = timings.typingAfterMs; ; ms = timings.typingEveryMs) {
      await pause(ms);
      if (isOver) return;
      calling ??= new AbortController();
      await quietly("sendChatAction", { ...where, action: "typing" }, { signal: calling.signal });
    }
  }

  async function show(): Promise<void> {
    let shown: string | undefined;
    let shownAt = 0;
    while (!isOver) {
      const isDraft = !drafts.refused;
      const fades = isDraft && performance.now() - shownAt > timings.draftLifeMs;
      if (latest !== undefined && (latest !== shown || fades)) {
        shown = latest;
        shownAt = performance.now();
        if (isDraft) await showDraft(latest);
        else await showStatus(latest);
      }
      await pause(timings.statusMs);
    }
  }

  async function showDraft(line: string): Promise<void> {
    const failure = await quietly("sendMessageDraft", { ...where, draft_id: draftId, ...styled(line) }, WHOLE);
    // A server without drafts knows no such method.
    if (failure !== "refused") return;
    drafts.refused = true;
    await showStatus(line);
  }

  async function showStatus(line: string): Promise<void> {
    if (isOver) return;
    if (statusId !== undefined) {
      const payload = { chat_id: target.chatId, message_id: statusId, ...styled(line) };
      isUncertain = (await quietly("editMessageText", payload, WHOLE)) === "unknown";
      return;
    }
    try {
      const message = { shape: "text", ...styled(line), keyboard: [] } as const;
      statusId = (await post(api, target, message, { repeat: "never", ...WHOLE })) || undefined;
    } catch (error) {
      log.debug({ why: toFailure("sendMessage", error).message }, "telegram: progress was not shown");
    }
  }

  const typing = type();
  return {
    say(line) {
      if (target.isPublic) return;
      latest = cleanLine(line, 200) || undefined;
      showing ??= show();
    },
    async end() {
      isOver = true;
      calling?.abort();
      for (const wake of wakers) wake();
      await Promise.all([typing, showing]);
      if (statusId === undefined || !isUncertain) return statusId;
      // An edit that may still be under way must not land on the answer.
      await remove(api, target.chatId, statusId);
      statusId = undefined;
      return undefined;
    },
  };
}
