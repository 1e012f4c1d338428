import { tooLarge } from "./chat-file.ts";
import { ProviderError, UserError } from "./errors.ts";

/** One file to be fetched. The address may hold a token: it is in no error. */
interface Wanted {
  readonly address: URL;
  /** Who has it, as errors name it: "Discord". */
  readonly provider: string;
  readonly maxBytes: number;
  /** For all of it. */
  readonly timeoutMs: number;
}

/**
 * Fetches a file that somebody has left at a platform, without following redirects.
 * @throws UserError when it is larger than it may be, or not there; ProviderError for everything else
 */
export async function download({ address, provider, maxBytes, timeoutMs }: Wanted): Promise<Uint8Array> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // A body that stalls does not always wake the reader when the signal fires, so the deadline is raced as well.
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ProviderError(provider, "timeout")), timeoutMs);
  });
  try {
    return await Promise.race([late, bytesAt(address, { provider, maxBytes, signal: ending.signal })]);
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
}

async function bytesAt(
  address: URL,
  { provider, maxBytes, signal }: Pick<Wanted, "provider" | "maxBytes"> & { readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const response = await answered(provider, fetch(address, { signal, redirect: "manual" }));
  const { status } = response;
  if (status === 404 || status === 403 || status === 410)
    throw new UserError(`${provider} does not have this file any more.`, { hint: "Please attach it again." });
  if (status !== 200) throw new ProviderError(provider, "unusable", { detail: `status ${status}`, status });
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await answered(provider, reader?.read() ?? Promise.resolve({ done: true as const, value: undefined }));
    if (next.done) return Buffer.concat(chunks);
    size += next.value.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(next.value);
  }
}

/** What fails between us and the platform, without undici's words: they may repeat the address. */
async function answered<Value>(provider: string, waiting: Promise<Value>): Promise<Value> {
  try {
    return await waiting;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
    throw new ProviderError(provider, "unreachable", { detail: typeof code === "string" ? code : "network" });
  }
}
