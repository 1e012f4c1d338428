/** Ran out of one of the limits of a model call; the name is what the OpenAI client and `failureOf` know it by. */
class ModelTimeout extends Error {
  override readonly name = "TimeoutError";
}

export interface FetchLimits {
  /** The key of the one server that this fetch speaks to; absent: no key is sent at all. */
  readonly apiKey?: string;
  readonly totalMs: number;
  readonly silenceMs: number;
}

/**
 * `fetch` for one model server. The client's own `timeout` ends at the response headers, so that a body that stalls would
 * hang for minutes (openai-node issue 1825); this one limits the silence between bytes and the whole call. It sends only the
 * headers named here: the client adds what it finds in the environment (organisation, project, custom headers), which may
 * belong to another server. Redirects are refused, because the question would follow them.
 */
export function guardedFetch({ apiKey, totalMs, silenceMs }: FetchLimits): typeof fetch {
  return async (url, init = {}) => {
    const controller = new AbortController();
    const { signal } = init;
    const abort = (): void => controller.abort(signal?.reason);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });

    const expire = (what: string): void => controller.abort(new ModelTimeout(`timed out: ${what}`));
    const total = setTimeout(expire, totalMs, "no end of the answer");
    let silence: NodeJS.Timeout | undefined;
    const release = (): void => {
      clearTimeout(total);
      clearTimeout(silence);
      signal?.removeEventListener("abort", abort);
    };
    const reason = (error: unknown): unknown => (controller.signal.aborted ? controller.signal.reason : error);

    let response: Response;
    try {
      response = await fetch(url, {
        method: init.method ?? "GET",
        body: init.body ?? null,
        headers: {
          "content-type": "application/json",
          accept: "application/json",
          "user-agent": "westbound",
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        redirect: "error",
        signal: controller.signal,
      });
    } catch (error) {
      release();
      throw reason(error);
    }
    if (!response.body) {
      release();
      return response;
    }

    const reader = response.body.getReader();
    const body = new ReadableStream<Uint8Array>({
      async pull(stream) {
        // Keep-alive bytes start this one anew; the limit of the whole call ends them.
        silence = setTimeout(expire, silenceMs, "silence in the answer");
        try {
          const { done, value } = await reader.read();
          clearTimeout(silence);
          if (!done) return stream.enqueue(value);
          release();
          stream.close();
        } catch (error) {
          release();
          stream.error(reason(error));
        }
      },
      async cancel(why) {
        release();
        await reader.cancel(why);
      },
    });
    return new Response(body, { status: response.status, headers: response.headers });
  };
}
