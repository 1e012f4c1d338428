import type { Desk, Inbox } from "../../core/desk.ts";
import { failureSentence } from "../../core/failure.ts";
import type { Log, Report } from "../../core/log.ts";
import { utcMinute } from "../../core/format.ts";
import type { Membership } from "../../core/membership.ts";
import type { Overhear } from "../../core/overhear.ts";
import { type Age, type AnswerParts, prepareAnswer } from "./answer.ts";
import { type Asked, fromRequest, toRequest } from "./asked.ts";
import { TelegramFailure, toFailure } from "./failure.ts";
import { givenAway, warnOf } from "./give-away.ts";
import type { Given } from "../../core/pasted-secret.ts";
import type { Inline } from "./inline.ts";
import { Lanes } from "./lanes.ts";
import { DIRECT_AGE_MS, GROUP_AGE_MS } from "./limits.ts";
import { overheardIn } from "./overheard.ts";
import { post, targetOf } from "./post.ts";
import { placeOf, receive, type Self } from "./receive.ts";
import { replyTarget } from "./speaker.ts";
import { type Message, readUpdate, type Update } from "./update.ts";

/** From an update to its answer: what must not be lost is written down, then worked off in order. */
export interface Intake {
  /**
   * Resolves as soon as the update is safe; the answer is under way then.
   * @throws what the inbox throws: then the update is not taken and has to come again
   */
  take(raw: unknown, age: Age): Promise<void>;
  /** Says that nothing can be kept at present, so that the update is not taken. */
  refuse(raw: unknown): Promise<void>;
  /** Takes up what was open when the last process ended. */
  resume(): Promise<void>;
  /** Resolves when all answers are out. */
  idle(): Promise<void>;
}

export interface IntakeParts extends AnswerParts {
  readonly desk: Desk;
  readonly inbox: Inbox;
  readonly self: Self;
  readonly log: Log;
  readonly report: Report;
  readonly clock: () => number;
  readonly inline: Inline;
  /** What there is to say to what was not said to us. */
  readonly overhear: Overhear;
  /** Told of whoever was answered. */
  readonly greet: (asked: Asked) => Promise<void>;
  /** Told of whoever was answered alone, and of whoever has let us in again. */
  readonly onReached: (accountId: string) => Promise<void>;
  /** Told when we are let into a group, and when we are thrown out of one. */
  readonly onMembership: (change: Membership) => Promise<void>;
  /** The token is no longer good. */
  readonly onUnauthorized: () => void;
}

const OUT = ["left", "kicked"];

/** @returns undefined where nothing has changed of whether we are there, and in direct chats */
function membershipOf(ours: NonNullable<Update["my_chat_member"]>): Membership | undefined {
  const { chat, from, old_chat_member: before, new_chat_member: after } = ours;
  if (chat.type === "private") return undefined;
  const place = { platform: "telegram", chatId: String(chat.id), isPublic: true } as const;
  const mayPost = chat.type !== "channel";
  if (OUT.includes(after.status)) return { place, state: "left", mayPost };
  // Whoever makes us an admin has not let us in.
  if (before && !OUT.includes(before.status)) return undefined;
  return { place, state: "joined", mayPost, ...(from.is_bot ? {} : { by: String(from.id) }) };
}

/**
 * Commands and presses of one person in a place are worked on one by one. Questions are not: the desk itself answers those of a
 * conversation in order, knows how many wait, and can end them all.
 */
const laneOf = ({ place, from, what, key }: Asked): string => {
  const isQuestion = what.kind === "question" || (what.kind === "command" && what.name === "ask");
  return `${place.chatId} ${from.accountId} ${isQuestion ? key : "rest"}`;
};

export function createIntake(parts: IntakeParts): Intake {
  const { api, desk, inbox, self, log, report, clock, callers, speaker, inline, overhear, greet, onReached } = parts;
  const { onUnauthorized } = parts;
  const lanes = new Lanes();
  /** When a direct chat was last told that its questions are too old: once for all of them. */
  const apologies = new Map<string, number>();

  function noteMembership({ my_chat_member: ours, chat_member: theirs }: Update): void {
    if (ours) {
      callers.forget(String(ours.chat.id));
      log.info({ status: ours.new_chat_member.status, chat: ours.chat.type }, "telegram: our membership has changed");
      // Whoever blocks us and thinks better of it.
      if (ours.chat.type === "private" && ours.new_chat_member.status === "member")
        lanes.run(`${ours.chat.id} reached`, () => reached(String(ours.chat.id)));
      const change = membershipOf(ours);
      if (change) lanes.run(`${ours.chat.id} membership`, () => changed(change));
    }
    if (theirs) callers.forget(String(theirs.chat.id), String(theirs.new_chat_member.user.id));
  }

  /** Whether it is too late for an answer; in a direct chat that is said, once. */
  function isTooLate(asked: Asked): boolean {
    const { place, askedAt, what } = asked;
    const oldMs = clock() - askedAt;
    if (oldMs <= (place.isPublic ? GROUP_AGE_MS : DIRECT_AGE_MS)) return false;
    log.info({ seconds: Math.round(oldMs / 1_000), group: place.isPublic }, "telegram: too old to be answered");
    const apologised = clock() - (apologies.get(place.chatId) ?? -Infinity) < DIRECT_AGE_MS;
    if (place.isPublic || what.kind === "press" || apologised) return true;
    apologies.set(place.chatId, clock());
    const line = `I was away and saw your message of ${utcMinute(askedAt)} only now. If you still want an answer, please ask again.`;
    lanes.run(laneOf(asked), () => sayOnly(asked, line));
    return true;
  }

  function begin(asked: Asked, age: Age): void {
    const answer = prepareAnswer(asked, age, parts);
    lanes.run(laneOf(asked), async () => {
      try {
        await answer();
      } catch (error) {
        if (!(await isSettled(asked, error))) return;
      }
      await closed(asked.key);
      if (!asked.place.isPublic && asked.from.as === "person") await reached(asked.from.accountId);
      try {
        await greet(asked);
      } catch (error) {
        report(error, "telegram menu"); // They have their answer.
      }
    });
  }

  async function changed(change: Membership): Promise<void> {
    try {
      await parts.onMembership(change);
    } catch (error) {
      report(error, "telegram: membership");
    }
  }

  async function reached(accountId: string): Promise<void> {
    try {
      await onReached(accountId);
    } catch (error) {
      report(error, "telegram: somebody is back");
    }
  }

  /** Nobody waits for it: it is not written down, not tried twice, and what goes wrong is said to nobody. */
  function listen(message: Message): void {
    const said = overheardIn(message, placeOf(message), clock());
    if (!said) return;
    const { place, messageId: replyTo } = said;
    lanes.run(`${place.chatId} overheard`, async () => {
      // The talk has gone on while others were looked up.
      if (clock() - message.date * 1_000 > GROUP_AGE_MS) return;
      try {
        const reply = await overhear(said);
        const [first] = reply ? await speaker.rendered(reply, undefined) : [];
        if (first) await post(api, { ...targetOf(place), replyTo }, first, { repeat: "never" });
      } catch (error) {
        if (error instanceof TelegramFailure)
          log.warn({ why: error.message }, "telegram: a word in a group was not answered");
        else report(error, "telegram group");
      }
    });
  }

  function warn(message: Message, given: Given): void {
    lanes.run(`${message.chat.id} warning`, async () => {
      try {
        await warnOf(message, given, { api, speaker });
      } catch (error) {
        if (error instanceof TelegramFailure) log.warn({ why: error.message }, "telegram: a warning was not sent");
        else report(error, "telegram warning");
      }
    });
  }

  async function openRequests(): ReturnType<Inbox["open"]> {
    try {
      return await inbox.open("telegram");
    } catch (error) {
      report(error, "telegram inbox"); // What is asked from now on can be answered all the same.
      return [];
    }
  }

  async function closed(key: string): Promise<void> {
    try {
      await inbox.close("telegram", key);
    } catch (error) {
      report(error, "telegram inbox"); // Stays open: after a restart it would be answered again, which is the lesser evil.
    }
  }

  /** @returns false when it stays open for the next process */
  async function isSettled(asked: Asked, error: unknown): Promise<boolean> {
    if (!(error instanceof TelegramFailure)) {
      await sayOnly(asked, failureSentence(error, report(error, "telegram")));
      return true;
    }
    switch (error.kind) {
      case "stopped":
        return false;
      case "unauthorized":
        onUnauthorized();
        return false;
      case "unknown":
        // Sending it again could say it twice, and saying nothing could lose it.
        log.warn({ why: error.message }, "telegram: an answer may not have arrived");
        if (!(await isBack())) return false;
        await sayOnly(
          asked,
          "The connection broke while I was answering. If you do not see my answer, please ask again.",
        );
        return true;
      default:
        log.warn({ why: error.message }, "telegram: an answer could not be sent");
        return true;
    }
  }

  /** Waits for Telegram to answer, so that what is said of an outage is not lost in it. @returns false when we stop before that */
  async function isBack(): Promise<boolean> {
    try {
      await api.call("getMe", {}, { repeat: "always" });
    } catch (error) {
      return toFailure("getMe", error).kind !== "stopped";
    }
    return true;
  }

  async function sayOnly(asked: Asked, line: string): Promise<void> {
    try {
      await speaker.sayLine(replyTarget(asked), line);
    } catch (error) {
      log.warn({ why: toFailure("sendMessage", error).message }, "telegram: a line could not be sent");
    }
  }

  function readAsked(raw: unknown): Asked | undefined {
    try {
      const update = read(raw);
      return update && receive(update, self, desk.commands, clock());
    } catch (error) {
      report(error, "telegram update");
      return undefined;
    }
  }

  const read = (raw: unknown): Update | undefined => {
    const update = readUpdate(raw);
    if (!update) log.warn({}, "telegram: an update was not understood");
    return update;
  };

  return {
    async take(raw, age) {
      const update = read(raw);
      if (!update) return;
      noteMembership(update);
      if (update.inline_query) return inline.take(update.inline_query);
      const { message } = update;
      if (message?.migrate_to_chat_id !== undefined)
        return api.moved(String(message.chat.id), String(message.migrate_to_chat_id));
      const asked = receive(update, self, desk.commands, clock());
      // Before anything of it is written down.
      const given = givenAway(message, asked !== undefined);
      if (message && given) return warn(message, given);
      if (!asked) return message && listen(message);
      // What the poll before had not held is new, whatever the clocks of two machines say.
      if (age !== "fresh" && isTooLate(asked)) return;
      if (await inbox.accept(toRequest(asked))) begin(asked, age);
    },

    async refuse(raw) {
      const asked = readAsked(raw);
      if (!asked || asked.what.kind === "press") return;
      await sayOnly(
        asked,
        "I cannot write anything down at present, so I cannot take this. My operator can see why; please try later.",
      );
    },

    async resume() {
      for (const request of await openRequests()) {
        const asked = fromRequest(request);
        if (!asked) log.warn({}, "telegram: an open question was not understood");
        if (asked && !isTooLate(asked)) begin(asked, "restart");
        else await closed(request.key);
      }
    },

    async idle() {
      await Promise.all([lanes.idle(), inline.idle()]);
    },
  };
}
