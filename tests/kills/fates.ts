import { answersTo, type Deed, type DeedKind, wasPutOff } from "./deeds.ts";
import type { Kept } from "./ledger.ts";
import type { Scene } from "./scene.ts";

/** What became of one kind of deed. */
export interface Fate {
  readonly what: DeedKind | "alert told" | "digest";
  readonly asked: number;
  /** When the last kill came. */
  readonly acknowledged: number;
  /** At the end. */
  readonly done: number;
  readonly lost: number;
  /** Answered with another word: too late, after ten minutes without a desk; or an alert whose price was there already. */
  readonly putOff: number;
  /** Told again because a process died while it was at it, which is allowed. */
  readonly repeated: number;
  /** Told again, or written again, without such a death. */
  readonly wrong: number;
}

/** By chat: how often something came there. */
export type Counts = ReadonlyMap<string, number>;

/** What somebody asked for: answered, put off or lost. @param acknowledged  those that were answered when the last kill came */
export function fatesOfDeeds(
  deeds: readonly Deed[],
  acknowledged: ReadonlySet<Deed>,
  { kept, scene, deaths }: { readonly kept: Kept; readonly scene: Scene; readonly deaths: Counts },
): readonly Fate[] {
  const answers = answersTo(deeds, scene);
  return [...new Set(deeds.map(({ kind }) => kind))].map((what): Fate => {
    const mine = deeds.filter(({ kind }) => kind === what);
    const counts = mine.map((deed) => ({
      answers: answers.get(deed) ?? 0,
      times: kept.timesOf(deed),
      isPutOff: (answers.get(deed) ?? 0) === 0 && wasPutOff(deed, scene),
      deaths: deed.person ? (deaths.get(String(deed.person.id)) ?? 0) : 0,
    }));
    return {
      what,
      asked: mine.length,
      acknowledged: mine.filter((deed) => acknowledged.has(deed)).length,
      done: counts.filter((each) => (each.times ?? each.answers) > 0).length,
      // Discord itself tells its people that an interaction failed.
      lost: what === "entry on Discord" ? 0 : counts.filter((each) => each.answers === 0 && !each.isPutOff).length,
      putOff: counts.filter(({ isPutOff }) => isPutOff).length,
      repeated: counts.filter((each) => each.answers > 1 && each.answers <= 1 + each.deaths).length,
      wrong: counts.filter((each) => each.answers > 1 + each.deaths || (each.times ?? 0) > 1).length,
    };
  });
}

/** What was due in chats: told, lost, or told too often. @param came  at the last kill, and at the end */
export function fateOfDue(
  kind: "alert" | "digest",
  chats: readonly string[],
  came: readonly [Counts, Counts],
  { kept, deaths }: { readonly kept: Kept; readonly deaths: Counts },
): Fate {
  const keyOf = new Map(
    kept.deliveries.flatMap((delivery) => (delivery.kind === kind ? [[delivery.chat_id, delivery.key]] : [])),
  );
  const due = chats.map((chat) => ({
    before: came[0].get(chat) ?? 0,
    times: came[1].get(chat) ?? 0,
    deaths: deaths.get(keyOf.get(chat) ?? "") ?? 0,
  }));
  return {
    what: kind === "alert" ? "alert told" : kind,
    asked: due.length,
    acknowledged: due.filter(({ before }) => before > 0).length,
    done: due.filter(({ times }) => times > 0).length,
    lost: due.filter(({ times }) => times === 0).length,
    putOff: 0,
    repeated: due.filter((each) => each.times > 1 && each.times <= 1 + each.deaths).length,
    wrong: due.filter((each) => each.times > 1 + each.deaths).length,
  };
}

/** What the stand-in says that a call of the model took. */
const CALL_TOKENS = 150;

/** How many people are charged for more than they were answered: where a kill broke a call off, and without one. */
export function excessOf(
  deeds: readonly Deed[],
  { kept, deaths }: { readonly kept: Kept; readonly deaths: Counts },
): { readonly byKill: number; readonly leaked: number } {
  const inExcess = deeds.flatMap((deed) => {
    if (deed.kind !== "question") return [];
    const chat = String(deed.person?.id);
    const spent = kept.spentBy.get(chat);
    return spent && spent.tokens !== spent.calls * CALL_TOKENS ? [deaths.get(chat) ?? 0] : [];
  });
  const leaked = inExcess.filter((times) => times === 0).length;
  return { byKill: inExcess.length - leaked, leaked };
}
