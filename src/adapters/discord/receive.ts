import { type APIInteraction, InteractionContextType, InteractionType } from "discord.js";
import { failureOf, loggable } from "./failure.ts";
import { takeInteraction } from "./interactions.ts";
import { givenAway, warnOf } from "./give-away.ts";
import { answerOverheard, overheardIn } from "./overheard.ts";
import { type Message, questionIn, takeQuestion } from "./questions.ts";
import type { Session } from "./session.ts";

/** How many ids are remembered: more than a gateway can replay after a resume. */
const REMEMBERED = 5_000;

/** The work that is going on, so that a stop can wait for it. Nothing given to it is dropped: faults are reported. */
export interface Work {
  add(session: Session, where: string, work: () => Promise<void>): void;
  /** Resolves when nothing is open any more. */
  done(): Promise<void>;
}

export function createWork(): Work {
  const open = new Set<Promise<void>>();
  return {
    add(session, where, work) {
      const going = work()
        .catch((error: unknown) => {
          const failure = failureOf(error);
          if (failure.kind === "fault") session.report(loggable(error), where);
          else session.log.warn({ why: failure.why, where }, "a request to discord failed");
        })
        .finally(() => open.delete(going));
      open.add(going);
    },
    async done() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}

/** Takes what the gateway delivers. A resumed connection delivers again what it is not sure of: each is handled once. */
export function createReceiver(work: Work): {
  interaction(session: Session, interaction: APIInteraction): void;
  message(session: Session, message: Message): void;
} {
  const seen = new Set<string>();
  const isFirst = (id: string): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    // A set keeps the order of insertion, so the first is the oldest.
    for (const oldest of seen) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(oldest);
    }
    return true;
  };

  const reached = (session: Session, accountId: string): void =>
    work.add(session, "discord: somebody is back", () => session.onReached(accountId));

  return {
    interaction(session, interaction) {
      switch (interaction.type) {
        case InteractionType.ApplicationCommand:
        case InteractionType.ApplicationCommandAutocomplete:
        case InteractionType.MessageComponent:
          if (!isFirst(interaction.id)) return;
          work.add(session, "discord: interaction", () => takeInteraction(session, interaction));
          if (interaction.type === InteractionType.ApplicationCommandAutocomplete) return;
          if (interaction.context === InteractionContextType.BotDM && interaction.user)
            reached(session, interaction.user.id);
          return;
        case InteractionType.Ping:
        case InteractionType.ModalSubmit:
          return; // Pings come over HTTP only, and we show no modals.
      }
      interaction satisfies never;
    },

    message(session, message) {
      const question = questionIn(message, session.botId);
      // Before anything of it is written down.
      const given = givenAway(message, question !== undefined);
      if (given !== undefined) {
        if (isFirst(message.id)) work.add(session, "discord: warning", () => warnOf(session, message, given));
        return;
      }
      if (question !== undefined) {
        if (!isFirst(message.id)) return;
        work.add(session, "discord: question", () => takeQuestion(session, message, question));
        if (message.guild_id === undefined) reached(session, message.author.id);
        return;
      }
      const said = overheardIn(message, session.clock());
      if (said && isFirst(message.id))
        work.add(session, "discord: overheard", () => answerOverheard(session, message, said));
    },
  };
}
