import { setImmediate as nextTurn } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { addUser } from "../support/desk.ts";
import { aCall, NOON } from "../support/calls.ts";
import type { NewEntry } from "../../src/portfolio/entry.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { DoneKeyStore } from "../../src/store/done-key-store.ts";
import { ImportStore } from "../../src/store/import-store.ts";
import { openPortfolios, type Portfolios } from "../../src/compose/portfolio.ts";
import { removeGivenUp } from "../../src/store/portfolio-give-up.ts";

const HOUR_MS = 3_600_000;
const call = (key?: string) =>
  aCall({ caller: { userId: "user-1" }, now: NOON, ...(key === undefined ? {} : { key }) });
const purchase = { kind: "buy", at: NOON - HOUR_MS, asset: "bittensor", quantity: "2.5" } as const;
const aFile = (count: number, from = 0): readonly NewEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    ...purchase,
    at: NOON - HOUR_MS + index,
    origin: { importId: "import-1", rowKey: `row-${from + index}` },
  }));
const never = new Promise<never>(() => undefined);

let database: Database;
beforeEach(async () => {
  database = await openDatabase(":memory:");
  await addUser(database, "user-1");
  return () => database.destroy();
});

const imports = new ImportStore();
const doneKeys = new DoneKeyStore();

/** A process; what it is given may stop it for good. */
function aProcess({
  pause = nextTurn,
  once = (command, asked, write) => doneKeys.once(database, command, asked, write),
}: Partial<Pick<Parameters<typeof openPortfolios>[0], "pause" | "once">> = {}): Portfolios {
  return openPortfolios({
    database,
    once,
    dayRates: { of: async () => [] },
    assets: { byId: () => undefined },
    defaults: { method: "fifo", currency: "USD", zone: "UTC" },
    clock: () => NOON,
    pause,
  });
}

const add = (book: Portfolios, entries: readonly NewEntry[], key?: string): Promise<number> =>
  book.addFile(entries, call(key), {
    command: "portfolio import",
    factsOf: ({ added }) => added.length,
    also: async (on) => {
      if (!(await imports.setState(on, "import-1", "added", "staged"))) throw new Error("was added");
    },
  });

async function stage(): Promise<void> {
  await imports.begin(database, { id: "import-1", userId: "user-1", format: "x", now: NOON, expiresAt: NOON + 1 });
  await imports.setState(database, "import-1", "staged", "reading");
}

const rows = () => database.selectFrom("portfolio_entry").selectAll().orderBy("number").execute();
const seen = async (book: Portfolios) => (await book.open(call())).entries;
const stateOf = async () => (await imports.find(database, "user-1", "import-1", NOON))?.state;

describe("a process that dies while it adds a file", () => {
  test("at any pause leaves nothing that anybody sees, and what it leaves goes; then the file can be added", async () => {
    await aProcess().add([purchase], call(), () => undefined);
    const before = await rows();
    let deaths = 0;
    for (let until = 0; ; until += 1) {
      await stage();
      let pauses = 0;
      let died = (): void => undefined;
      const death = new Promise<"died">((resolve) => {
        died = () => resolve("died");
      });
      const dying = aProcess({
        async pause() {
          if (pauses === until) {
            died();
            await never;
          }
          pauses += 1;
        },
      });
      const end = await Promise.race([add(dying, aFile(700)), death]);
      if (end !== "died") {
        expect(end).toBe(700);
        break;
      }
      deaths += 1;
      const next = aProcess();
      expect(await seen(next)).toHaveLength(1);
      expect(await stateOf()).toBe("staged");
      await removeGivenUp(database, NOON);
      await removeGivenUp(database, NOON + HOUR_MS);
      expect(await rows()).toEqual(before);
      expect(await next.undo(call(), (undone) => undone?.command)).toBe("portfolio add");
      await next.add([purchase], call(), () => undefined);
      before.splice(0, before.length, ...(await rows()));
    }
    expect(deaths).toBeGreaterThan(3);
    expect(await seen(aProcess())).toHaveLength(701);
  });

  test("before the change, in it, or right behind it has all of it or nothing", async () => {
    await stage();
    const before = aProcess({ once: async () => await never });
    await Promise.race([add(before, aFile(300)), waitFor(async () => (await rows()).length === 300)]);
    expect(await seen(aProcess())).toEqual([]);

    const within = aProcess({
      once: (command, asked, write) =>
        doneKeys.once(database, command, asked, async (on) => {
          await write(on);
          throw new Error("the disk is full");
        }),
    });
    await expect(add(within, aFile(300))).rejects.toThrow("the disk is full");
    expect(await seen(aProcess())).toEqual([]);
    expect(await seen(within)).toEqual([]);
    expect(await stateOf()).toBe("staged");

    let committed = false;
    const behind = aProcess({
      async once(command, asked, write) {
        await doneKeys.once(database, command, asked, write);
        committed = true;
        return await never;
      },
    });
    await Promise.race([add(behind, aFile(300), "k"), waitFor(async () => committed)]);
    expect(await seen(aProcess())).toHaveLength(300);
    expect(await stateOf()).toBe("added");
    expect(await add(aProcess(), aFile(300), "k")).toBe(300);
    await removeGivenUp(database, NOON + HOUR_MS);
    expect(await rows()).toHaveLength(300);
  });
});

async function waitFor(is: () => Promise<boolean>): Promise<void> {
  while (!(await is())) await nextTurn();
}

describe("a change that is made while a file is added", () => {
  test("is kept, and the figures told are with it", async () => {
    await stage();
    let isChanged = false;
    const book = aProcess({
      async pause() {
        if (!isChanged) {
          isChanged = true;
          await aProcess().add([{ ...purchase, quantity: "1" }], call(), () => undefined);
        }
        await nextTurn();
      },
    });
    const quantity = await book.addFile(aFile(400), call(), {
      command: "portfolio import",
      factsOf: ({ holdings }) => holdings[0]?.quantity,
      also: async () => undefined,
    });
    expect(quantity).toBe("1001");
    const entries = await seen(book);
    expect(entries).toHaveLength(401);
    expect(new Set(entries.map(({ number }) => number)).size).toBe(401);
    expect(await seen(aProcess())).toEqual(entries);
  });

  test("without end makes it give up, and leaves nothing", async () => {
    await stage();
    const book = aProcess({
      async once(command, asked, write) {
        if (command === "portfolio import") await aProcess().add([purchase], call(), () => undefined);
        return await doneKeys.once(database, command, asked, write);
      },
    });
    await expect(add(book, aFile(300))).rejects.toThrow("is being changed just now");
    expect((await rows()).every(({ import_id }) => import_id === null)).toBe(true);
    expect(await stateOf()).toBe("staged");
  });

  test("and the file too slow to be added is refused as a whole", async () => {
    await stage();
    const book = aProcess({
      async once(command, asked, write) {
        await removeGivenUp(database, NOON + HOUR_MS);
        return await doneKeys.once(database, command, asked, write);
      },
    });
    await expect(add(book, aFile(300))).rejects.toThrow("took too long");
    expect(await rows()).toEqual([]);
  });
});

describe("what is on its way in", () => {
  test("can neither be removed, edited nor counted", async () => {
    await stage();
    let told: unknown;
    const book = aProcess({
      async once(command, asked, write) {
        told = await aProcess()
          .remove([3], call(), () => "removed")
          .catch((error: unknown) => error);
        return await doneKeys.once(database, command, asked, write);
      },
    });
    await add(book, aFile(300));
    expect(String(told)).toContain("There is no #3");
    expect(await seen(book)).toHaveLength(300);
  });
});

describe("undo of a file", () => {
  test("leaves the very rows that were there, also where the process dies in the middle of it", async () => {
    await aProcess().add([purchase, purchase], call(), () => undefined);
    const before = await rows();
    await stage();
    await add(aProcess(), aFile(4_500));
    let isOver = false;
    const dying = aProcess({
      async pause() {
        const { length } = await database.selectFrom("portfolio_hidden").selectAll().execute();
        if (length === 0) return;
        isOver = true;
        await never;
      },
    });
    await Promise.race([dying.undo(call(), (undone) => undone?.removed.length), waitFor(async () => isOver)]);
    expect((await rows()).length).toBeGreaterThan(2);
    expect(await seen(aProcess())).toHaveLength(2);
    await removeGivenUp(database, NOON);
    expect(await rows()).toEqual(before);
    expect(await aProcess().undo(call(), (undone) => undone?.command)).toBe("portfolio add");
  });

  test("twice at once takes back two changes, not one twice", async () => {
    const book = aProcess();
    await book.add([purchase], call(), () => undefined);
    await stage();
    await add(book, aFile(300));
    const undo = () => book.undo(call(), (undone) => undone?.removed.length);
    expect((await Promise.all([undo(), undo()])).toSorted()).toEqual([1, 300]);
    expect(await rows()).toEqual([]);
  });
});
