import { conditionWords, thresholdWords } from "./alert-words.ts";
import type { Condition } from "../alerts/alert.ts";
import type { AlertFacts, FiredAlert, SilentAlert } from "../alerts/facts.ts";
import { known } from "../wire/figure.ts";
import type { Reply } from "../core/reply.ts";

/** Of what nobody asked for just now. */
const LOCALE = "en";

/** What a webhook is posted of an alert; docs/alert-webhooks.md is its description. What is not known is absent. */
function alertEvent(fired: FiredAlert): Readonly<Record<string, unknown>> {
  const { alert, names, value, threshold, source, asOf, firedAt, why, missedSince, headline, moreStories } = fired;
  const { number, condition, note } = alert;
  return known({
    type: "alert",
    alert: number,
    kind: condition.kind,
    condition: conditionWords(condition, names, LOCALE),
    // The number of an item of news is nothing that anybody compares.
    value: condition.kind === "news" ? undefined : value,
    threshold: thresholdWords(condition, LOCALE) === undefined ? undefined : threshold,
    unit: unitOf(condition),
    source,
    asOf: instant(asOf),
    firedAt: instant(firedAt),
    missedSince: missedSince === undefined ? undefined : instant(missedSince),
    why,
    note: note === "" ? undefined : note,
    headline: headline && { ...headline, publishedAt: instant(headline.publishedAt) },
    moreStoryCount: moreStories?.count,
  });
}

/** What is posted when there has been no figure for days. */
function silentEvent({ alert: { number, condition }, names, seenAt }: SilentAlert, at: number) {
  return known({
    type: "silent",
    alert: number,
    kind: condition.kind,
    condition: conditionWords(condition, names, LOCALE),
    seenAt: seenAt === undefined ? undefined : instant(seenAt),
    at: instant(at),
  });
}

/** The message of an alert as its webhook takes it; of any other target as it is. A webhook is told of one alert at a time. */
export function forReader(reply: Reply, facts: AlertFacts): Reply {
  const event = eventOf(facts);
  if (!event) return reply;
  // What only people use stays away.
  const { buttons: _pressed, choices: _chosen, ...rest } = reply;
  return { ...rest, blocks: reply.blocks.filter(({ kind }) => kind !== "chart"), event };
}

function eventOf(facts: AlertFacts): Readonly<Record<string, unknown>> | undefined {
  if (facts.kind === "one") return facts.fired.alert.target.kind === "webhook" ? alertEvent(facts.fired) : undefined;
  const [silent] = facts.kind === "silent" ? facts.alerts : [];
  return facts.kind === "silent" && silent?.alert.target.kind === "webhook" ? silentEvent(silent, facts.at) : undefined;
}

const instant = (at: number): string => new Date(at).toISOString();

/** Of value and threshold. */
function unitOf(condition: Condition): string | undefined {
  switch (condition.kind) {
    case "price":
    case "portfolio_value":
      return condition.currency;
    case "volume":
    case "cap":
      return "USD";
    case "ratio":
      return "ratio";
    case "layer_rank":
      return "rank";
    case "rsi":
      return "rsi";
    case "news":
      return undefined;
    default:
      return "fraction";
  }
}
