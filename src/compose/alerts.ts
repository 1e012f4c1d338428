import type { Once } from "../store/done-key-store.ts";
import type { Condition } from "../alerts/alert.ts";
import type { AlertBook, AlertLimits, BackCheck } from "../commands/alert-book.ts";
import type { AlertFacts, AlertNames } from "../alerts/facts.ts";
import { AlertQuoteStore } from "../store/alert-quote-store.ts";
import type { AlertSource } from "../jobs/check-alerts-prices.ts";
import { AlertStore } from "../store/alert-store.ts";
import { AlertWatchStore } from "../store/alert-watch-store.ts";
import { firstWatch, holds, waiting, type Watch } from "../alerts/watch.ts";
import { askedAbout, withCheck } from "./alert-checks.ts";
import type { Call, Place } from "../core/call.ts";
import { checkAlerts, wasAway } from "../jobs/check-alerts.ts";
import { createAlertPrices, staleAfter } from "../jobs/check-alerts-prices.ts";
import { createLookAtSubjects, type LookAtSubjects, type PortfolioValues } from "../jobs/check-alerts-values.ts";
import { createLookAtTokens } from "../jobs/check-alerts-tokens.ts";
import type { Database, Executor } from "../store/database.ts";
import type { Delivery } from "../core/delivery.ts";
import type { Gone } from "../core/desk.ts";
import { changed, isOpen, isTheirs, mayRun, placeFor, refuse } from "./alert-rules.ts";
import { type KeptAlert, shown } from "../store/alert-row.ts";
import { known } from "../wire/figure.ts";
import type { Log } from "../core/log.ts";
import type { Look } from "../alerts/observation.ts";
import type { MarketServices } from "./market.ts";
import type { News } from "../news/news.ts";
import type { Reply } from "../core/reply.ts";
import type { SectorMap } from "../sector/map.ts";
import { stackNow } from "../sector/layers.ts";
import type { Step } from "../jobs/tick.ts";
import { subjectKey, subjectOf } from "../alerts/subject.ts";
import { UserError } from "../core/errors.ts";
import { takeUp } from "./alert-return.ts";
import { wouldHaveTold } from "./alert-past.ts";

export interface AlertsParts {
  readonly database: Database;
  readonly log: Log;
  readonly map: SectorMap;
  readonly news: Pick<News, "about">;
  /** Carries out a command's database writes once for each call. */
  readonly once: Once;
  /** What is said of alerts that tell; pure. */
  readonly replyOf: (facts: AlertFacts) => Reply;
  readonly enqueue: (on: Executor, delivery: Delivery) => Promise<unknown>;
  /** Called when something was enqueued. */
  readonly enqueued?: () => void;
}

/** What alerts go by. */
export type AlertMarket = Pick<
  MarketServices,
  "rates" | "tokens" | "histories" | "profiles" | "movers" | "closes" | "indices"
> & {
  readonly assets: Pick<MarketServices["assets"], "byId">;
  readonly alertSources: readonly AlertSource[];
  readonly portfolios: PortfolioValues;
  /** From memory. */
  readonly namesOf: (condition: Condition) => AlertNames;
};

/** Alerts as the commands, the tick and the outbox know them. */
export interface Alerts {
  readonly book: AlertBook;
  readonly step: Step;
  /** @param asOf  UTC epoch milliseconds of sample data: such a market can be tried out, but nothing is checked by it */
  useMarket(market: AlertMarket, asOf: number | undefined): void;
  /** Stops the alerts of a delivery whose place takes nothing any more; in the outbox's own transaction. */
  onGone(on: Executor, delivery: Pick<Delivery, "sourceId">, gone: Gone): Promise<void>;
  /** Somebody can be written to alone again: takes up what was stopped for that, and tells them. @returns how many alerts */
  onReached(userId: string, direct: Place, now: number): Promise<number>;
}

/** More would be a list that nobody reads. */
const LIMITS: AlertLimits = { perOwner: 100, perPlace: 100 };
const MENDING: Readonly<Record<Gone["mendedBy"], string>> = {
  person: "you have to let the desk write to you",
  admin: "an admin has to let the desk write there",
  nobody: "the place is gone",
};

interface InUse {
  readonly market: AlertMarket;
  readonly look: LookAtSubjects;
  readonly asOf: number | undefined;
}

/** Alerts in the database, checked against the market in use. */
export function openAlerts(parts: AlertsParts): Alerts {
  const { database, log, map, news, once } = parts;
  const alerts = new AlertStore();
  const watches = new AlertWatchStore();
  const quotes = new AlertQuoteStore();
  let inUse: InUse | undefined;

  const market = (): InUse => {
    if (!inUse) throw new Error("alerts are asked about before there is a market");
    return inUse;
  };
  const check = checkAlerts({
    ...parts,
    alerts,
    watches,
    quotes,
    look: (subjects, now) => market().look(subjects, now),
    namesOf: (condition) => market().market.namesOf(condition),
    projectOf: (assetId) => map.projectOf(assetId)?.id,
  });

  return {
    step: {
      name: check.name,
      // Sample figures are of another day, and do not move.
      run: async (now) => (inUse && inUse.asOf === undefined ? await check.run(now) : "idle"),
    },

    useMarket(used, asOf) {
      const isSample = asOf !== undefined;
      const store = isSample ? { assets: async () => new Map(), keep: async () => undefined } : quotes;
      const assetById = (id: string) => used.assets.byId(id);
      const tokens = createLookAtTokens({ tokens: used.tokens, log });
      const prices = createAlertPrices({ database, store, sources: used.alertSources, assetById, tokens, log });
      const look = createLookAtSubjects({
        ...used,
        ...parts,
        quotes,
        prices,
        assetById,
        stack: () => stackNow(map, used.movers),
      });
      inUse = { market: used, look, asOf };
    },

    async onGone(on, { sourceId }, gone) {
      const numbers = sourceId.split(",").map(Number);
      await alerts.close(on, numbers, `${MENDING[gone.mendedBy]} (${gone.why})`.slice(0, 300));
    },

    onReached: (userId, direct, now) => takeUp({ userId, direct, now }, { ...parts, alerts, watchAfter }),

    book: {
      limits: LIMITS,

      async backCheck(condition, call): Promise<BackCheck> {
        refuse(condition);
        const { look, asOf, market: used } = market();
        const now = asOf ?? call.now;
        const subject = subjectOf(condition, call.caller.userId);
        const found = (await look([subject], now)).get(subjectKey(subject));
        if (!found) throw new Error("a subject that was looked at has no look");
        if (asOf === undefined) await keepLook(condition, call, found);
        const assetById = (id: string) => used.assets.byId(id);
        const wouldHave = await wouldHaveTold(condition, { ...used, news, assetById }, now);
        const { seen, everyMs } = found;
        return {
          now: askedAbout(condition, seen, now),
          holds: seen.kind === "seen" && holds(condition, seen.value),
          ...known({ wouldHave }),
          everyMs,
          source: seen.kind === "missing" ? (used.alertSources[0]?.source ?? "") : seen.source,
        };
      },

      async of(call) {
        const own = await alerts.ofOwner(database, call.caller.userId);
        const ofPlace = mayRun(call) ? await alerts.ofPlace(database, call.place) : [];
        const all = [...own, ...ofPlace].toSorted((a, b) => a.number - b.number);
        const subjects = await watches.subjects(
          database,
          all.map(({ subjectId }) => subjectId),
        );
        return all.map((each) => withCheck(each, subjects.get(each.subjectId), call.now));
      },

      async one(number, call) {
        const found = await alerts.one(database, number);
        if (!found || !isTheirs(found, call)) return undefined;
        const subjects = await watches.subjects(database, [found.subjectId]);
        return withCheck(found, subjects.get(found.subjectId), call.now);
      },

      async add(asked, call, factsOf, command = "alert add") {
        refuse(asked.condition);
        const { tellsAtOnce, unreachable, ...given } = asked;
        const place = placeFor(asked.target, asked.condition, call);
        const ownerId = call.caller.userId;
        return await once(command, call, async (on) => {
          if (await isFull(on, { target: asked.target, ownerId, place })) return factsOf("full");
          const subject = subjectOf(asked.condition, ownerId);
          const value = tellsAtOnce ? undefined : await lastValue(on, subjectKey(subject), call.now);
          const watch = firstWatch(asked.condition, value, await alerts.newestItem(on));
          const alert = { ...given, ownerId, place, createdAt: call.now };
          const made = shown(await alerts.add(on, alert, { subject, watch }));
          if (unreachable === undefined) return factsOf(made);
          await alerts.close(on, [made.number], unreachable);
          return factsOf({ ...made, state: "unreachable", reason: unreachable });
        });
      },

      change: ({ number, command }, to, call, factsOf) =>
        once(command, call, async (on) => {
          const before = await alerts.one(on, number);
          if (!before || !isTheirs(before, call)) return factsOf(undefined);
          const after = changed(before, to, call.now);
          refuse(after.condition);
          const subject = subjectOf(after.condition, before.ownerId);
          const watch = await watchAfter(on, before, after, call.now);
          if (!isOpen(before) && isOpen({ ...after, watch }) && (await isFull(on, before)))
            throw new UserError(`There are ${limitOf(before)} alerts already, and that is the limit.`, {
              hint: "/alert remove makes room.",
            });
          const kept = await alerts.change(on, number, after, { subject, watch, now: call.now });
          return factsOf({ before: shown(before), after: shown(kept) });
        }),

      remove: (numbers, call, factsOf, command = "alert remove") =>
        once(command, call, async (on) => {
          const found = await watches.read(on, numbers);
          const theirs = found.filter((each) => isTheirs(each, call));
          if (theirs.length > 0)
            await alerts.remove(
              on,
              theirs.map(({ number }) => number),
            );
          return factsOf(theirs.map(shown));
        }),
    },
  };

  /** The look before an alert is made is its first: what has crossed since then tells. */
  async function keepLook(condition: Condition, call: Call, look: Look): Promise<void> {
    const subject = subjectOf(condition, call.caller.userId);
    const before = await watches.subject(database, subjectKey(subject));
    // What was missed while the desk was away is the tick's to tell.
    if (before && wasAway(before, call.now)) return;
    await database.transaction().execute(async (on) => {
      const id = await alerts.subjectId(on, subject);
      await watches.note(on, [{ id, look, nextAt: call.now }], call.now);
    });
  }

  /** Whether whoever an alert is for has as many as there may be; what is over does not count until it is taken up again. */
  async function isFull(on: Executor, alert: Pick<KeptAlert, "target" | "ownerId" | "place">): Promise<boolean> {
    const { target, ownerId, place } = alert;
    const there = target.kind === "place" ? await alerts.ofPlace(on, place) : await alerts.ofOwner(on, ownerId);
    return there.filter(isOpen).length >= limitOf(alert);
  }

  /** What was last seen, if that is not too long ago to say how things stand. */
  async function lastValue(on: Executor, key: string, now: number): Promise<number | undefined> {
    const subject = await watches.subject(on, key);
    if (subject?.last?.kind !== "seen" || subject.lookedAt === undefined) return undefined;
    return now - subject.lookedAt <= staleAfter(subject.everyMs ?? 0) ? subject.last.value : undefined;
  }

  async function watchAfter(
    on: Executor,
    before: KeptAlert,
    after: KeptAlert,
    now: number,
  ): Promise<Watch | undefined> {
    const { condition, state } = after;
    if (state === "paused" || state === "unreachable" || state === "expired") return undefined;
    if (state === "fired") {
      if (after.repetition.kind === "once") return before.state === "fired" ? before.watch : undefined;
      return before.watch ?? waiting(condition);
    }
    const isSame = before.state === state && JSON.stringify(before.condition) === JSON.stringify(condition);
    if (isSame && before.watch) return before.watch;
    const value = await lastValue(on, subjectKey(subjectOf(condition, before.ownerId)), now);
    return firstWatch(condition, value, await alerts.newestItem(on));
  }
}

const limitOf = ({ target }: Pick<KeptAlert, "target">): number =>
  target.kind === "place" ? LIMITS.perPlace : LIMITS.perOwner;
