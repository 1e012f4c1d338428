import type { Once } from "../store/done-key-store.ts";
import { type AddedEvidence, publisherOf } from "../sector/evidence.ts";
import { ADDED_A_DAY, type Became, type GivenEvidence, type ScoreBook, type ScoreOf } from "../commands/score-book.ts";
import type { Call } from "../core/call.ts";
import type { Database, Executor } from "../store/database.ts";
import { EvidenceStore } from "../store/evidence-store.ts";
import { known } from "../wire/figure.ts";
import { SettingStore } from "../store/setting-store.ts";

/** More would be a list that nobody reads. */
const EVIDENCE_PER_PROJECT = 100;
const DAY_MS = 86_400_000;

/** Evidence in the database. */
export function openScoreBook(database: Database, once: Once): ScoreBook {
  const store = new EvidenceStore();
  const settings = new SettingStore();

  return {
    of: (projectId) => store.of(database, projectId),
    history: (projectId) => store.history(database, projectId),
    isOpenTo: async (place) => (await settings.of(database, place)).admins_add_evidence,

    open: (state, call) =>
      once("score admins", call, async (on) => {
        await settings.set(on, call.place, "admins_add_evidence", state === "on", call.now);
        return { state };
      }),

    add: (given, scoreOf, call, factsOf) =>
      once("score add", call, async (on) => {
        const { role, userId } = call.caller;
        const isEnough = role !== "owner" && (await store.addedSince(on, userId, call.now - DAY_MS)) >= ADDED_A_DAY;
        if (isEnough) return factsOf({ state: "enough" });
        const [became] = await weigh(on, [given], scoreOf, keeper(on, call));
        if (!became) throw new RangeError("one piece of evidence, and nothing became of it");
        return factsOf(became);
      }),

    addAll: (given, scoreOf, call, factsOf) =>
      once("score import", call, async (on) => factsOf(await weigh(on, given, scoreOf, keeper(on, call)))),

    weighAll: (given, scoreOf) => weigh(database, given, scoreOf, NOBODY),

    remove: (id, scoreOf, call, factsOf) =>
      once("score remove", call, async (on) => {
        const projectId = await store.projectOf(on, id);
        const before = projectId === undefined ? [] : await store.of(on, projectId);
        const own = before.find((each) => each.id === id);
        if (projectId === undefined || !own) return factsOf({ state: "missing" });
        const { role, userId } = call.caller;
        if (role !== "owner" && (await store.adderOf(on, id)) !== userId) return factsOf({ state: "of another" });
        const { criterion, claim } = own;
        const from = scoreOf(projectId, criterion, before);
        const rest = before.filter((each) => each.id !== id);
        const to = scoreOf(projectId, criterion, rest);
        await store.note(on, { evidenceId: id, kind: "removed", from, to, userId, now: call.now });
        return factsOf({ state: "removed", projectId, criterion, claim, ...known({ from, to }) });
      }),
  };

  /** Keeps for good, in the name of whoever calls. */
  function keeper(on: Executor, { caller: { userId }, now }: Call): Keeper {
    return {
      add: (given) => store.add(on, given),
      note: (evidenceId, { from, to }) => store.note(on, { evidenceId, kind: "added", from, to, userId, now }),
    };
  }

  /** One after the other, each beside what the project has by then. */
  async function weigh(
    on: Executor,
    given: readonly GivenEvidence[],
    scoreOf: ScoreOf,
    keep: Keeper,
  ): Promise<readonly Became[]> {
    const standing = new Map<string, readonly AddedEvidence[]>();
    const all: Became[] = [];
    for (const each of given) {
      const { projectId, criterion, url } = each;
      const before = standing.get(projectId) ?? (await store.of(on, projectId));
      standing.set(projectId, before);
      if (before.some((other) => other.criterion === criterion && other.url === url)) all.push({ state: "there" });
      else if (before.length >= EVIDENCE_PER_PROJECT) all.push({ state: "full" });
      else {
        const id = await keep.add(each);
        const after = [...before, { ...each, id, title: publisherOf(url) }];
        standing.set(projectId, after);
        const [from, to] = [scoreOf(projectId, criterion, before), scoreOf(projectId, criterion, after)];
        await keep.note(id, { from, to });
        all.push({ state: "added", id, ...known({ from, to }) });
      }
    }
    return all;
  }
}

/** What is done with a piece of evidence that may be added. */
interface Keeper {
  /** @returns its number */
  readonly add: (given: GivenEvidence) => Promise<number>;
  readonly note: (
    id: number,
    change: { readonly from: number | undefined; readonly to: number | undefined },
  ) => Promise<void>;
}

const NOBODY: Keeper = { add: async () => 0, note: async () => undefined };
