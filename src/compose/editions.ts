import type { Call } from "../core/call.ts";
import type { Composer, Variant } from "../digest/composer.ts";
import { createEditionFacts, type EditionFactsParts, type EditionMarket } from "./edition-facts.ts";
import { createEditionReaders } from "./edition-readers.ts";
import type { Database } from "../store/database.ts";
import type { Edition, KeptEdition } from "../digest/edition.ts";
import { ANYBODY, type Editions } from "../commands/digest-editions.ts";
import { editionReply } from "../commands/digest-reply.ts";
import { EditionStore } from "../store/edition-store.ts";
import type { Reply } from "../core/reply.ts";
import { isQuiet } from "../digest/thresholds.ts";
import type { Subscription } from "../digest/subscription.ts";
import { UserError } from "../core/errors.ts";
import { variantFrom, variantKey } from "../digest/composer.ts";
import type { WordsOf } from "../digest/words.ts";
import type { Yours } from "./digest-yours.ts";

const DAY_MS = 86_400_000;
/** What was composed so shortly before is the same news. */
const SAME_MS = 10 * 60_000;
const EDITIONS_KEPT_MS = 90 * DAY_MS;
/** Replies that are remembered. */
const WORDED = 64;

export interface EditionsParts extends EditionFactsParts {
  readonly database: Database;
  /** What every reply has to carry now, such as that its data is sample data. */
  readonly notice: () => string | undefined;
  /** Where editions are pages that people can open; undefined where they cannot. */
  readonly pagesAt: string | undefined;
  /** What is a subscriber's alone; undefined until a market is in use. */
  readonly yours: () => Yours | undefined;
  /** Words an edition; never throws. */
  readonly words: WordsOf;
  /** Whether this caller may have an edition worded by the model. */
  readonly mayUseModel: (call: Call) => Promise<boolean>;
}

/** The caller's own digest, for its filters. */
type SubscriptionOf = (call: Call) => Promise<Subscription | undefined>;

export interface OpenedEditions extends Editions, Composer<KeptEdition> {
  /** From now on editions ask this market. */
  useMarket(market: EditionMarket, subscriptionOf: SubscriptionOf): void;
}

/** Composes editions, keeps them, and words them for their readers. */
export function openEditions(parts: EditionsParts): OpenedEditions {
  const { database, sector, notice, mayUseModel } = parts;
  let market: EditionMarket | undefined;
  let subscriptionOf: SubscriptionOf = async () => undefined;
  const store = new EditionStore();
  const factsOf = createEditionFacts(parts);
  const anybody = { ...ANYBODY, ...(parts.pagesAt !== undefined && { pagesAt: parts.pagesAt }) };
  const readers = createEditionReaders({ ...parts, anybody, map: sector.map, store, kept });
  /** Under way, so that those who ask for the same at once share it. */
  const composing = new Map<string, Promise<KeptEdition>>();
  const worded = new Map<string, Reply>();

  const recent = async (key: string, now: number): Promise<KeptEdition | undefined> => {
    const row = await store.since(database, key, now - SAME_MS);
    return row && kept(row);
  };

  /** The one that was composed just before, or that is being composed; else a new one. */
  async function shared(key: string, variant: Variant, now: number, words: WordsOf): Promise<KeptEdition> {
    const known = composing.get(key);
    if (known) return await known;
    const work = (async () => (await recent(key, now)) ?? (await composed(key, variant, now, words)))();
    composing.set(key, work);
    try {
      return await work;
    } finally {
      composing.delete(key);
    }
  }

  async function composed(key: string, variant: Variant, now: number, words: WordsOf): Promise<KeptEdition> {
    if (!market) throw new Error("no market is in use yet");
    const facts = await factsOf(variant, market, now);
    // On a quiet day there are three lines, and no words.
    const edition: Edition = isQuiet(facts) ? facts : { ...facts, words: await words(facts, variant.language) };
    await store.removeComposedBefore(database, now - EDITIONS_KEPT_MS);
    const covers = { coversFrom: variant.from, coversTo: facts.coversTo ?? now };
    return { ...edition, id: await store.add(database, { scopeKey: key, composedAt: now, ...covers, facts: edition }) };
  }

  /** By hand: what is due next must not rest on it, since a pass over the feeds may be under way. */
  async function byHand(variant: Variant, call: Call): Promise<KeptEdition> {
    const key = variantKey(variant);
    const sent = await recent(key, call.now);
    if (sent) return sent;
    if (await mayUseModel(call)) return await shared(`${key} by hand`, variant, call.now, parts.words);
    return (
      (await recent(`${key} by hand`, call.now)) ??
      (await shared(`${key} by hand, plain`, variant, call.now, async () => ({ state: "absent" })))
    );
  }

  return {
    anybody,

    useMarket(to, of) {
      market = to;
      subscriptionOf = of;
    },

    compose: (variant, now) => shared(variantKey(variant), variant, now, parts.words),

    async replyFor(edition, subscription, now) {
      const { locale } = subscription.settings;
      const reader = await readers.subscribed(subscription, edition, now);
      // Most of those who get an edition get it in the same words.
      const key = JSON.stringify([edition.id, now, locale, reader]);
      const reply = worded.get(key) ?? editionReply(edition, reader, "short", { locale, now });
      if (worded.size >= WORDED) worded.clear();
      worded.set(key, reply);
      const sample = notice();
      return sample === undefined ? reply : { ...reply, footer: `${reply.footer ?? ""} · ${sample}` };
    },

    async now(call) {
      const own = call.place.isPublic ? undefined : await subscriptionOf(call);
      const variant = variantFrom({ layers: own?.settings.layers ?? [], locale: call.locale }, call.now - DAY_MS);
      const edition = await byHand(variant, call);
      if (!edition.sector && edition.stories.length === 0)
        throw new UserError("Neither the market nor the news could be had, so there is no digest now.", {
          hint: "Please try again in a minute.",
        });
      // Asked for by hand it is about the whole day, whatever came before.
      return { edition, reader: await readers.asked(own, variant.from) };
    },

    async byId(id) {
      const row = await store.byId(database, id);
      return row && kept(row);
    },

    async last(dayAt) {
      const [from, until] = dayAt === undefined ? [0, Number.MAX_SAFE_INTEGER] : [dayAt, dayAt + DAY_MS];
      const row = await store.lastBetween(database, "[[],", from, until);
      return row && kept(row);
    },
  };
}

/** Only `composed` writes these rows. */
const kept = ({ id, facts }: { readonly id: number; readonly facts: unknown }): KeptEdition => ({
  ...(facts as Edition),
  id,
});
