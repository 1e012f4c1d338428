import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { addUser } from "../support/desk.ts";
import { anyImported } from "../support/portfolio-entries.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { NOON } from "../support/calls.ts";
import { removeGivenUp } from "../../src/store/portfolio-give-up.ts";
import { PortfolioStore, UNDO_LIMIT } from "../../src/store/portfolio-store.ts";
import { UserSettingStore } from "../../src/store/user-setting-store.ts";
import { UserStore } from "../../src/store/user-store.ts";

const store = new PortfolioStore();
const stamp = { userId: "user-1", command: "portfolio add", now: NOON };
const purchase = { kind: "buy", at: NOON, asset: "bittensor", quantity: "2.5" } as const;

let database: Database;
beforeEach(async () => {
  database = await openDatabase(":memory:");
  for (const id of ["user-1", "user-2"]) await addUser(database, id);
  return () => database.destroy();
});

const undo = async () => {
  const last = await store.lastChange(database, "user-1");
  if (last) await store.undo(database, "user-1", last, NOON);
  return last;
};

const rows = () => database.selectFrom("portfolio_entry").selectAll().orderBy("user_id").orderBy("number").execute();

describe("what was entered", () => {
  test("comes back to the letter, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyImported, { minLength: 1, maxLength: 8 }), async (entries) => {
        const { added } = await store.add(database, entries, stamp);
        const kept = await store.entries(database, "user-1");
        const mine = added.map(({ number }) => kept.find((each) => each.number === number));
        expect(mine).toEqual(entries.map((entry, index) => ({ ...entry, number: added[index]?.number })));
      }),
      { numRuns: 60 },
    );
  });

  test("is listed by time, then by number, and to its owner alone", async () => {
    await store.add(database, [purchase, { ...purchase, at: NOON - 1 }, purchase], stamp);
    await store.add(database, [purchase], { ...stamp, userId: "user-2" });
    expect((await store.entries(database, "user-1")).map(({ number }) => number)).toEqual([2, 1, 3]);
    expect((await store.entries(database, "user-2")).map(({ number }) => number)).toEqual([1]);
  });

  test("never gets a number that was used before", async () => {
    await store.add(database, [purchase, purchase], stamp);
    await store.remove(database, [2], stamp);
    expect((await store.add(database, [purchase], stamp)).added.map(({ number }) => number)).toEqual([3]);
    await undo();
    expect((await store.add(database, [purchase], stamp)).added.map(({ number }) => number)).toEqual([4]);
  });

  test("of a file of many thousands is there in one go", async () => {
    const many = Array.from({ length: 5_003 }, (_, at) => ({ ...purchase, at }));
    expect((await store.add(database, many, stamp)).added).toHaveLength(5_003);
    expect(await store.entries(database, "user-1")).toHaveLength(5_003);
    await undo();
    expect(await store.entries(database, "user-1")).toEqual([]);
    expect((await store.remove(database, [7], stamp)).removed).toEqual([]);
    await removeGivenUp(database, NOON);
    expect(await rows()).toEqual([]);
  });

  test("goes with its owner", async () => {
    await store.add(database, [purchase], stamp);
    await new UserSettingStore().set(database, "user-1", "method", "lifo", NOON);
    await database.deleteFrom("user").where("id", "=", "user-1").execute();
    for (const table of ["portfolio", "portfolio_entry", "portfolio_change", "user_setting"] as const)
      expect(await database.selectFrom(table).selectAll().execute()).toEqual([]);
  });
});

test("an edited entry keeps its number and where it came from", async () => {
  const origin = { importId: "import-1", rowKey: "row-1" };
  await store.add(database, [{ ...purchase, origin }], stamp);
  await store.replace(database, 1, { ...purchase, quantity: "3" }, stamp);
  expect(await store.entries(database, "user-1")).toEqual([{ ...purchase, quantity: "3", number: 1, origin }]);
});

describe("undo", () => {
  type Change = { readonly kind: "add" | "edit" | "remove"; readonly pick: number; readonly count: number };
  const change: fc.Arbitrary<Change> = fc.record({
    kind: fc.constantFrom("add", "edit", "remove"),
    pick: fc.nat(),
    count: fc.integer({ min: 1, max: 3 }),
  });

  test("as often as there were changes leaves the very same rows", async () => {
    const sequence = fc.array(fc.tuple(change, fc.array(anyImported, { minLength: 3, maxLength: 3 })), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyImported, { maxLength: 5 }), sequence, async (first, changes) => {
        await database.deleteFrom("portfolio_entry").execute();
        await database.deleteFrom("portfolio_change").execute();
        await store.add(database, first, stamp);
        await database.deleteFrom("portfolio_change").execute();
        const states = [await rows()];
        for (const [{ kind, pick, count }, fresh] of changes) {
          const numbers = (await rows()).map(({ number }) => number);
          const chosen = numbers.slice(pick % Math.max(1, numbers.length)).slice(0, count);
          if (kind === "add") await store.add(database, fresh.slice(0, count), stamp);
          else if (chosen[0] === undefined) continue;
          else if (kind === "edit") await store.replace(database, chosen[0], fresh[0]!, stamp);
          else await store.remove(database, chosen, stamp);
          states.push(await rows());
        }
        for (const before of states.toReversed().slice(1)) {
          expect(await undo()).toBeDefined();
          expect(await rows()).toEqual(before);
        }
        expect(await undo()).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test("reaches back over the last hundred changes", async () => {
    for (let count = 0; count < UNDO_LIMIT + 5; count += 1) await store.add(database, [purchase], stamp);
    for (let count = 0; count < UNDO_LIMIT; count += 1) await undo();
    expect(await undo()).toBeUndefined();
    expect(await store.entries(database, "user-1")).toHaveLength(5);
  });

  test("takes back nobody else's change", async () => {
    await store.add(database, [purchase], stamp);
    expect(await store.lastChange(database, "user-2")).toBeUndefined();
    expect(await rows()).toHaveLength(1);
  });
});

test("every change makes another version, also one that is taken back", async () => {
  const versions = [await store.version(database, "user-1")];
  const note = async (): Promise<void> => void versions.push(await store.version(database, "user-1"));
  await store.add(database, [purchase], stamp);
  await note();
  await store.replace(database, 1, { ...purchase, quantity: "3" }, stamp);
  await note();
  await store.remove(database, [1], stamp);
  await note();
  await undo();
  await note();
  expect(versions).toEqual([0, 1, 2, 3, 4]);
});

test("a browser whose owner keeps a portfolio or settings is not forgotten", async () => {
  const users = new UserStore();
  const ids: string[] = [];
  for (const account of ["one", "two", "three"])
    ids.push((await users.identify(database, "web", account, undefined, NOON - 100 * 86_400_000)).userId);
  await store.add(database, [purchase], { ...stamp, userId: ids[0]! });
  await new UserSettingStore().set(database, ids[1]!, "currency", "EUR", NOON);
  expect(await users.removeVisitorsSeenBefore(database, NOON)).toBe(1);
  const left = await database.selectFrom("account").select("account_id").orderBy("account_id").execute();
  expect(left.map((row) => row.account_id)).toEqual(["one", "two"]);
});
