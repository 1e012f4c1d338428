import { setTimeout as sleep } from "node:timers/promises";
import { anonymousCall } from "../../core/anonymous-call.ts";
import type { Call, Place } from "../../core/call.ts";
import { cleanLine } from "../../core/clean.ts";
import type { Desk, GroupServices, Identify } from "../../core/desk.ts";
import type { Log, Report } from "../../core/log.ts";
import type { Reply } from "../../core/reply.ts";
import { within } from "../../core/within.ts";
import type { Api } from "./api.ts";
import { isDeadQuery, toFailure } from "./failure.ts";
import { asArticle, type InlineParts, type InlineResult, toResult } from "./inline-results.ts";
import { INLINE_CACHE_S, INLINE_EMPTY_CACHE_S, INLINE_RESULTS, type Timings } from "./limits.ts";
import type { InlineQuery } from "./update.ts";

/**
 * Answers what people type behind our name in any chat: plain look-ups, nothing of anybody's, never a model. One at a time for
 * each person, so that somebody who types without end does not use up what the providers give us.
 */
export interface Inline {
  /** Begins; what the same person typed before is given up. */
  take(query: InlineQuery): void;
  /** Resolves when nothing is being answered. */
  idle(): Promise<void>;
}

export interface InlineServices extends InlineParts {
  readonly api: Api;
  readonly desk: Desk;
  readonly identify: Identify;
  readonly clock: () => number;
  readonly log: Log;
  readonly report: Report;
  readonly timings: Timings;
  readonly isBlocked: GroupServices["isBlocked"];
}

/** Longest query; Telegram's own limit. */
const QUERY_LIMIT = 256;

/** What is sent may be read anywhere, so nothing is looked up for anybody in particular. */
const ANYWHERE: Place = { platform: "telegram", chatId: "inline", isPublic: true };

/** What is said above an empty list; a press opens our chat. */
const HINTS = {
  empty: "Type tao, 2.5 tao in eur, or chart tao 7d",
  unknown: "Nothing found; try tao or 2.5 tao in eur",
  late: "That takes longer; type it again in a moment",
} as const;

type Found = { readonly results: readonly InlineResult[] } | { readonly hint: keyof typeof HINTS };

export function createInline(services: InlineServices): Inline {
  const { api, desk, identify, clock, log, report, timings } = services;
  const latest = new Map<number, AbortController>();
  const busy = new Map<number, Promise<Found>>();
  const open = new Set<Promise<void>>();

  async function answer(query: InlineQuery, signal: AbortSignal): Promise<void> {
    const words = cleanLine(query.query, QUERY_LIMIT);
    if (words === "") return await give(query.id, { hint: "empty" });
    await sleep(timings.inlineRestMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const until = performance.now() + timings.inlineMs;
    const before = busy.get(query.from.id);
    const isFree = !before || (await within(before, timings.inlineMs, signal));
    if (signal.aborted) return;
    const found = isFree ? await within(begin(query.from, words), until - performance.now(), signal) : undefined;
    if (!signal.aborted) await give(query.id, found?.value ?? { hint: "late" });
  }

  function begin({ id, language_code: language = "en" }: InlineQuery["from"], words: string): Promise<Found> {
    const finding = findFor(String(id), words, language)
      .catch((error: unknown): Found => {
        report(error, "telegram inline");
        return { hint: "late" };
      })
      .finally(() => busy.delete(id));
    busy.set(id, finding);
    return finding;
  }

  async function findFor(accountId: string, words: string, locale: string): Promise<Found> {
    // Nobody becomes known by typing, so that this is all that is asked of who it is.
    return (await services.isBlocked("telegram", accountId)) ? { hint: "unknown" } : await find(words, locale);
  }

  async function find(words: string, locale: string): Promise<Found> {
    const call = await anonymousCall(identify, ANYWHERE, locale, clock());
    const reply = await desk.lookUp(words, call);
    const replies = reply ? [{ reply, words }] : await suggested(words, call);
    if (replies.length === 0) return { hint: "unknown" };
    return {
      results: await Promise.all(
        replies.map((each, index) => toResult(each.reply, { id: String(index), words: each.words }, services)),
      ),
    };
  }

  /** What an unfinished word at the end may become: prices of the likeliest coins, or the one likeliest sentence. */
  async function suggested(words: string, call: Call): Promise<readonly { reply: Reply; words: string }[]> {
    const values = (await desk.suggest("price", "assets", words, call)).map(({ value }) => value);
    const isSentence = values[0]?.includes(" ") ?? false;
    const tried = await Promise.all(
      values.slice(0, isSentence ? 1 : INLINE_RESULTS).map(async (value) => {
        const asked = isSentence ? value : { command: "price", input: { assets: [value] } };
        const reply = await desk.lookUp(asked, call);
        return reply ? [{ reply, words: value }] : [];
      }),
    );
    return tried.flat();
  }

  async function give(queryId: string, found: Found): Promise<void> {
    const results = "results" in found ? found.results : [];
    try {
      await send(queryId, found, results);
    } catch (error) {
      const failure = toFailure("answerInlineQuery", error);
      // Telegram takes a picture's address or refuses the whole answer.
      if (failure.kind === "refused" && !isDeadQuery(failure) && results.some(({ type }) => type === "photo")) {
        log.warn({ why: failure.message }, "telegram: a picture was refused in inline mode");
        return await give(queryId, { results: results.map(asArticle) });
      }
      if (failure.kind === "stopped" || isDeadQuery(failure)) return;
      log.warn({ why: failure.message }, "telegram: an inline query was not answered");
    }
  }

  const send = (queryId: string, found: Found, results: readonly InlineResult[]): Promise<unknown> =>
    api.call(
      "answerInlineQuery",
      {
        inline_query_id: queryId,
        results,
        // Numbers are written as the asker's language has it.
        is_personal: true,
        cache_time:
          results.length > 0 ? INLINE_CACHE_S : "hint" in found && found.hint === "late" ? 0 : INLINE_EMPTY_CACHE_S,
        ...("hint" in found ? { button: { text: HINTS[found.hint], start_parameter: "open" } } : {}),
      },
      // Whoever waits types on.
      { repeat: "never", timeoutMs: 5_000 },
    );

  return {
    take(query) {
      latest.get(query.from.id)?.abort();
      const own = new AbortController();
      latest.set(query.from.id, own);
      const going = answer(query, own.signal)
        .catch((error: unknown) => void report(error, "telegram inline"))
        .finally(() => {
          open.delete(going);
          if (latest.get(query.from.id) === own) latest.delete(query.from.id);
        });
      open.add(going);
    },

    async idle() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}
