import type { AlertFacts, FiredAlert } from "../alerts/facts.ts";
import { alertButton, allLike, newAnswer } from "./alert-buttons.ts";
import { type Choices, type Reply, text } from "../core/reply.ts";
import { conditionName, sideWords, subjectWords, valueWords } from "./alert-words.ts";
import type { Alert } from "../alerts/alert.ts";
import type { AlertNames } from "../alerts/facts.ts";
import { duration, utcMinute } from "../core/format.ts";

/** Of what nobody asked for just now. */
const LOCALE = "en";
/** More of what was missed are counted. */
const MISSED = 10;
/** More are told by their numbers alone. */
const ROWS = 30;
/** As many as a select offers. */
const CHOICES = 25;

/** One message in place of many. */
export function missedReply({ since, until, fired }: AlertFacts & { kind: "missed" }): Reply {
  const isPlaces = fired.every(({ alert }) => alert.target.kind === "place");
  const whose = isPlaces ? "alerts of this place" : "of your alerts";
  const count = isPlaces
    ? `${fired.length} ${whose} were`
    : fired.length === 1
      ? `one ${whose} was`
      : `${fired.length} ${whose} were`;
  const left = fired.length - MISSED;
  return {
    title: `Meanwhile ${count} crossed`,
    blocks: [
      text(`There were no figures for ${duration(until - since)}. As it stands now:`),
      ...fired.slice(0, MISSED).map(({ alert, names, value }) => {
        const now = valueWords(alert.condition, value, LOCALE);
        return text(
          `${alert.number} · ${conditionName(alert.condition, names, LOCALE)}${now === undefined ? "" : `: ${now}`}`,
        );
      }),
      ...(left > 0 ? [text(`… and ${left} more`)] : []),
    ],
    footer: `Source: ${sourcesOf(fired)}`,
    buttons: [allLike(isPlaces ? "place" : "owner")],
  };
}

/** The alerts of one reader that told at once and for which there is no message each: all of them, the values and thresholds of most. */
export function manyReply({ fired }: AlertFacts & { kind: "many" }): Reply {
  const target = fired[0]?.alert.target.kind ?? "owner";
  const rest = fired.slice(ROWS).map(({ alert }) => alert.number);
  return {
    title: `${fired.length} more ${target === "place" ? "alerts of this place" : "of your alerts"} told at once`,
    blocks: [
      {
        kind: "table",
        columns: [
          { label: "Alert", align: "left" },
          { label: "Now", align: "right" },
          { label: "Threshold", align: "right" },
        ],
        rows: fired
          .slice(0, ROWS)
          .map(({ alert: { number, condition }, names, value }) => [
            `${number} · ${subjectWords(condition, names, LOCALE)}`,
            valueWords(condition, value, LOCALE) ?? "",
            sideWords(condition, LOCALE) ?? "",
          ]),
      },
      ...(rest.length === 0 ? [] : [text(`These have told, too: ${rest.join(", ")}.`)]),
    ],
    footer: `Source: ${sourcesOf(fired)}`,
    buttons: [allLike(target)],
    choices: moreAbout(fired),
  };
}

/** There is no figure, and there has been none for days: a coin may be gone, which only its owner can know. */
export function silentReply({ at, alerts }: AlertFacts & { kind: "silent" }): Reply {
  const [first] = alerts;
  const target = first?.alert.target.kind ?? "owner";
  const since = ({ alert, seenAt }: (typeof alerts)[number]): number => Math.max(seenAt ?? 0, alert.createdAt);
  return {
    title:
      alerts.length === 1 ? `Alert ${first?.alert.number} has no figure` : `${alerts.length} alerts have no figure`,
    blocks: [
      ...alerts
        .slice(0, ROWS)
        .map((each) =>
          text(
            `${each.alert.number} · ${conditionName(each.alert.condition, each.names, LOCALE)}: none since ${utcMinute(since(each))}.`,
          ),
        ),
      ...(alerts.length > ROWS
        ? [
            text(
              `And so with: ${alerts
                .slice(ROWS)
                .map(({ alert }) => alert.number)
                .join(", ")}.`,
            ),
          ]
        : []),
      text(
        "A coin may have been delisted or renamed. I keep looking and tell as soon as there is a figure that does it; I do not say this again until one has come.",
      ),
    ],
    ...(alerts.length === 1 && first
      ? {
          buttons: [
            newAnswer(alertButton(pressable(first.alert), "About this alert", "why")),
            ...(target === "place" ? [] : [newAnswer(alertButton(pressable(first.alert), "Remove", "remove"))]),
          ],
        }
      : { buttons: [allLike(target)], choices: moreAbout(alerts) }),
    event: {
      type: "no_figure",
      at: new Date(at).toISOString(),
      alerts: alerts.map((each) => ({ alert: each.alert.number, since: new Date(since(each)).toISOString() })),
    },
  };
}

const pressable = ({ number, target }: Alert) => ({ number, target: target.kind });

const moreAbout = (all: readonly { readonly alert: Alert; readonly names: AlertNames }[]): Choices => ({
  prompt: "More about one, or change it:",
  options: all.slice(0, CHOICES).map(({ alert, names }) => {
    const label = `${alert.number} · ${conditionName(alert.condition, names, LOCALE)}`;
    return newAnswer(alertButton(pressable(alert), label, "why"));
  }),
});

const sourcesOf = (fired: readonly FiredAlert[]): string => [...new Set(fired.map(({ source }) => source))].join(", ");
