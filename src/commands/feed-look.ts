import { age } from "../core/format.ts";
import { type Block, link, rich, text } from "../core/reply.ts";
import type { LookFacts } from "./feed-facts.ts";

/** What a feed has in it: what it calls itself, how much of it is for this desk, its newest headlines. */
export function lookBlocks(
  { untrustedTitle, entryCount, keptCount, newest }: LookFacts,
  now: number,
): readonly Block[] {
  const itself = untrustedTitle === undefined ? "It has no title" : `It calls itself "${untrustedTitle}"`;
  const much =
    entryCount === 0
      ? "and has no entries now."
      : `and has ${entryCount === 1 ? "one entry" : `${entryCount} entries`}, of which ${keptCount === 0 ? "none is" : keptCount === 1 ? "one is" : `${keptCount} are`} about the field.`;
  return [
    text(`${itself}, ${much}`),
    ...newest.map(({ untrustedTitle: headline, link: address, publishedAt }) =>
      rich(link(headline, address), ` · ${age(publishedAt, now)}`),
    ),
  ];
}
