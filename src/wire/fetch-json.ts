import { ProviderError, type ProviderFailure } from "../core/errors.ts";

/** One request over the wire. */
export interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the body once unpacked. */
  readonly maxBytes: number;
  /** Statuses besides 404 by which this provider says that what is asked for is not there. */
  readonly absent?: readonly number[];
  /** Ends the exchange at any point, body included. */
  readonly signal: AbortSignal;
}

/** How much of an error's body is read: the longest seen has 200 bytes, a CDN's page a few thousand. */
const ERROR_BYTES = 64 * 1024;
/** When a provider says "too many" without saying for how long. CoinGecko's usual word is 60. */
const DEFAULT_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 60 * 60_000;

/**
 * One request and its answer as parsed JSON, whatever the provider or a box in between makes of it.
 * @throws ProviderError for everything else: no answer, not in time, too large, an error status, HTML, cut-off or empty JSON
 */
export async function fetchJson(provider: string, request: Request, now: () => number): Promise<unknown> {
  const { signal } = request;
  try {
    signal.throwIfAborted();
    // A body that stalls does not always wake the reader when the signal fires, so the deadline is raced as well.
    return await Promise.race([rejectOnAbort(signal), answerOf(provider, request, now)]);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    if (signal.aborted) throw new ProviderError(provider, "timeout", { cause: error });
    throw new ProviderError(provider, "unreachable", { cause: error, detail: networkCode(error) });
  }
}

const rejectOnAbort = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("the time limit was reached")), { once: true });
  });

async function answerOf(provider: string, request: Request, now: () => number): Promise<unknown> {
  const { url, headers, maxBytes, absent = [], signal } = request;
  // A redirect could carry the key to another host, and none of the providers redirects what we ask.
  const response = await fetch(url, { headers, signal, redirect: "manual" });
  const { status } = response;
  if (status < 200 || status > 299) {
    const retryAfter = response.headers.get("retry-after") ?? resetOf(response);
    if (absent.includes(status)) {
      await response.body?.cancel();
      throw new ProviderError(provider, "missing", { detail: `status ${status}`, status });
    }
    // Only a refusal has more to say than its status; the others are not waited for, since their bodies may never end.
    if (failureOf(status, undefined, retryAfter) !== "refused") {
      await response.body?.cancel();
      throw refusal(provider, { status, code: undefined, retryAfter }, now());
    }
    const code = errorCode(parsed(await bodyText(response, ERROR_BYTES).catch(() => "")));
    throw refusal(provider, { status, code, retryAfter }, now());
  }
  const body = readable(provider, response, await bodyText(response, maxBytes));
  const code = errorCode(body);
  if (code !== undefined) throw refusal(provider, { status, code, retryAfter: null }, now());
  return body;

  async function bodyText(answer: Response, limit: number): Promise<string> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body ?? []) {
      size += chunk.byteLength;
      if (size > limit) throw new ProviderError(provider, "unusable", { detail: `more than ${limit} bytes` });
      chunks.push(chunk);
    }
    return new TextDecoder().decode(Buffer.concat(chunks)); // Drops a byte order mark.
  }
}

function readable(provider: string, response: Response, text: string): unknown {
  const unusable = (detail: string) => new ProviderError(provider, "unusable", { detail });
  const type = response.headers.get("content-type") ?? "";
  const start = text.trimStart()[0];
  if (start === undefined) throw unusable("an empty answer");
  if (/\b(html|xml)\b/i.test(type) || start === "<") throw unusable("a page instead of data");
  if (start !== "{" && start !== "[") throw unusable("not JSON");
  const body = parsed(text);
  if (body === undefined) throw unusable("broken JSON");
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The caller decides what that means: JSON has no undefined.
  }
}

interface Refused {
  readonly status: number;
  readonly code: number | undefined;
  readonly retryAfter: string | null;
}

function refusal(provider: string, { status, code, retryAfter }: Refused, now: number): ProviderError {
  const failure = failureOf(status, code, retryAfter);
  const detail = code === undefined ? `status ${status}` : `status ${status}, code ${code}`;
  return failure === "limited"
    ? new ProviderError(provider, failure, { detail, status, retryAfterMs: retryMs(retryAfter, now) })
    : new ProviderError(provider, failure, { detail, status });
}

/** CoinGecko's codes: 10002 no or wrong key, 10005 plan, 10010 and 10011 key of the other root, 10012 time range. */
function failureOf(status: number, code: number | undefined, retryAfter: string | null): ProviderFailure {
  // GitHub says "too many" by 403, with a time to come back; so do others.
  const isTimed = (status === 403 || status === 503) && retryAfter !== null;
  if (status === 429 || code === 429 || isTimed) return "limited";
  if (status >= 500 || status === 408) return "unreachable";
  if (status === 404) return "missing";
  return status < 400 && code === undefined ? "unusable" : "refused";
}

/** The number in `{status:{error_code}}` or `{error:{status:{error_code}}}`, CoinGecko's envelopes. Its words are not passed on. */
function errorCode(body: unknown): number | undefined {
  const inside = (value: unknown, key: string): unknown =>
    typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  const code = inside(inside(body, "status") ?? inside(inside(body, "error"), "status"), "error_code");
  return typeof code === "number" && code !== 0 ? code : undefined;
}

/** GitHub's way to say until when: nothing remains, and epoch seconds of when there is more. As an HTTP date. */
function resetOf({ status, headers }: Response): string | null {
  const reset = Number(headers.get("x-ratelimit-reset"));
  const isSpent = (status === 403 || status === 429) && headers.get("x-ratelimit-remaining") === "0";
  // Elsewhere it counts seconds from now, or milliseconds.
  return isSpent && reset > 1e9 && reset < 1e11 ? new Date(reset * 1000).toUTCString() : null;
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); between one second and an hour. */
function retryMs(header: string | null, now: number): number {
  const seconds = header === null || header.trim() === "" ? NaN : Number(header);
  const wanted = Number.isNaN(seconds) ? Date.parse(header ?? "") - now : seconds * 1000;
  return Number.isNaN(wanted) ? DEFAULT_RETRY_MS : Math.min(Math.max(wanted, 1000), LONGEST_RETRY_MS);
}

/** "ECONNREFUSED" and the like; the address stays in `cause`. */
function networkCode(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : "network";
}
