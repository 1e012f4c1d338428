import { z } from "zod";
import type { IncomingRequest } from "../../core/desk.ts";
import type { Deferral } from "./answer.ts";
import type { Interaction } from "./call.ts";
import { failureOf } from "./failure.ts";
import { takeDeferred } from "./interactions.ts";
import { answerQuestion, type Message, questionIn } from "./questions.ts";
import { nonceOf } from "./requests.ts";
import { notice, quietly, type Session } from "./session.ts";

/** Questions that are younger are answered after a restart; older ones get an apology, and only in a direct chat. */
const ANSWERED_YOUNGER_MS = 10 * 60_000;

/** Written by ourselves, so only what tells the kinds apart is checked; what Discord sent is kept whole. */
const payload = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("question"), message: z.custom<Message>((value) => typeof value === "object") }),
  z.object({
    kind: z.literal("interaction"),
    interaction: z.custom<Interaction>((value) => typeof value === "object"),
    deferral: z.custom<Deferral>((value) => typeof value === "object"),
  }),
]);

const parsed = (request: IncomingRequest): z.infer<typeof payload> | undefined => {
  try {
    return payload.parse(JSON.parse(request.payload));
  } catch {
    return undefined; // Of another version of ours: too old to be answered, but closed all the same.
  }
};

const close = (session: Session, key: string): Promise<void> =>
  quietly(session, "discord: a request could not be closed", () => session.inbox.close("discord", key));

async function apologise(session: Session, chatId: string, keys: readonly string[]): Promise<void> {
  const [message] = await notice(
    session,
    "I was away when you asked, and it is too long ago to answer now. Please ask again.",
  );
  try {
    if (message) await session.requests.createMessage(chatId, message, nonceOf(`missed:${keys.join()}`));
  } catch (error) {
    session.log.warn({ why: failureOf(error).why }, "an apology could not be sent on discord");
  }
  for (const key of keys) await close(session, key);
}

/**
 * What was open when the last process ended, as work to be done: what is still worth answering is answered, the rest is
 * closed, with one apology per direct chat and none in a server.
 */
export async function takeUp(session: Session): Promise<readonly (() => Promise<void>)[]> {
  const { inbox, clock, times, botId } = session;
  const work: (() => Promise<void>)[] = [];
  const missed = new Map<string, string[]>();
  for (const request of await inbox.open("discord")) {
    const asked = parsed(request);
    const age = clock() - request.askedAt;
    if (asked?.kind === "question" && age < ANSWERED_YOUNGER_MS)
      work.push(() => answerQuestion(session, asked.message, questionIn(asked.message, botId) ?? ""));
    // "Thinking…" is still shown: it is brought to an end as long as its token lives.
    else if (asked?.kind === "interaction" && age < times.tokenMs)
      work.push(() => takeDeferred(session, asked.interaction, asked.deferral));
    else if (request.place.isPublic) work.push(() => close(session, request.key));
    else missed.set(request.place.chatId, [...(missed.get(request.place.chatId) ?? []), request.key]);
  }
  return [
    ...work,
    ...[...missed].map(
      ([chatId, keys]) =>
        () =>
          apologise(session, chatId, keys),
    ),
  ];
}
