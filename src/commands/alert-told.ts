import type { AlertChart, AlertFacts, AlertHeadline, AlertNames, FiredAlert } from "../alerts/facts.ts";
import { age, duration } from "../core/format.ts";
import { type Block, type Button, link, type Reply, rich, text } from "../core/reply.ts";
import { conditionName, thresholdWords, valueWords } from "./alert-words.ts";
import type { Alert } from "../alerts/alert.ts";
import { cleanLine } from "../core/clean.ts";

/** Of what nobody asked for just now. */
const LOCALE = "en";
/** Fewer points are no picture. */
const LEAST_POINTS = 3;
const TITLE_LIMIT = 200;
/** More of what was missed are counted. */
const MISSED = 10;

/** What alerts say when they tell: one alert, or all that was crossed while nobody looked. Pure; never advice. */
export function alertReply(facts: AlertFacts): Reply {
  switch (facts.kind) {
    case "one":
      return toldReply(facts.fired);
    case "missed":
      return missedReply(facts);
  }
  return facts satisfies never;
}

/** What was crossed, by what figure from whom, the owner's note, a picture, a headline. */
function toldReply(fired: FiredAlert): Reply {
  const { alert, names, source, asOf, firedAt, missedSince, chart, headline } = fired;
  const { condition, note = "" } = alert;
  const name = conditionName(condition, names, LOCALE);
  const story = headline ? [headlineBlock(headline, firedAt)] : [];
  const isNews = condition.kind === "news";
  return {
    title: `Alert ${alert.number}: ${name}`,
    blocks: [
      ...(isNews ? story : [text(nowSentence(fired))]),
      ...(missedSince === undefined
        ? []
        : [
            text(
              `There was no figure for ${duration(firedAt - missedSince)} before, so it may have happened in between.`,
            ),
          ]),
      ...(note === "" ? [] : [rich("Note: ", { text: cleanLine(note, TITLE_LIMIT), style: "italic" })]),
      ...(chart && chart.points.length >= LEAST_POINTS ? [chartBlock(name, names, chart)] : []),
      ...(isNews ? [] : story),
    ],
    footer: isNews && headline ? "Feeds of this desk" : `Source: ${source} · ${age(asOf, firedAt)}`,
    buttons: buttonsOf(alert),
  };
}

function nowSentence({ alert: { condition }, value }: FiredAlert): string {
  const seen = valueWords(condition, value, LOCALE);
  const threshold = thresholdWords(condition, LOCALE);
  return threshold === undefined ? `Now: ${seen}.` : `Now: ${seen}. Threshold: ${threshold}.`;
}

const headlineBlock = ({ title, link: address, publisher, publishedAt }: AlertHeadline, now: number): Block =>
  rich(link(cleanLine(title, TITLE_LIMIT), address), `\n${cleanLine(publisher, 60)} · ${age(publishedAt, now)}`);

function chartBlock(name: string, { subject }: AlertNames, { points, currency, source, asOf }: AlertChart): Block {
  const long = duration((points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0));
  return {
    kind: "chart",
    alt: `${subject} over the ${long} before. ${name}.`,
    chart: { kind: "line", title: subject, unit: currency, series: [{ name: subject, points }], source, asOf },
  };
}

/** The message stays as it is: what is pressed answers in one of its own. */
function buttonsOf({ number, repetition, target }: Alert): readonly Button[] {
  const to = (label: string, command: string, input: Readonly<Record<string, unknown>> = { number }): Button => ({
    label,
    command,
    input,
    answer: "new",
  });
  // A post is nobody's, so nobody may write by its buttons: who may change the alert gets those on its card.
  if (target.kind !== "owner") return [to("About this alert", "alert why")];
  return [
    to("Snooze 1 h", "alert snooze", { number, time: "1h" }),
    to("Snooze 1 day", "alert snooze", { number, time: "1d" }),
    to("Until tomorrow 9:00", "alert snooze", { number, time: "until tomorrow 9:00" }),
    repetition.kind === "once" ? to("Watch again", "alert resume") : to("Stop", "alert pause"),
    to("Edit", "alert edit"),
  ];
}

/** One message in place of many. */
function missedReply({ since, until, fired }: AlertFacts & { kind: "missed" }): Reply {
  const isPlaces = fired.every(({ alert }) => alert.target.kind === "place");
  const whose = isPlaces ? "alerts of this place" : "of your alerts";
  const count = isPlaces
    ? `${fired.length} ${whose} were`
    : fired.length === 1
      ? `one ${whose} was`
      : `${fired.length} ${whose} were`;
  const left = fired.length - MISSED;
  const sources = [...new Set(fired.map(({ source }) => source))];
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
    footer: `Source: ${sources.join(", ")}`,
    buttons: [{ label: "All alerts", command: "alert list", input: {}, answer: "new" }],
  };
}
