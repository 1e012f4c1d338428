import type { Dialect } from "./road.ts";

/** Bot API: core.telegram.org/bots/api#making-requests. */
export const TELEGRAM_SAYS: Dialect = {
  limited: (after) => ({
    body: {
      ok: false,
      error_code: 429,
      description: after === undefined ? "Too Many Requests" : `Too Many Requests: retry after ${after}`,
      ...(after === undefined ? {} : { parameters: { retry_after: after } }),
    },
  }),
  failed: { ok: false, error_code: 500, description: "Internal Server Error" },
};

/** Discord: topics/rate-limits. */
export const DISCORD_SAYS: Dialect = {
  limited: (after) => ({
    body: {
      message: "You are being rate limited.",
      global: false,
      ...(after === undefined ? {} : { retry_after: after }),
    },
    headers: after === undefined ? {} : { "x-ratelimit-scope": "shared" },
  }),
  failed: { message: "500: Internal Server Error", code: 0 },
};

/** What servers of models say that speak OpenAI's protocol. */
export const MODEL_SAYS: Dialect = {
  limited: () => ({ body: { error: { message: "Rate limit reached", type: "requests" } } }),
  failed: { error: { message: "The server had an error", type: "server_error" } },
};

export const MARKET_SAYS: Dialect = {
  limited: () => ({ body: { status: { error_code: 429, error_message: "You've exceeded the Rate Limit." } } }),
  failed: { error: "Internal Server Error" },
};
