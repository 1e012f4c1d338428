import type { AlertChart, AlertFacts, AlertHeadline, AlertNames, FiredAlert } from "../alerts/facts.ts";
import { age, duration } from "../core/format.ts";
import { type Block, type Button, link, type Reply, rich, text } from "../core/reply.ts";
import { conditionName, thresholdWords, valueWords } from "./alert-words.ts";
import type { Alert } from "../alerts/alert.ts";
import { alertButton, newAnswer } from "./alert-buttons.ts";
import { manyReply, missedReply, silentReply } from "./alert-told-together.ts";
import { forReader } from "./alert-event.ts";
import { cleanLine } from "../core/clean.ts";

/** Of what nobody asked for just now. */
const LOCALE = "en";
/** Fewer points are no picture. */
const LEAST_POINTS = 3;
const TITLE_LIMIT = 200;

/** What alerts say by themselves: one alert, or several in one message. Pure; never advice. */
export const alertReply = (facts: AlertFacts): Reply => forReader(replyOf(facts), facts);

function replyOf(facts: AlertFacts): Reply {
  switch (facts.kind) {
    case "one":
      return toldReply(facts.fired);
    case "missed":
      return missedReply(facts);
    case "many":
      return manyReply(facts);
    case "silent":
      return silentReply(facts);
  }
  return facts satisfies never;
}

/** What was crossed, by what figure from whom, the owner's note, a picture, a headline. */
function toldReply(fired: FiredAlert): Reply {
  const { alert, names, source, asOf, firedAt, missedSince, chart, headline, moreStories } = fired;
  const { condition, note = "" } = alert;
  const name = conditionName(condition, names, LOCALE);
  const story = headline
    ? [headlineBlock(headline, firedAt), ...(moreStories ? moreBlocks(moreStories, firedAt) : [])]
    : [];
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

/** What came since it told last besides the story that made it tell. */
function moreBlocks({ count, newest }: NonNullable<FiredAlert["moreStories"]>, now: number): readonly Block[] {
  const left = count - newest.length;
  return [
    text(`+${count} more since it told last:`),
    ...newest.map((each) => headlineBlock(each, now)),
    ...(left > 0 ? [text(`… and ${left} more; /news shows them.`)] : []),
  ];
}

function chartBlock(name: string, { subject }: AlertNames, { points, currency, source, asOf }: AlertChart): Block {
  const long = duration((points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0));
  return {
    kind: "chart",
    alt: `${subject} over the ${long} before. ${name}.`,
    chart: { kind: "line", title: subject, unit: currency, series: [{ name: subject, points }], source, asOf },
  };
}

/** The message stays as it is: what is pressed answers in one of its own. A place's post is for whoever runs the place. */
function buttonsOf(alert: Alert): readonly Button[] {
  const { number, repetition } = alert;
  const target = alert.target.kind;
  const to = (label: string, action: Parameters<typeof alertButton>[2], more?: Readonly<Record<string, unknown>>) =>
    newAnswer(alertButton({ number, target }, label, action, more));
  const about = target === "place" ? [to("About this alert", "why")] : [];
  return [
    to("Snooze 1 h", "snooze", { time: "1h" }),
    to("Snooze 1 day", "snooze", { time: "1d" }),
    ...(target === "place" ? [] : [to("Until tomorrow 9:00", "snooze", { time: "until tomorrow 9:00" })]),
    repetition.kind === "once" ? to("Watch again", "resume") : to("Stop", "pause"),
    ...about,
    ...(target === "place" ? [] : [to("Edit", "edit")]),
  ];
}
