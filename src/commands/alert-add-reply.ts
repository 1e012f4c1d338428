import { wayToReach } from "./way-to-reach.ts";
import type { AddFacts, AlertDetails, Standing } from "./alert-details.ts";
import { age, duration, percent, utcMinute } from "../core/format.ts";
import { alertButton, allLike, newAnswer, typedFor } from "./alert-buttons.ts";
import type { AlertCheck } from "./alert-book.ts";
import { type Button, fields, type Reply, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import type { Condition } from "../alerts/alert.ts";
import { conditionWords, repetitionWords, valueWords } from "./alert-words.ts";
import { known } from "../wire/figure.ts";
import { newWebhookBlocks, whomTold } from "./alert-webhook.ts";

/** What came of `/alert add`: the alert in words, how it stands, how it would have done; or the question that has to come first. */
export function addReply(facts: AddFacts, call: Call): Reply {
  switch (facts.state) {
    case "left":
      return { blocks: [text("Nothing was saved.")] };
    case "full":
      return {
        blocks: [
          text(
            facts.of === "place"
              ? `This place has ${facts.limit} alerts, which is as many as it can have. /alert here, a number and remove makes room.`
              : `You have ${facts.limit} alerts, which is as many as you can have. /alert remove makes room.`,
          ),
        ],
        buttons: [allLike(facts.of)],
      };
    case "holds":
      return holdsReply(facts, call);
    case "saved":
      return savedReply(facts, call);
  }
  return facts satisfies never;
}

function savedReply(facts: AddFacts & { state: "saved" }, call: Call): Reply {
  const { alert, standing, unreachable, webhook, sameAs } = facts;
  const { number, condition } = alert;
  const words = conditionWords(condition, alert, call.locale);
  const whom = whomWords(alert);
  const whomNot = webhook ? "its webhook takes nothing" : "I cannot reach you";
  return {
    title: unreachable === undefined ? `Alert ${number} is on` : `Alert ${number} is saved, but ${whomNot}`,
    blocks: [
      text(`I tell ${whom} when ${words}: ${repetitionWords(alert.repetition)}.`),
      ...(sameAs === undefined ? [] : [text(`Alert ${sameAs} watches the same already; Undo keeps that one alone.`)]),
      ...newWebhookBlocks(facts),
      ...(unreachable === undefined || webhook
        ? []
        : [text(`${wayToReach(alert.platform)} Then ${typedFor(alert, "resume")}.`)]),
      fields(
        known({
          Now: standing ? nowWords(condition, standing.check, call) : "nobody tells me now; I keep looking",
          "Looking back": standing && lookingBack(standing),
          Checked: standing && `every ${duration(standing.everyMs)}`,
          Until: alert.expiresAt === undefined ? undefined : utcMinute(alert.expiresAt),
          Note: alert.untrustedNote,
        }),
      ),
    ],
    ...footerOf(standing?.check, call),
    buttons: [
      alertButton(alert, "Undo", "remove"),
      newAnswer(alertButton(alert, "Edit", "edit")),
      allLike(alert.target),
    ],
  };
}

function holdsReply({ condition, standing, input, ...names }: AddFacts & { state: "holds" }, call: Call): Reply {
  const now = nowWords(condition, standing.check, call);
  const again = (label: string, already: "again" | "now" | "leave"): Button => ({
    label,
    command: input["target"] === "here" ? "alert here" : "alert add",
    input: { ...input, already },
  });
  return {
    blocks: [
      text(
        `That is so already: ${conditionWords(condition, names, call.locale)}${now === undefined ? "" : ` (now ${now})`}.`,
      ),
      text("Nothing is saved yet. When shall I tell?"),
    ],
    ...footerOf(standing.check, call),
    buttons: [again("When it happens again", "again"), again("Now anyway", "now"), again("Cancel", "leave")],
  };
}

const whomWords = (alert: AlertDetails): string =>
  alert.target === "place" ? "everybody here" : (whomTold(alert) ?? "you");

/** Where it is now, and how far from telling. */
export function nowWords(condition: Condition, check: AlertCheck, { locale }: Call): string | undefined {
  const value = check.value === undefined ? undefined : valueWords(condition, check.value, locale);
  if (value === undefined) return check.value === undefined ? check.why : undefined;
  const { distanceFraction } = check;
  if (distanceFraction === undefined) return value;
  return distanceFraction === 0
    ? `${value}, reached`
    : `${value}, ${percent(distanceFraction, locale, distanceFraction < 0.1 ? 1 : 0).replace("+", "")} away`;
}

function lookingBack({ wouldHave }: Standing): string | undefined {
  if (!wouldHave) return undefined;
  const { times, days, interval } = wouldHave;
  const often = times === 0 ? "never" : times === 1 ? "once" : `${times} times`;
  return `would have told ${often} in ${days} days (${interval})`;
}

/** Source and age of what was seen. */
export const footerOf = (check: AlertCheck | undefined, { now }: Call): Pick<Reply, "footer"> =>
  check?.source === undefined
    ? {}
    : { footer: `Source: ${check.source}${check.asOf === undefined ? "" : ` · ${age(check.asOf, now)}`}` };
