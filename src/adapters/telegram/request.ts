import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { TelegramError } from "telegraf";
import { z } from "zod";

/** Calls a method with parameters that hold no file. */
export type Send = (method: string, payload: object, options: { readonly signal: AbortSignal }) => Promise<unknown>;

const answered = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error_code: z.number(), description: z.string().catch("") }).loose(),
]);

/** Idle connections are given up before the server does it, which would look like an answer lost on its way. */
const IDLE = { keepAlive: true, scheduling: "lifo", timeout: 5_000 } as const;

/** Connections that are kept for the next call, for telegraf and for us. */
export const keptConnections = (apiRoot: string): HttpAgent =>
  apiRoot.startsWith("http://") ? new HttpAgent(IDLE) : new HttpsAgent(IDLE);

/**
 * Calls to the Bot API by Node's own client, with telegraf's errors. Telegraf's goes through node-fetch, which takes longer for a call
 * than the rest of the desk for the answer in it; what goes up as a file is rare and stays telegraf's.
 * @param apiRoot  with a slash at its end
 * @returns rejects with TelegramError for what Telegram refuses, else with Node's error, which names no address, or with a
 *   SyntaxError or ZodError for what is no answer of the Bot API
 */
export function createSend(token: string, apiRoot: string, agent: HttpAgent): Send {
  const base = new URL(`./bot${token}/`, apiRoot);
  const { protocol, hostname, port, pathname } = base;
  const request = protocol === "http:" ? httpRequest : httpsRequest;
  const target = { agent, method: "POST", hostname: hostname.replace(/^\[|\]$/g, ""), port };

  return async (method, payload, { signal }) => {
    const body = Buffer.from(JSON.stringify(payload, (_, value: unknown) => value ?? undefined));
    const headers = { "content-type": "application/json", "content-length": body.length };
    const { status, reason, text } = await new Promise<Answer>((resolve, reject) => {
      const asking = request({ ...target, path: pathname + method, headers }, (response) => {
        read(response).then(resolve, reject);
      });
      const end = (): void => void asking.destroy(new AbortedError("ended by us"));
      asking.on("error", reject);
      asking.on("close", () => signal.removeEventListener("abort", end));
      signal.addEventListener("abort", end);
      asking.end(body);
    });
    if (status >= 500) throw new TelegramError({ error_code: status, description: reason });
    const answer = answered.parse(JSON.parse(text));
    if (!answer.ok) throw new TelegramError(answer);
    return answer.result;
  };
}

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly text: string;
}

class AbortedError extends Error {
  override readonly name = "AbortError";
}

function read(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => void chunks.push(chunk));
    // One that breaks off is an error, never an end.
    response.on("error", reject);
    response.on("end", () =>
      resolve({
        status: response.statusCode ?? 0,
        reason: response.statusMessage ?? "",
        text: Buffer.concat(chunks).toString("utf8"),
      }),
    );
  });
}
