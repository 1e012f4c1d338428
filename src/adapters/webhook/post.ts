import { Agent, request } from "node:https";
import type { IncomingMessage } from "node:http";
import { addressProblem } from "../../wire/outside-address.ts";
import type { Gone, SendResult } from "../../core/desk.ts";
import { PrivateAddressError, publicLookup } from "../../wire/public-address.ts";
import { signed } from "./signature.ts";

/** Where a webhook lies, and by what its receiver knows us. Both are kept out of logs and of what people are told. */
export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

/** What is posted. `key` is the same for each try at the same event. */
interface WebhookEvent {
  readonly body: Readonly<Record<string, unknown>>;
  readonly key: string;
}

export interface PostParts {
  /** For the User-Agent. */
  readonly version: string;
  /** UTC epoch milliseconds. */
  readonly clock: () => number;
  /** Opens connections; by default to public addresses only, checked where they are connected to. */
  readonly agent?: Agent;
  /** From the look-up of the name to the first line of the answer. */
  readonly timeoutMs?: number;
}

export type Post = (target: WebhookTarget, event: WebhookEvent, signal?: AbortSignal) => Promise<SendResult>;

const TIMEOUT_MS = 10_000;
/** After a failure of theirs, and at least where they say nothing of when to come back. */
const RETRY_MS = 30_000;
/** Nobody makes an alert wait longer than that by asking. */
const LONGEST_RETRY_MS = 60 * 60_000;
/** They say themselves that another time may go better. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);
/** A certificate that does not hold: nothing of the event was sent. */
const CERTIFICATE = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY))/;

/**
 * Posts events as signed JSON to https addresses. No redirect is followed, and of an answer nothing but its status and Retry-After is
 * read: the connection ends there. Its results name no address.
 */
export function createPost({ version, clock, timeoutMs = TIMEOUT_MS, ...parts }: PostParts): Post {
  // No session is kept, so that each connection is checked anew.
  const agent = parts.agent ?? new Agent({ lookup: publicLookup(), keepAlive: false, maxCachedSessions: 0 });

  return async ({ url, secret }, { body, key }, stopped) => {
    const problem = addressProblem(url);
    if (problem !== undefined) return gone(problem);
    const text = JSON.stringify(body);
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(text),
      "user-agent": `Westbound/${version}`,
      "idempotency-key": key,
      ...signed(text, secret, clock()),
    };
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = stopped ? AbortSignal.any([timeout, stopped]) : timeout;
    let isSent = false;
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        request(new URL(url), { method: "POST", headers, agent, signal }, resolve)
          // After the answer, too: ours is the end that hangs up.
          .on("error", reject)
          .on("finish", () => (isSent = true))
          .end(text);
      });
      const { statusCode: status = 0, headers: said } = response;
      response.destroy();
      return resultOf(status, said["retry-after"], clock());
    } catch (error) {
      if (timeout.aborted) return later("it did not answer in time");
      return failureOf(error, isSent);
    }
  };
}

/** What the first line of an answer means for an event. */
function resultOf(status: number, retryAfter: string | undefined, now: number): SendResult {
  const why = `it answers ${status}`;
  if (status >= 200 && status < 300) return { state: "sent", messageIds: [] };
  if (status >= 300 && status < 400) return gone(`${why}, a redirect, and redirects are not followed`);
  if (LATER.has(status) || status >= 500) return later(why, waitIn(retryAfter, now));
  // Nobody but those whose server it is can change that, so they have to hear of it.
  return gone(why);
}

function failureOf(error: unknown, isSent: boolean): SendResult {
  if (error instanceof PrivateAddressError) return gone("its name leads to a private address");
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "no connection";
  if (CERTIFICATE.test(code)) return gone(`its certificate does not hold (${code})`);
  // What was given to a connection that broke may have been read.
  if (isSent) return { state: "unknown", why: `the connection broke (${code})` };
  return later(`it cannot be reached (${code})`);
}

const gone = (why: string): Gone => ({ state: "gone", mendedBy: "person", why });

const later = (why: string, afterMs = RETRY_MS): SendResult => ({ state: "later", afterMs, scope: "place", why });

/** Retry-After, which is seconds or a date. @returns milliseconds from `now` */
function waitIn(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(LONGEST_RETRY_MS, Math.max(0, ms)) : undefined;
}
