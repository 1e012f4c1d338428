import { age } from "../core/format.ts";
import { type Button, link, type Reply, rich, text } from "../core/reply.ts";
import type { Call } from "../core/call.ts";
import { type NewsFacts, STORIES } from "./news-facts.ts";

/** How far back the longest look goes: nothing older is kept. */
export const LONGEST_DAYS = 90;

/** A story a paragraph: the headline as its link, who told it first and when, how many others do. */
export function newsReply(facts: NewsFacts, { now }: Call): Reply {
  const { stories, page, storyCount } = facts;
  if (stories.length === 0) return nothing(facts, now);
  return {
    title:
      page === 1
        ? titleOf(facts)
        : `${titleOf(facts)}, ${(page - 1) * STORIES + 1} to ${(page - 1) * STORIES + stories.length} of ${storyCount}`,
    blocks: stories.map(({ untrustedTitle, link: address, publisher, publishedAt, isUndated, alsoToldBy }) => {
      const others = alsoToldBy.length === 0 ? "" : ` · told by ${alsoToldBy.length + 1} publishers`;
      return rich(
        link(untrustedTitle, address),
        `\n${publisher} · ${isUndated ? "seen " : ""}${age(publishedAt, now)}${others}`,
      );
    }),
    footer: footerOf(facts, now),
    buttons: buttonsOf(facts),
  };
}

function titleOf({ about, aboutKind }: NewsFacts): string {
  if (aboutKind === "sector") return "News of crypto AI";
  if (aboutKind === "papers") return "Papers";
  return aboutKind === "words" ? `News with "${about}"` : `News: ${about}`;
}

function footerOf({ days, feeds }: NewsFacts, now: number): string {
  const { readAt, count, silent } = feeds;
  const read = readAt === undefined ? [] : [`${feedsIn(count)}, read ${age(readAt, now)}`];
  return [`Past ${daysIn(days)}`, ...read, ...silence(silent)].join(" · ");
}

const feedsIn = (count: number): string => (count === 1 ? "one feed" : `${count} feeds`);

const daysIn = (days: number): string => (days === 1 ? "24 h" : `${days} days`);

/** Whose feeds say nothing, the first three by name. */
function silence(silent: readonly string[]): readonly string[] {
  if (silent.length === 0) return [];
  const names = silent.slice(0, 3).join(", ");
  const rest = silent.length > 3 ? ` and ${silent.length - 3} more` : "";
  return [`no answer from ${names}${rest}`];
}

function nothing(facts: NewsFacts, now: number): Reply {
  const { feeds, about, aboutKind, days, page } = facts;
  if (feeds.count === 0) return { blocks: [text("This desk reads no feeds. Its owner can add one with /feed add.")] };
  if (feeds.readAt === undefined)
    return {
      blocks: [text(feeds.areOff ? NOT_READ : "No feed has been read yet, so there is no news.")],
      footer: [feedsIn(feeds.count), ...silence(feeds.silent)].join(" · "),
    };
  const what = aboutKind === "words" ? ` with "${about}"` : aboutKind === "sector" ? "" : ` on ${about}`;
  const more = page > 1 ? "no more news" : "no news";
  return {
    blocks: [text(`There is ${more}${what} in the past ${daysIn(days)}.`)],
    footer: footerOf(facts, now),
    buttons: days < LONGEST_DAYS && page === 1 ? [longer(facts)] : [],
  };
}

const NOT_READ =
  "Feeds are read only where the desk runs on live data, so there is no news. Headlines are never made up.";

const longer = (facts: NewsFacts): Button => ({
  label: `Past ${LONGEST_DAYS} days`,
  command: "news",
  input: { about: facts.aboutInput, days: LONGEST_DAYS },
});

function buttonsOf(facts: NewsFacts): readonly Button[] {
  const { storyCount, page, days, aboutInput } = facts;
  const left = storyCount - page * STORIES;
  const to = (label: string, other: number): Button => ({
    label,
    command: "news",
    input: { about: aboutInput, days, page: other },
  });
  return [...(page > 1 ? [to("Back", page - 1)] : []), ...(left > 0 ? [to(`+${left} more`, page + 1)] : [])];
}
