import { ProviderError, UserError } from "./errors.ts";
import { failureSentence } from "./failure.ts";
import type { Report } from "./log.ts";
import { isEmpty, type Reply, text } from "./reply.ts";
import { userErrorReply } from "./user-error-reply.ts";

/** How a reply came about. `refused`: the asker can put it right; `unavailable`: a provider failed; `failed`: we did. */
export type Outcome = "answered" | "silent" | "refused" | "unavailable" | "failed";

export interface Attempt {
  readonly reply: Reply;
  readonly outcome: Outcome;
}

/** Works, and words what goes wrong. @param failed  what is said of it */
export async function outcomeOf(work: () => Promise<Reply>, failed: (error: unknown) => Attempt): Promise<Attempt> {
  try {
    const reply = await work();
    return { reply, outcome: isEmpty(reply) ? "silent" : "answered" };
  } catch (error) {
    return failed(error);
  }
}

/** What a person is told of a failure. Only a `UserError`'s own words are passed on. */
export function failure(
  error: unknown,
  { name, input, report }: { name: string; input: unknown; report: Report },
): Attempt {
  if (error instanceof UserError) return { reply: userErrorReply(error, name, input), outcome: "refused" };
  const reference = report(error, name);
  const reply: Reply = { blocks: [text(failureSentence(error, reference))], audience: "caller-if-possible" };
  return { reply, outcome: error instanceof ProviderError ? "unavailable" : "failed" };
}

/** The reply with a small line below all others; an empty one stays empty. */
export const noticed = (reply: Reply, line: string | undefined): Reply =>
  line === undefined || isEmpty(reply)
    ? reply
    : { ...reply, footer: reply.footer === undefined ? line : `${reply.footer} · ${line}` };
