import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { pipeline } from "node:stream/promises";
import { isPublicAddress, type Lookup, PrivateAddressError, publicLookup } from "../wire/public-address.ts";

/** What a server said the last time, for asking only for what is new. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

type Fetched =
  | { readonly kind: "unchanged"; readonly movedTo?: string }
  | {
      readonly kind: "new";
      readonly bytes: Uint8Array;
      readonly contentType: string;
      readonly validators: Validators;
      /** Where it really lies, when it has moved for good. */
      readonly movedTo?: string;
    };

/** Why a feed was not fetched, in words that an admin may read; no address in it. */
export class FetchError extends Error {
  override readonly name = "FetchError";
  /** Set where the server asked to be left alone for so long. */
  readonly retryAfterMs: number | undefined;
  /** Whether a server said anything at all; without that the fault may be on our side of the line. */
  readonly isAnswered: boolean;

  constructor(
    message: string,
    options: { readonly retryAfterMs?: number; readonly isAnswered?: false; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
    this.isAnswered = options.isAnswered ?? true;
  }
}

export interface FetchFeedParts {
  /** For the User-Agent. */
  readonly version: string;
  /** Whether feeds may lie on private or loopback addresses (FEED_PRIVATE_ADDRESSES). */
  readonly privateAddresses: "deny" | "allow";
  /** Resolves names for connections; the system's, checked, by default. */
  readonly lookup?: Lookup;
  /** For all of it, redirects and body included. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  /** For a server that names the hour at which to come back. */
  readonly clock: () => number;
}

const TIMEOUT_MS = 10_000;
/** The largest feed seen has 900 kB. */
const MAX_BYTES = 4 * 1024 * 1024;
const REDIRECTS = 3;
const PERMANENT = new Set([301, 308]);
const TEMPORARY = new Set([302, 303, 307]);
const BUSY = new Set([429, 503]);
const GONE = 410;
const DAY_MS = 86_400_000;
/** Longer ones are kept nowhere and sent to nobody. */
const VALIDATOR_LIMIT = 500;

export type FetchFeed = (address: string, known?: Validators) => Promise<Fetched>;

/**
 * Makes the way to feeds: http and https only, at most three redirects, each connection checked to lead to a public address, a
 * time limit and a size limit over the unpacked body. @throws FetchError
 */
export function createFetchFeed(parts: FetchFeedParts): FetchFeed {
  const { version, privateAddresses, clock, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = parts;
  const isOpen = privateAddresses === "allow";
  const lookup = parts.lookup ?? (isOpen ? undefined : publicLookup());
  const headers = {
    // Some publishers refuse what does not look like a reader of feeds.
    "user-agent": `Mozilla/5.0 (compatible; Westbound/${version}; feed reader)`,
    accept: "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1",
    "accept-encoding": "gzip, br",
  };

  return async (address, known = {}) => {
    const signal = AbortSignal.timeout(timeoutMs);
    let [at, movedTo] = [address, undefined as string | undefined];
    let isForGood = true;
    try {
      for (let hop = 0; hop <= REDIRECTS; hop += 1) {
        const response = await open(checked(at), known, signal);
        const { statusCode: status = 0 } = response;
        if (status === 304 && known.etag === undefined && known.lastModified === undefined) {
          response.destroy();
          throw new FetchError("its server says that nothing is new, to whoever asks");
        }
        if (!PERMANENT.has(status) && !TEMPORARY.has(status)) return await read(response, movedTo);
        response.destroy();
        const target = response.headers.location;
        if (target === undefined || !URL.canParse(target, at)) throw new FetchError("it redirects to nowhere");
        at = new URL(target, at).href;
        isForGood &&= PERMANENT.has(status);
        movedTo = isForGood ? at : undefined;
      }
      throw new FetchError(`it redirects more than ${REDIRECTS} times`);
    } catch (error) {
      throw toFetchError(error, signal);
    }
  };

  function checked(address: string): URL {
    if (!URL.canParse(address)) throw new FetchError("it is no address");
    const url = new URL(address);
    if (url.protocol !== "https:" && url.protocol !== "http:") throw new FetchError("it is neither http nor https");
    if (url.username !== "" || url.password !== "") throw new FetchError("it carries a user name or password");
    const host = url.hostname.replace(/^\[|\]$/g, "");
    // A number is connected to without asking the resolver.
    if (!isOpen && isIP(host) !== 0 && !isPublicAddress(host)) throw new PrivateAddressError("a private address");
    return url;
  }

  function open(url: URL, { etag, lastModified }: Validators, signal: AbortSignal): Promise<IncomingMessage> {
    const conditions = {
      ...(etag === undefined ? {} : { "if-none-match": etag }),
      ...(lastModified === undefined ? {} : { "if-modified-since": lastModified }),
    };
    const ask = url.protocol === "https:" ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const options = {
        headers: { ...headers, ...conditions },
        signal,
        agent: false as const,
        ...(lookup ? { lookup } : {}),
      };
      ask(url, options, resolve).on("error", reject).end();
    });
  }

  async function read(response: IncomingMessage, movedTo: string | undefined): Promise<Fetched> {
    const { statusCode: status = 0, headers: said } = response;
    if (status !== 200) {
      response.destroy();
      if (status === 304) return { kind: "unchanged", ...(movedTo === undefined ? {} : { movedTo }) };
      const retryAfterMs =
        status === GONE ? DAY_MS : BUSY.has(status) ? waitIn(said["retry-after"], clock()) : undefined;
      throw new FetchError(`the server answers ${status}`, retryAfterMs === undefined ? {} : { retryAfterMs });
    }
    const [etag, lastModified] = [said.etag, said["last-modified"]].map((each) =>
      each !== undefined && each.length <= VALIDATOR_LIMIT ? each : undefined,
    );
    return {
      kind: "new",
      bytes: await bodyOf(response),
      contentType: said["content-type"] ?? "",
      validators: { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) },
      ...(movedTo === undefined ? {} : { movedTo }),
    };
  }

  async function bodyOf(response: IncomingMessage): Promise<Uint8Array> {
    const chunks: Buffer[] = [];
    let size = 0;
    const tooLarge = new FetchError(`it has more than ${maxBytes} bytes`);
    const collect = async (stream: AsyncIterable<Buffer>): Promise<void> => {
      for await (const chunk of stream) {
        size += chunk.byteLength;
        if (size > maxBytes) throw tooLarge;
        chunks.push(chunk);
      }
    };
    const unpack = unpackerOf(response.headers["content-encoding"]);
    try {
      await (unpack ? pipeline(response, unpack, collect) : pipeline(response, collect));
    } catch (error) {
      // Ending the connection early is an error of its own, and comes first.
      throw size > maxBytes ? tooLarge : error;
    }
    return Buffer.concat(chunks);
  }
}

/** Retry-After, which is seconds or a date. @returns milliseconds from `now`, never negative */
function waitIn(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function unpackerOf(header: string | undefined) {
  const encoding = header?.trim().toLowerCase();
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "deflate") return createInflate();
  return encoding === "br" ? createBrotliDecompress() : undefined;
}

function toFetchError(error: unknown, signal: AbortSignal): FetchError {
  if (error instanceof FetchError) return error;
  if (error instanceof PrivateAddressError) return new FetchError("it leads to a private address", { cause: error });
  if (signal.aborted) return new FetchError("it did not answer in time", { isAnswered: false, cause: error });
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "no connection";
  // Those of zlib, of Brotli, of a stream that ended too soon, of HTTP itself; a certificate's begin with ERR_, too.
  if (/^(?:Z_|ERR__|ERR_STREAM_|HPE_)/.test(code))
    return new FetchError(`its answer is broken (${code})`, { cause: error });
  return new FetchError(`it cannot be reached (${code})`, { isAnswered: false, cause: error });
}
