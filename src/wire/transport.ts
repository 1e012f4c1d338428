import { type Allowance, TokenBucket } from "./token-bucket.ts";
import { Breaker } from "./breaker.ts";
import type { Budget } from "./budget.ts";
import { fetchJson } from "./fetch-json.ts";
import type { Health } from "../core/health.ts";
import type { Log } from "../core/log.ts";
import { ProviderError } from "../core/errors.ts";
import { z } from "zod";

/** Who waits: a person for a second or two at most, a job for as long as the provider asks (within minutes). */
export type Patience = "person" | "job";

/** Times and sizes of a transport, in milliseconds and bytes. */
interface Limits {
  /** For one request of a person and its retries, headers and body. */
  readonly personMs: number;
  readonly jobMs: number;
  /** How long a person waits for a token or for a provider's pause before being told "limited". */
  readonly personWaitMs: number;
  readonly jobWaitMs: number;
  readonly maxBytes: number;
}

/** What every provider's transport is given alike. */
export interface Wire {
  /** For the User-Agent. */
  readonly version: string;
  readonly log: Log;
  readonly clock: () => number;
  /** Told how the provider does, under its name in lower case: `ok` or `late`, never `down`. */
  readonly health?: Health;
  /** Told of each request that was answered; what it refuses is not sent. */
  readonly budget?: Budget;
  readonly limits?: Partial<Limits>;
  /** Sleeps; a test moves its clock instead. */
  readonly wait?: (ms: number) => Promise<void>;
  /** 0 to 1, spreads retries. */
  readonly random?: () => number;
}

export interface TransportParts extends Wire {
  /** As shown: "CoinGecko". */
  readonly provider: string;
  /** Address that paths are appended to; must not carry a user name or password. */
  readonly base: string;
  /** A key belongs here: headers are never logged. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly allowance: Allowance;
  /** Statuses besides 404 by which it says that what is asked for is not there. */
  readonly absent?: readonly number[];
}

/** A list is sent as one parameter, its items with commas and no blanks between. */
type Query = Readonly<Record<string, string | number | readonly string[]>>;

interface Ask {
  readonly patience: Patience;
  /** Where an answer is rightly larger than the common limit. */
  readonly maxBytes?: number;
}

/** Asks one provider. */
export interface Transport {
  /**
   * One GET, checked by a schema.
   * @param path  from the base on, with its leading slash, already encoded
   * @throws ProviderError for everything that is no usable answer
   */
  json<Body>(path: string, query: Query, schema: z.ZodType<Body>, ask: Ask): Promise<Body>;
}

/** Retries of a request that got no answer, or a 5xx. */
const RETRIES = 2;
const FIRST_RETRY_MS = 200;
/** How often a job that was told "later" comes back. */
const ROUNDS = 3;
/** Of a provider's tokens, the part that jobs leave for people. */
const SPARE = 0.4;

const LIMITS: Limits = {
  personMs: 5_000,
  jobMs: 30_000,
  personWaitMs: 1_500,
  jobWaitMs: 180_000,
  maxBytes: 2 * 1024 * 1024,
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/**
 * The way to one provider: a time limit over headers and body, a size limit, at most two retries, the provider's own rate, its
 * Retry-After (waited for by jobs, told to people), a breaker, and one request where several ask the same at once.
 */
export function createTransport(parts: TransportParts): Transport {
  const { provider, clock, log, health, budget, wait = sleep, random = Math.random } = parts;
  const limits = { ...LIMITS, ...parts.limits };
  const base = checkedBase(provider, parts.base);
  const headers = checkedHeaders(provider, {
    accept: "application/json",
    "user-agent": `Westbound/${parts.version} (self-hosted crypto-AI desk)`,
    ...parts.headers,
  });
  const bucket = new TokenBucket(parts.allowance);
  const spare = { person: 0, job: Math.floor(parts.allowance.tokens * SPARE) } as const;
  const breaker = new Breaker();
  const open = new Map<string, Promise<unknown>>();
  let pause = { from: 0, ms: 0 };

  return {
    async json<Body>(path: string, query: Query, schema: z.ZodType<Body>, ask: Ask): Promise<Body> {
      const url = `${base}${path}${toSearch(query)}`;
      // People do not join a job's request: its time limit is longer than they would wait.
      const key = `${ask.patience} ${url}`;
      for (let round = 1; ; round += 1) {
        try {
          // The same address is always read by the same schema, so a shared answer has the type asked for.
          return (await shared(key, ask, () => request(url, path, schema, ask))) as Body;
        } catch (error) {
          const isWorthWaiting = ask.patience === "job" && round < ROUNDS && isLimited(error) && pauseLeft() > 0;
          if (!isWorthWaiting) throw error;
        }
      }
    },
  };

  async function shared(key: string, ask: Ask, start: () => Promise<unknown>): Promise<unknown> {
    const longest = ask.patience === "job" ? limits.jobWaitMs : limits.personWaitMs;
    for (let waited = 0; ;) {
      const running = open.get(key);
      if (running) return await running;
      const refusal = budget?.refusal(provider, ask.patience);
      if (refusal !== undefined) throw new ProviderError(provider, "limited", { detail: refusal });
      const now = clock();
      const restingMs = breaker.restingMs(now);
      if (restingMs > 0) throw new ProviderError(provider, "resting", { retryAfterMs: restingMs });
      const waitMs = Math.max(pauseLeft(), bucket.waitMs(now, spare[ask.patience]));
      if (waitMs <= 0) {
        bucket.take(now);
        breaker.start();
        const started = start().finally(() => open.delete(key));
        open.set(key, started);
        return await started;
      }
      if (waited + waitMs > longest)
        throw new ProviderError(provider, "limited", { retryAfterMs: waitMs, detail: "waiting for its turn" });
      await wait(waitMs);
      waited += waitMs;
    }
  }

  /** Of the time that the provider asked to be left alone. More than the whole can only mean that the clock was set back. */
  function pauseLeft(): number {
    const left = pause.from + pause.ms - clock();
    return left > 0 && left <= pause.ms ? left : 0;
  }

  async function request<Body>(url: string, path: string, schema: z.ZodType<Body>, ask: Ask): Promise<Body> {
    const startedAt = clock();
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), ask.patience === "job" ? limits.jobMs : limits.personMs);
    try {
      const wire = {
        url,
        headers,
        maxBytes: ask.maxBytes ?? limits.maxBytes,
        absent: parts.absent ?? [],
        signal: controller.signal,
      };
      const read = schema.safeParse(
        await withRetries(() => counted(fetchJson(provider, wire, clock)), controller.signal),
      );
      if (!read.success) throw new ProviderError(provider, "unusable", { detail: "another shape", cause: read.error });
      breaker.answered();
      health?.set(provider.toLowerCase(), "ok", "answers", clock());
      return read.data;
    } catch (error) {
      settle(error, path, startedAt);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** All that may count with the provider does here too: only what got no answer, or a server's own fault, does not. */
  async function counted(asked: Promise<unknown>): Promise<unknown> {
    try {
      const answer = await asked;
      budget?.spent(provider);
      return answer;
    } catch (error) {
      if (!(error instanceof ProviderError) || error.failure !== "unreachable") budget?.spent(provider);
      throw error;
    }
  }

  async function withRetries(attempt: () => Promise<unknown>, signal: AbortSignal): Promise<unknown> {
    for (let retry = 0; ; retry += 1) {
      try {
        return await attempt();
      } catch (error) {
        const isWorthIt = error instanceof ProviderError && error.failure === "unreachable" && retry < RETRIES;
        if (!isWorthIt) throw error;
        await wait(FIRST_RETRY_MS * 2 ** retry * (0.5 + random()));
        if (signal.aborted || !bucket.take(clock())) throw error;
      }
    }
  }

  /** Books a failure where it belongs: "later" to the pause, "no such thing" to nobody, the rest to the breaker. */
  function settle(error: unknown, path: string, startedAt: number): void {
    const now = clock();
    const failure = error instanceof ProviderError ? error.failure : undefined;
    const detail = error instanceof ProviderError ? error.message : String(error);
    if (isLimited(error) && (error.retryAfterMs ?? 0) > pauseLeft()) pause = { from: now, ms: error.retryAfterMs ?? 0 };
    if (failure === "limited" || failure === "missing") breaker.answered();
    else breaker.failed(now);
    if (failure === "missing") return;
    health?.set(provider.toLowerCase(), "late", detail, now);
    const complaint = complaintOf(error);
    log.warn(
      {
        provider,
        path: withoutAddresses(path),
        failure,
        detail,
        ms: now - startedAt,
        ...(complaint === undefined ? {} : { complaint }),
      },
      "provider failed",
    );
  }
}

/** What somebody pasted as a contract may be their own wallet. */
const withoutAddresses = (path: string): string => path.replace(/[0-9A-Za-z]{24,}/g, "…");

const isLimited = (error: unknown): error is ProviderError =>
  error instanceof ProviderError && error.failure === "limited";

/** What a schema found wrong. A socket's error is left out: its code is in the detail, and the rest is addresses. */
const complaintOf = (error: unknown): string | undefined =>
  error instanceof Error && error.cause instanceof z.ZodError ? z.prettifyError(error.cause).slice(0, 200) : undefined;

const toSearch = (query: Query): string => {
  const pairs = Object.entries(query).map(([name, value]) => {
    const items = typeof value === "object" ? value : [String(value)];
    return `${name}=${items.map((item) => encodeURIComponent(item)).join(",")}`;
  });
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
};

function checkedBase(provider: string, base: string): string {
  const { username, password } = new URL(base);
  // fetch refuses such an address with an error that repeats it, password included.
  if (username !== "" || password !== "")
    throw new Error(`The address of ${provider} must not carry a user name or password.`);
  return base.replace(/\/+$/, "");
}

function checkedHeaders(provider: string, headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  // fetch refuses such a header with an error that repeats it, and it may be a key.
  if (Object.values(headers).some((value) => !/^[\x20-\x7e]+$/.test(value)))
    throw new Error(`The key of ${provider} holds characters that no header can carry.`);
  return headers;
}
