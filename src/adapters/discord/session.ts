import type { Desk, Draw, GroupServices, Identify, Inbox } from "../../core/desk.ts";
import { failureSentence } from "../../core/failure.ts";
import type { Log, Report } from "../../core/log.ts";
import type { Overhear } from "../../core/overhear.ts";
import { text } from "../../core/reply.ts";
import { CODES, failureOf, loggable } from "./failure.ts";
import { FIRST_RESPONSE_MS, TOKEN_LIFE_MS } from "./limits.ts";
import { type Outgoing, render } from "./render.ts";
import type { Requests, RequestTimes } from "./requests.ts";

/** How long things may take, in milliseconds. Tests shorten them. */
export interface Times extends RequestTimes {
  /** Fetching what somebody has attached. */
  readonly downloadMs: number;
  /** A reply that is ready by then is the first response; later it takes the place of a deferral. */
  readonly deferMs: number;
  /** Counted from when the interaction was made: no first response is begun later if we can help it. */
  readonly latestResponseMs: number;
  /** How long an interaction's token is relied upon. */
  readonly tokenMs: number;
  /** Between two lines of progress, and before the first. */
  readonly progressMs: number;
  /** The first wait before something is tried again; it grows from there. */
  readonly retryMs: number;
  /** How long `stop` waits for what is being answered. */
  readonly drainMs: number;
  /** How long `start` waits for the first connection, and how long a lost one may take to come back by itself. */
  readonly connectMs: number;
  readonly lostMs: number;
}

export const TIMES: Times = {
  requestMs: 8_000,
  firstResponseMs: FIRST_RESPONSE_MS / 2,
  rateLimitMs: 10_000,
  downloadMs: 60_000,
  deferMs: 900,
  latestResponseMs: 2_000,
  tokenMs: TOKEN_LIFE_MS - 30_000,
  progressMs: 2_000,
  retryMs: 1_000,
  drainMs: 5_000,
  connectMs: 15_000,
  lostMs: 5 * 60_000,
};

/** What everything that answers shares, from one start to its stop. */
export interface Session {
  readonly desk: Desk;
  readonly requests: Requests;
  /** Base of the REST API. */
  readonly apiBase: string;
  readonly identify: Identify;
  readonly inbox: Inbox;
  readonly draw: Draw;
  readonly log: Log;
  readonly report: Report;
  readonly clock: () => number;
  readonly times: Times;
  /** Account ids of the application's owners. */
  readonly owners: ReadonlySet<string>;
  /** Our own account. */
  readonly botId: string;
  /** What there is to say to what was not said to us. */
  readonly overhear: Overhear;
  /** Told of whoever speaks to us in a direct chat. */
  readonly onReached: (accountId: string) => Promise<void>;
  /** Told of what does not stay. */
  readonly onShown: GroupServices["onShown"];
  /** Aborted when `stop` waits no longer: what is open then stays in the inbox for the next start. */
  readonly stopped: AbortSignal;
}

/** Our fault as a person hears of it. */
export function apology(session: Session, error: unknown, where: string): Promise<Outgoing[]> {
  return notice(session, failureSentence(error, session.report(loggable(error), where)));
}

/** A sentence of our own as a message. */
export const notice = (session: Session, sentence: string): Promise<Outgoing[]> =>
  render({ blocks: [text(sentence)] }, { draw: session.draw, log: session.log, keep: async () => "" });

/** Sends a message; one that Discord will not have as it is malformed is replaced by an apology, so that nobody waits. */
export async function sendOrApologise<Result>(
  session: Session,
  message: Outgoing,
  send: (message: Outgoing) => Promise<Result>,
): Promise<Result> {
  try {
    return await send(message);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== "refused" || failure.status !== 400 || failure.code === CODES.alreadyAnswered) throw error;
    const [instead] = await apology(session, error, "discord: a message was refused");
    if (!instead) throw error;
    return await send(instead);
  }
}

/** What stays open in the inbox when it cannot be written is only not repeated after a crash: people are answered first. */
export async function quietly(session: Session, where: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    session.report(loggable(error), where);
  }
}
