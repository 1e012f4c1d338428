import { randomBytes } from "node:crypto";
import { checkedWords } from "./digest-text.ts";
import type { Edition } from "../digest/edition.ts";
import type { EditionWords, WordsOf } from "../digest/words.ts";
import { type FailureKind, failureOf, ModelFailure } from "./failures.ts";
import type { Log } from "../core/log.ts";
import type { Model } from "./model.ts";
import { type Prompt, promptVersion } from "./prompts.ts";
import { tokensIn } from "./spending.ts";
import { toolText } from "./tool-text.ts";
import { utcMinute } from "../core/format.ts";
import { within } from "./deadline.ts";

/** What the words of digests may cost. */
export interface WordsLimits {
  /** From asking a model to its last byte, in milliseconds; all digests of a tick wait for it. */
  readonly totalMs: number;
  /** For so long none is asked after one was down or too slow, in milliseconds: facts go out on time. */
  readonly restMs: number;
  readonly callsPerHour: number;
}

export const WORDS_LIMITS: WordsLimits = { totalMs: 20_000, restMs: 10 * 60_000, callsPerHour: 30 };

export interface DigestWordsParts {
  /** Undefined: no model is configured. */
  readonly model: Model | undefined;
  readonly prompt: Prompt;
  /** What must never be in a text: keys and tokens. */
  readonly secrets: readonly string[];
  readonly log: Log;
  readonly clock: () => number;
  readonly limits?: WordsLimits;
}

/** These say something about one edition and not about the model, which may word the next. */
const OF_ONE: readonly FailureKind[] = ["nonsense", "filtered", "empty", "overflow", "budget"];

const HOUR_MS = 3_600_000;
/** Stories that a model reads, those that matter most; in parts, each as long as the result of a tool may be. */
const STORIES = 12;
const IN_A_PART = 6;
const MOVERS = 10;

/**
 * Words editions by the model: one call without tools each, its sentences checked against the edition's facts. A model that
 * hangs, fails or answers nonsense is left alone for a while, and the digest goes out as facts.
 */
export function createDigestWords(parts: DigestWordsParts): WordsOf {
  const { model, prompt, secrets, log, clock, limits = WORDS_LIMITS } = parts;
  let restsUntil = 0;
  let calls: readonly number[] = [];

  async function told(asked: Model, edition: Edition, language: string): Promise<EditionWords> {
    const [route, { HumanMessage, SystemMessage }, { NoTracer }] = await Promise.all([
      asked.open("full"),
      import("@langchain/core/messages"),
      import("./turn.ts"),
    ]);
    const messages = [new SystemMessage(prompt.text), new HumanMessage(factsText(edition, language))];
    const answer = await within(limits.totalMs, (signal) =>
      route.call(async (chat) => await chat.invoke(messages, { signal, callbacks: [new NoTracer()] }), signal, {
        spender: { purpose: "digest" },
        promptTokens: tokensIn(messages.reduce((sum, message) => sum + message.text.length, 0)),
      }),
    );
    const checked = checkedWords(answer.text, edition, { language, now: edition.composedAt, secrets });
    return { state: "told", language, ...checked };
  }

  return async (edition, language) => {
    if (!model) return { state: "absent" };
    const startedAt = clock();
    if (startedAt < restsUntil) return { state: "failed" };
    calls = calls.filter((at) => at > startedAt - HOUR_MS);
    if (calls.length >= limits.callsPerHour) return { state: "spent" };
    calls = [...calls, startedAt];
    const record = (fields: Readonly<Record<string, unknown>>): void =>
      log.info({ prompt: promptVersion(prompt), language, ms: clock() - startedAt, ...fields }, "digest worded");
    try {
      const words = await told(model, edition, language);
      if (words.state === "told")
        record({ opening: words.opening.length, lines: words.lines.length, dropped: words.droppedCount });
      return words;
    } catch (error) {
      const failure = failureOf(error);
      record({ failure: failure.kind, ...(error instanceof ModelFailure ? {} : { error }) });
      if (!OF_ONE.includes(failure.kind)) restsUntil = clock() + limits.restMs;
      return { state: "failed" };
    }
  };
}

/** Facts as a model reads them, without addresses, under a key that nothing in them can know. */
function factsText(edition: Edition, language: string): string {
  const { sector, movers, stories, builders, commits, scores, composedAt: now } = edition;
  const marker = `data_${randomBytes(4).toString("hex")}`;
  const read = stories.slice(0, STORIES).map(({ id, untrustedTitle, publishers, publishedAt, projectIds }) => ({
    id,
    headline: untrustedTitle,
    publishers: publishers.slice(0, 3),
    publishedAt,
    projects: projectIds.slice(0, 3),
  }));
  const moved = movers.slice(0, MOVERS).map(({ symbol, name, change24hFraction, reasonStoryId }) => ({
    symbol,
    name,
    change24hFraction,
    ...(reasonStoryId === undefined ? {} : { storyNearInTime: reasonStoryId }),
  }));
  return [
    `[${utcMinute(now)}; language ${language}; data key ${marker}]`,
    toolText({ sector: sector && { ...sector, layers: undefined } }, marker, now),
    toolText({ moversOf24h: moved }, marker, now),
    ...[read.slice(0, IN_A_PART), read.slice(IN_A_PART)]
      .filter(({ length }) => length > 0)
      .map((part) => toolText({ stories: part }, marker, now)),
    toolText({ releases: builders, commits, changedScores: scores }, marker, now),
  ].join("\n");
}
