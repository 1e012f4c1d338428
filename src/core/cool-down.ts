import { mentionKey } from "./mentioned.ts";

/** An asset that was answered about, or could not be, is left alone for so long in the same place. */
const SAME_ASSET_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
/** In one place: more would be a flood. */
const ANSWERS_AN_HOUR = 12;
/** In one place, answered or not: what looks like a contract is asked of providers. */
const LOOK_UPS_AN_HOUR = 60;
/** The longest silent one goes first. */
const PLACES_KEPT = 2_000;

interface Past {
  /** Instants by asset. */
  readonly assets: Map<string, number>;
  lookUps: readonly number[];
  answers: readonly number[];
  /** Look-ups under way, each of which may become an answer. */
  open: number;
}

/**
 * How often a place is answered that has asked nothing. In memory only: what a restart forgets is one answer too many, not one
 * too few.
 */
export class CoolDown {
  readonly #places = new Map<string, Past>();

  /** Those of the assets that may be looked up now; they count as looked up. Where there are any, `done` has to follow. */
  take(place: string, words: readonly string[], now: number): readonly string[] {
    const past = this.#past(place, now);
    if (past.answers.length + past.open >= ANSWERS_AN_HOUR) return [];
    const room = LOOK_UPS_AN_HOUR - past.lookUps.length;
    const taken = words.filter((word) => !past.assets.has(mentionKey(word))).slice(0, Math.max(0, room));
    for (const word of taken) past.assets.set(mentionKey(word), now);
    past.lookUps = [...past.lookUps, ...taken.map(() => now)];
    if (taken.length > 0) past.open += 1;
    return taken;
  }

  /** What was taken is looked up, and was answered or passed over. */
  done(place: string, how: "answered" | "passed over", now: number): void {
    const past = this.#past(place, now);
    past.open = Math.max(0, past.open - 1);
    if (how === "answered") past.answers = [...past.answers, now];
  }

  #past(place: string, now: number): Past {
    // A clock that was set back must not silence a place.
    const isWithin = (at: number, ms: number): boolean => now - at < ms && now >= at;
    const past = this.#places.get(place) ?? { assets: new Map<string, number>(), lookUps: [], answers: [], open: 0 };
    for (const [asset, at] of past.assets) if (!isWithin(at, SAME_ASSET_MS)) past.assets.delete(asset);
    past.lookUps = past.lookUps.filter((at) => isWithin(at, HOUR_MS));
    past.answers = past.answers.filter((at) => isWithin(at, HOUR_MS));
    this.#places.delete(place);
    this.#places.set(place, past);
    for (const oldest of this.#places.keys()) {
      if (this.#places.size <= PLACES_KEPT) break;
      this.#places.delete(oldest);
    }
    return past;
  }
}
