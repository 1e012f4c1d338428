import type { RpcTransport } from "@solana/rpc";
import { ProviderError, type ProviderFailure } from "../core/errors.ts";

/** What a node answered instead of an answer. */
const failureOf = (status: number): ProviderFailure =>
  status === 429 ? "limited" : status === 401 || status === 403 ? "refused" : "unreachable";

/**
 * The way to a Solana node. The library's own follows redirects, by which a node could send the desk anywhere into the desk's own
 * network. @throws ProviderError for what is no answer; what `fetch` throws, and SyntaxError
 */
export const createSolanaTransport =
  (url: string): RpcTransport =>
  async <Answer>({ payload, signal }: Parameters<RpcTransport>[0]) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", accept: "application/json" },
      body: JSON.stringify(payload),
      redirect: "manual",
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.ok) {
      // An account may hold more lamports than a double holds exactly.
      const { parseJsonWithBigInts } = await import("@solana/rpc-spec-types");
      return parseJsonWithBigInts(await response.text()) as Answer;
    }
    await response.body?.cancel();
    throw new ProviderError("Solana node", failureOf(response.status), { status: response.status });
  };
