import { anonymousCall, type IdentifyAccount } from "./anonymous-call.ts";
import type { Account, Call, Place } from "./call.ts";
import { CoolDown } from "./cool-down.ts";
import { isTag, mentionedIn } from "./mentioned.ts";
import { bold, type CommandButton, italic, type Reply, rich } from "./reply.ts";

/** Something said in a place that was not said to us. It is neither kept nor logged. */
export interface Overheard extends Account {
  readonly place: Place;
  /** Without code, quotations and addresses. */
  readonly text: string;
  /** BCP 47, of the reply's numbers. */
  readonly locale: string;
}

/** What there is to say to it. @returns undefined for nothing, which is the rule. Never rejects for what was said */
export type Overhear = (said: Overheard) => Promise<Reply | undefined>;

export interface OverhearParts {
  readonly desk: {
    lookUp(asked: Pick<CommandButton, "command" | "input">, call: Call): Promise<Reply | undefined>;
  };
  readonly identify: IdentifyAccount;
  /** Whether an admin has switched it on there, and this account is answered; asked each time. */
  readonly isOn: (place: Place, account: Account) => Promise<boolean>;
  /** UTC epoch milliseconds. */
  readonly clock: () => number;
}

/**
 * Answers `$CASHTAGS` and pasted contract addresses where an admin wants that: one short reply to a message, about what is
 * clear; what is unknown, unclear or was just answered is passed over without a word.
 */
export function createOverhear({ desk, identify, isOn, clock }: OverhearParts): Overhear {
  const coolDown = new CoolDown();

  const priceOf = (words: readonly string[], call: Call): Promise<Reply | undefined> =>
    desk.lookUp({ command: "price", input: { assets: words } }, call);

  return async ({ place, text, locale, ...account }) => {
    const words = mentionedIn(text);
    if (words.length === 0 || !place.isPublic || !(await isOn(place, account))) return undefined;
    const now = clock();
    const taken = coolDown.take(place.chatId, words, now);
    if (taken.length === 0) return undefined;
    let reply: Reply | undefined;
    try {
      reply = await answerTo(taken, await anonymousCall(identify, place, locale, now));
    } finally {
      coolDown.done(place.chatId, reply ? "answered" : "passed over", clock());
    }
    return reply;
  };

  async function answerTo(taken: readonly string[], call: Call): Promise<Reply | undefined> {
    // Each by itself first: together, one that is not clear would turn the answer into a question.
    const asked = await Promise.all(taken.map(async (word) => ({ word, reply: await priceOf([word], call) })));
    const clear = asked.flatMap(({ word, reply }) => (reply ? [{ word, reply }] : []));
    if (clear.length === 0) return undefined;
    const tags = clear.map(({ word }) => word).filter(isTag);
    const table = tags.length > 1 ? await priceOf(tags, call) : undefined;
    const others = table ? clear.filter(({ word }) => !isTag(word)) : clear;
    return together([...(table ? [table] : []), ...others.map(({ reply }) => reply)]);
  }
}

/** Several replies as one. Without buttons and choices: nobody has asked, so nobody is asked back. */
function together([first, ...others]: readonly Reply[]): Reply | undefined {
  if (!first) return undefined;
  const { title, blocks, footer } = first;
  if (others.length === 0)
    return { ...(title === undefined ? {} : { title }), blocks, ...(footer === undefined ? {} : { footer }) };
  return {
    blocks: [first, ...others].flatMap((each) => [
      ...(each.title === undefined ? [] : [rich(bold(each.title))]),
      ...each.blocks,
      ...(each.footer === undefined ? [] : [rich(italic(each.footer))]),
    ]),
  };
}
