import { type Account, LinkStore } from "../store/link-store.ts";
import { accountWords, agreeReply } from "../commands/link.ts";
import type { Call, Place } from "../core/call.ts";
import type { Database, Executor } from "../store/database.ts";
import { directPlace } from "../core/delivery.ts";
import { duration } from "../core/format.ts";
import { hasPortfolio, mergePeople } from "../store/merge-people.ts";
import type { JoinFacts, KnownAccount, LinkBook } from "../commands/link-book.ts";
import type { Once } from "../store/done-key-store.ts";
import type { OutboxServices } from "./outbox.ts";
import { PaceKeeper } from "../core/pace.ts";
import { type Reply, text } from "../core/reply.ts";
import type { Step } from "../jobs/tick.ts";
import { UserError } from "../core/errors.ts";

/** A code, and each of the two answers to it. */
const LIFE_MS = 10 * 60_000;
/** Codes that one person, and everybody together, may try in that time: a code has some 40 bits. */
const TRIES = 5;
const TRIES_OF_ALL = 60;

export interface LinkParts {
  readonly database: Database;
  readonly once: Once;
  /** "platform:account" of those whom the configuration names as owners. */
  readonly ownerIds: ReadonlySet<string>;
  /** Absent in a process that sends nothing: then nobody can be asked, and nothing is linked. */
  readonly delivery?: Pick<OutboxServices, "outbox" | "deliverer">;
}

/** How accounts of several platforms become one person, over one database. */
export function openLinks({ database, once, ownerIds, delivery }: LinkParts): {
  readonly links: LinkBook;
  readonly step: Step;
} {
  const store = new LinkStore();
  const tries = new PaceKeeper();

  const known = (accounts: readonly Account[]): readonly KnownAccount[] =>
    accounts.map(({ platform, name }) => ({ platform, ...(name === undefined ? {} : { name }) }));

  async function isOwner(on: Executor, userId: string, accounts: readonly Account[]): Promise<boolean> {
    const user = await on.selectFrom("user").select("is_owner").where("id", "=", userId).executeTakeFirst();
    return user?.is_owner === 1 || accounts.some((each) => ownerIds.has(`${each.platform}:${each.accountId}`));
  }

  function checkTries({ caller, now }: Call): void {
    const wait = tries.take(
      [
        { key: `person ${caller.userId}`, limit: TRIES, windowMs: LIFE_MS },
        { key: "all", limit: TRIES_OF_ALL, windowMs: LIFE_MS },
      ],
      now,
    );
    if (wait > 0) throw new UserError(`Too many codes were tried. Try again in ${duration(wait)}.`);
  }

  /** @throws UserError where one person cannot be both */
  function checkFits(giver: readonly Account[], taker: readonly Account[]): void {
    const twice = taker.find(({ platform }) => platform !== "web" && giver.some((each) => each.platform === platform));
    if (twice)
      throw new UserError(`The other side has an account on ${twice.platform} already, and one person has one there.`, {
        hint: "/unlink there takes it out.",
      });
  }

  async function join(on: Executor, giverId: string, call: Call): Promise<JoinFacts> {
    const takerId = call.caller.userId;
    const [giver, taker] = [await store.accounts(on, giverId), await store.accounts(on, takerId)];
    checkFits(giver, taker);
    const request = await store.ask(on, { giverId, takerId, platform: call.place.platform }, call.now + LIFE_MS);
    const [theirs, mine] = [await hasPortfolio(on, giverId), await hasPortfolio(on, takerId)];
    return {
      request,
      accounts: known(giver),
      portfolios: theirs && mine ? "both" : theirs ? "theirs" : mine ? "mine" : "none",
      isOwner: (await isOwner(on, giverId, giver)) || (await isOwner(on, takerId, taker)),
    };
  }

  /** The direct chats of a person; the page last, since it is read only while it is open. */
  const placesOf = (accounts: readonly Account[]): readonly Place[] =>
    accounts
      .toSorted((a, b) => Number(a.platform === "web") - Number(b.platform === "web"))
      .flatMap(({ platform, accountId }) => directPlace(platform, accountId) ?? []);

  async function tell(
    on: Executor,
    to: { readonly userId: string; readonly place: Place | undefined },
    reply: Reply,
    { about, now }: { readonly about: string; readonly now: number },
  ): Promise<void> {
    if (!delivery || !to.place)
      throw new UserError("The other side cannot be written to just now, so that nothing was linked.");
    await delivery.outbox.enqueue(on, {
      kind: "notice",
      sourceId: `link ${about}`,
      occurrence: String(now),
      place: to.place,
      ownerId: to.userId,
      reply,
      dueAt: now,
      staleAt: now + LIFE_MS,
    });
  }

  const isOf =
    ({ place, caller }: Call) =>
    ({ platform, accountId }: Account): boolean =>
      platform === place.platform && accountId === caller.accountId;

  const nothing = (): UserError =>
    new UserError("There is nothing to confirm any more: it was answered, or ten minutes are over.", {
      hint: "/link begins anew.",
    });

  return {
    links: {
      accounts: async ({ caller }) => known(await store.accounts(database, caller.userId)),

      makeCode: (call) =>
        database.transaction().execute((on) => store.makeCode(on, call.caller.userId, call.now + LIFE_MS)),

      async enter(code, call) {
        return await once("link", call, async (on) => {
          // In here: a message that comes again after it was answered is no second try.
          checkTries(call);
          const giverId = await store.takeCode(on, code, call.now);
          if (giverId === undefined)
            throw new UserError("That code is not good: mistyped, used, or older than ten minutes.", {
              hint: "/link on the other platform gives a fresh one.",
            });
          if (giverId === call.caller.userId) throw new UserError("That code is your own: you are one person already.");
          return await join(on, giverId, call);
        });
      },

      async confirm(id, keep, call) {
        await once("link confirm", call, async (on) => {
          const found = await store.find(on, id, call.now);
          const { userId } = call.caller;
          if (!found || found.takerId !== userId || found.state !== "entered") throw nothing();
          const { giverId } = found;
          const isBoth = (await hasPortfolio(on, giverId)) && (await hasPortfolio(on, userId));
          if (isBoth && keep === undefined) throw new UserError("Say whose portfolio stays: theirs, or mine.");
          // A choice counts only where there was one to make: the other side is told of no other.
          await store.confirm(on, id, isBoth ? keep : undefined, call.now + LIFE_MS);
          const [giver, taker] = [await store.accounts(on, giverId), await store.accounts(on, userId)];
          const reply = agreeReply(id, {
            taker: known(taker),
            goes: isBoth && keep === "mine" ? "mine" : "none",
            isOwner: (await isOwner(on, giverId, giver)) || (await isOwner(on, userId, taker)),
          });
          await tell(on, { userId: giverId, place: placesOf(giver)[0] }, reply, { about: id, now: call.now });
          return {};
        });
        delivery?.deliverer.wake();
      },

      async agree(id, answer, call) {
        await once("link agree", call, async (on) => {
          const found = await store.find(on, id, call.now);
          const { userId } = call.caller;
          const isTaker = found?.takerId === userId;
          if (!found || (found.giverId !== userId && !isTaker)) throw nothing();
          if (answer === "no") {
            await store.remove(on, id);
            return {};
          }
          // Only the side whose code it was can let the other in.
          if (isTaker || found.state !== "confirmed") throw nothing();
          const [giver, taker] = [await store.accounts(on, userId), await store.accounts(on, found.takerId)];
          checkFits(giver, taker);
          // One of the two was begun after the question, so that nobody has chosen.
          const isBoth = (await hasPortfolio(on, userId)) && (await hasPortfolio(on, found.takerId));
          if (isBoth && found.keep === undefined)
            throw new UserError(
              "You both have a portfolio by now, and nobody has said which one stays. Nothing was linked.",
              {
                hint: "/link begins anew, and asks.",
              },
            );
          await mergePeople(on, { from: found.takerId, to: userId, keep: found.keep ?? "theirs" });
          await store.remove(on, id);
          const place = placesOf(taker.filter(({ platform }) => platform === found.platform))[0];
          if (place)
            await tell(
              on,
              { userId, place },
              {
                blocks: [
                  text(
                    `You are one person with ${accountWords(known(giver))} now. /unlink takes this account out again.`,
                  ),
                ],
              },
              { about: `${id} done`, now: call.now },
            );
          return {};
        });
        delivery?.deliverer.wake();
      },

      async parting(call) {
        const { userId } = call.caller;
        const accounts = await store.accounts(database, userId);
        return {
          others: known(accounts.filter((each) => !isOf(call)(each))),
          ownsDesk: await isOwner(database, userId, []),
        };
      },

      async unlink(call) {
        await once("unlink", call, async (on) => {
          const accounts = await store.accounts(on, call.caller.userId);
          const mine = accounts.find(isOf(call));
          if (!mine || accounts.length < 2) throw new UserError("This account is linked with no other.");
          const [to] = placesOf(accounts.filter((each) => each !== mine));
          if (!to)
            throw new UserError("Your other accounts cannot be written to, and what you are sent here would be lost.");
          await store.redirect(on, call.caller.userId, mine, to);
          await store.separate(on, mine, call.now);
          return {};
        });
      },
    },

    step: { name: "links", run: (now) => store.removeExpired(database, now) },
  };
}
