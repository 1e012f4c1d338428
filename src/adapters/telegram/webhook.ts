import { isSameSecret } from "../../core/secret.ts";
import type { Report } from "../../core/log.ts";
import type { Intake } from "./intake.ts";
import { UPDATE_BYTES } from "./limits.ts";

const answer = (status: number): Response => new Response(null, { status });

/**
 * Takes one webhook call. 200 only when the update is safe: Telegram brings back everything else.
 * @param intake  undefined while there is nobody to take it
 */
export async function receiveWebhook(
  request: Request,
  { secret, intake, report }: { secret: string; intake: Pick<Intake, "take"> | undefined; report: Report },
): Promise<Response> {
  if (request.method !== "POST") return answer(405);
  if (!isSameSecret(request.headers.get("x-telegram-bot-api-secret-token") ?? "", secret)) return answer(401);
  if (!intake) return answer(503);
  const body = await readBody(request);
  if (body === undefined) return answer(413);
  let update: unknown;
  try {
    update = JSON.parse(body);
  } catch {
    return answer(400);
  }
  try {
    // Telegram does not say how often it has tried this before.
    await intake.take(update, "backlog");
    return answer(200);
  } catch (error) {
    report(error, "telegram webhook");
    return answer(500);
  }
}

/** @returns undefined when it is longer than any update */
async function readBody(request: Request): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > UPDATE_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
