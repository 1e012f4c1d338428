import { holdsSecret } from "../../core/pasted-secret.ts";
import { SnowflakeUtil } from "discord.js";
import { within } from "../../core/within.ts";
import { askedBy, type Interaction, isPresent } from "./call.ts";
import { CODES, failureOf, isPassing, loggable } from "./failure.ts";
import { type Outgoing, statusLine } from "./render.ts";
import { type Audience, nonceOf } from "./requests.ts";
import { notice, quietly, sendOrApologise, type Session } from "./session.ts";
import type { Status } from "./status.ts";
import { insist, wasNotTaken } from "./waiting.ts";

/** What is said to an interaction: in the place of the message that was pressed on, or as something new. */
export interface Answer {
  readonly messages: readonly Outgoing[];
  readonly as: "edit" | "new";
  readonly audience: Audience;
  /** The message that was pressed on goes. */
  readonly removes?: true;
  /** How long it stays, in milliseconds; absent: for good. */
  readonly staysMs?: number;
}

/** How an interaction is kept alive while its answer is being made; a deferred message settles who can read what follows. */
export type Deferral = { readonly kind: "message"; readonly audience: Audience } | { readonly kind: "edit" };

/** When an interaction was made, by Discord's clock. */
export const madeAt = (interaction: { readonly id: string }): number => SnowflakeUtil.timestampFrom(interaction.id);

/**
 * Answers an interaction: at once when the answer is ready in time, else after a deferral that is written down first, so that
 * a crash leaves nobody with "thinking…". One that arrives late is deferred before anything is done for it: where Discord has
 * given it up already, the person was told that it failed, and it had better not have happened.
 * @param begin  starts making the answer; what it returns never rejects
 */
export async function answer(
  session: Session,
  interaction: Interaction,
  { deferral, begin, status }: { deferral: Deferral; begin: () => Promise<Answer>; status: Status },
): Promise<void> {
  const { clock, times, requests } = session;
  const age = Math.max(0, clock() - madeAt(interaction));
  const waitMs = Math.min(times.deferMs, times.latestResponseMs - age);
  const work = waitMs > 0 ? begin() : undefined;
  const ready = work && (await within(work, waitMs, session.stopped));
  // Files may take longer to upload than a first response has.
  if (ready?.value.messages.every(({ files }) => files.length === 0)) {
    await status.stop();
    await answerAtOnce(session, interaction, deferral, ready.value);
    return;
  }
  // What gives a key away is refused in a moment, and written down nowhere.
  if (!holdsSecret(interaction.data))
    await quietly(session, "discord: a deferral could not be written down", () =>
      session.inbox.accept({
        key: interaction.id,
        platform: "discord",
        place: askedBy(interaction).place,
        payload: JSON.stringify({ kind: "interaction", interaction, deferral }),
        askedAt: madeAt(interaction),
      }),
    );
  const isAlive = await respond(session, interaction, () =>
    deferral.kind === "edit" ? requests.deferEdit(interaction) : requests.deferMessage(interaction, deferral.audience),
  );
  if (isAlive) {
    await answerDeferred(session, interaction, { deferral, work: work ?? begin(), status });
    return;
  }
  await status.stop();
  await closed(session, interaction.id);
}

/** The first response. @returns false when Discord waits for none any more, or somebody else gave one */
async function respond(session: Session, interaction: Interaction, send: () => Promise<void>): Promise<boolean> {
  const { log, clock } = session;
  for (const isLastTry of [false, true]) {
    try {
      await send();
      log.debug({ afterMs: clock() - madeAt(interaction) }, "discord interaction answered");
      return true;
    } catch (error) {
      const failure = failureOf(error);
      const afterMs = clock() - madeAt(interaction);
      // The try before this one had arrived after all.
      if (failure.kind === "refused" && failure.code === CODES.alreadyAnswered && isLastTry) return true;
      if (failure.kind === "refused" || failure.kind === "fault") {
        log.warn({ why: failure.why, afterMs }, "a discord interaction could not be answered");
        if (failure.kind === "fault") session.report(error, "discord: first response");
        return false;
      }
      // Discord takes one first response only, so this one may be repeated whatever became of it.
      log.warn({ why: failure.why, afterMs }, "a first response to discord failed");
    }
  }
  return true;
}

async function answerAtOnce(
  session: Session,
  interaction: Interaction,
  deferral: Deferral,
  answered: Answer,
): Promise<void> {
  const { messages, as, audience, removes } = answered;
  const { requests } = session;
  const [first, ...more] = messages;
  if (!first) {
    // Silence has to be acknowledged too: nothing is shown, or only for a moment and to the asker.
    if (deferral.kind === "edit") {
      const isAlive = await respond(session, interaction, () => requests.deferEdit(interaction));
      if (isAlive && removes) await requests.deleteOriginal(interaction);
    } else if (await respond(session, interaction, () => requests.deferMessage(interaction, "asker")))
      await requests.deleteOriginal(interaction);
    return;
  }
  const isAlive = await respond(session, interaction, () =>
    sendOrApologise(session, first, (message) =>
      as === "edit"
        ? requests.respondEdit(interaction, message)
        : requests.respondMessage(interaction, message, audience),
    ),
  );
  if (!isAlive) return;
  await followUp(session, interaction, more, audience);
  await noteStay(session, interaction, answered);
}

/** A follow-up has no nonce, so only one that was surely not taken is sent again. */
async function followUp(
  session: Session,
  interaction: Interaction,
  messages: readonly Outgoing[],
  audience: Audience,
): Promise<void> {
  for (const message of messages)
    await insist(
      () => sendOrApologise(session, message, (each) => session.requests.followUp(interaction, each, audience)),
      { waitMs: session.times.retryMs, signal: session.stopped, repeats: wasNotTaken },
    );
}

/** Answers what was deferred, by this process or by one that died, and closes it. */
export async function answerDeferred(
  session: Session,
  interaction: Interaction,
  { deferral, work, status }: { deferral: Deferral; work: Promise<Answer>; status: Status },
): Promise<void> {
  const { clock, times, requests, log } = session;
  if (deferral.kind === "message") status.begin((line) => requests.editOriginal(interaction, statusLine(line)));
  const ready = await within(work, madeAt(interaction) + times.tokenMs - clock(), session.stopped);
  await status.stop();
  // What `stop` did not wait for is answered by the next start.
  if (session.stopped.aborted) return;
  try {
    if (ready) await replaceDeferral(session, interaction, deferral, ready.value);
    else await outlive(session, interaction, deferral, work);
  } catch (error) {
    const failure = failureOf(error);
    log.warn({ why: failure.why }, "a deferred discord interaction could not be answered");
    if (failure.kind === "fault") session.report(loggable(error), "discord: deferred answer");
    // While Discord is away the next start may still find its token alive.
    if (isPassing(failure)) return;
  }
  if (!session.stopped.aborted) await closed(session, interaction.id);
}

async function replaceDeferral(
  session: Session,
  interaction: Interaction,
  deferral: Deferral,
  answered: Answer,
): Promise<void> {
  const { messages, as, audience, removes } = answered;
  const { requests, times, stopped } = session;
  const edit = (message: Outgoing): Promise<void> =>
    insist(() => sendOrApologise(session, message, (each) => requests.editOriginal(interaction, each)), {
      waitMs: times.retryMs,
      signal: stopped,
    });
  const [first, ...more] = messages;
  if (deferral.kind === "edit") {
    if (as === "edit" && first) await edit(first);
    if (removes) await requests.deleteOriginal(interaction);
    await followUp(session, interaction, as === "edit" ? more : messages, audience);
  } else if (!first) await requests.deleteOriginal(interaction);
  else if (audience === "asker" && deferral.audience === "place") {
    // Everybody can read what takes the place of this deferral, and the first follow-up takes its place too; so that is
    // filled with nothing of interest, the answer sent behind it, and the filling taken away.
    await edit(statusLine("Answered in private."));
    await followUp(session, interaction, messages, "asker");
    await requests.deleteOriginal(interaction);
  } else {
    await edit(first);
    await followUp(session, interaction, more, deferral.audience);
    await noteStay(session, interaction, answered);
  }
}

/** What answers a command and does not stay is noted by its id; a card that a press changes is noted already. */
async function noteStay(session: Session, interaction: Interaction, { as, audience, staysMs }: Answer): Promise<void> {
  if (staysMs === undefined || as === "edit" || audience === "asker") return;
  await quietly(session, "discord: an answer stays", async () => {
    const id = await session.requests.originalId(interaction);
    await session.onShown(askedBy(interaction).place, [id], staysMs);
  });
}

/** The token ends before the work: that is said while it can be, and the answer becomes a message of its own where it may. */
async function outlive(
  session: Session,
  interaction: Interaction,
  deferral: Deferral,
  work: Promise<Answer>,
): Promise<void> {
  const { requests, times, stopped, log } = session;
  const { place } = askedBy(interaction);
  const isPrivate = place.isPublic && deferral.kind === "message" && deferral.audience === "asker";
  const maySpeak = !isPrivate && (isPresent(interaction) || !place.isPublic);
  const [said] = await notice(
    session,
    maySpeak
      ? "This takes longer than Discord lets a command wait. The answer will follow as a message."
      : "This takes longer than Discord lets a command wait. Please ask again in a while.",
  );
  if (said && deferral.kind === "message") await requests.editOriginal(interaction, said);
  const made = await within(work, undefined, stopped);
  if (!made) return;
  const { messages, audience } = made.value;
  if (!maySpeak || (audience === "asker" && place.isPublic)) {
    log.warn({}, "an answer came too late for its discord interaction");
    return;
  }
  for (const [index, message] of messages.entries())
    await insist(() => requests.createMessage(place.chatId, message, nonceOf(`late:${interaction.id}:${index}`)), {
      waitMs: times.retryMs,
      signal: stopped,
    });
}

const closed = (session: Session, key: string): Promise<void> =>
  quietly(session, "discord: a request could not be closed", () => session.inbox.close("discord", key));
