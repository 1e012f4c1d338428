import type { CloseBook, DailyClose } from "./closes.ts";
import { expect, test } from "vitest";
import { rememberCloses } from "./remembered-closes.ts";

const close = (assetId: string, day: number, price = 300): DailyClose => ({
  assetId,
  day,
  close: price,
  source: "CoinGecko",
});
const days = (assetId: string, from: number, to: number): DailyClose[] =>
  Array.from({ length: to - from + 1 }, (_, index) => close(assetId, from + index));

/** A book that tells which coins were read, and waits for what a test does meanwhile. */
function bookOf(first: readonly DailyClose[], meanwhile: () => Promise<void> = async () => undefined) {
  const rows = new Map(first.map((each) => [`${each.assetId} ${each.day}`, each]));
  const read: (readonly string[])[] = [];
  const book: CloseBook = {
    keep: async (closes) => {
      for (const each of closes) rows.set(`${each.assetId} ${each.day}`, each);
    },
    of: async (assetIds, fromDay, toDay) => {
      read.push(assetIds);
      const found = [...rows.values()].filter(
        ({ assetId, day }) => assetIds.includes(assetId) && day >= fromDay && day <= toDay,
      );
      await meanwhile();
      return found.toSorted((a, b) => (a.assetId < b.assetId ? -1 : a.assetId > b.assetId ? 1 : a.day - b.day));
    },
  };
  return { read, book };
}

test("a coin's stretch is read once, and shorter ones within it not at all", async () => {
  const { read, book } = bookOf([...days("near", 1, 30), ...days("bittensor", 1, 30)]);
  const closes = rememberCloses(book);
  expect(await closes.of(["near", "bittensor"], 1, 30)).toEqual([...days("bittensor", 1, 30), ...days("near", 1, 30)]);
  expect(await closes.of(["bittensor", "near"], 1, 30)).toEqual([...days("bittensor", 1, 30), ...days("near", 1, 30)]);
  expect(await closes.of(["near"], 10, 12)).toEqual(days("near", 10, 12));
  expect(read).toEqual([["near", "bittensor"]]);
});

test("the next day, and days before those that are remembered, are read", async () => {
  const { read, book } = bookOf(days("near", 1, 31));
  const closes = rememberCloses(book);
  await closes.of(["near"], 2, 30);
  expect(await closes.of(["near"], 2, 31)).toEqual(days("near", 2, 31));
  expect(await closes.of(["near"], 1, 31)).toEqual(days("near", 1, 31));
  expect(read).toHaveLength(3);
});

test("a close that is kept is seen, and the other coins stay remembered", async () => {
  const { read, book } = bookOf([...days("near", 1, 30), ...days("bittensor", 1, 30)]);
  const closes = rememberCloses(book);
  await closes.of(["near", "bittensor"], 1, 30);
  await closes.keep([close("near", 30, 5)]);
  const after = await closes.of(["near", "bittensor"], 1, 30);
  expect(after.at(-1)).toEqual(close("near", 30, 5));
  expect(read.at(-1)).toEqual(["near"]);
});

test("what was read while a close was being kept is not remembered", async () => {
  let during: () => Promise<void> = async () => undefined;
  const { book } = bookOf(days("near", 1, 30), async () => await during());
  const closes = rememberCloses(book);
  during = async () => {
    during = async () => undefined;
    await closes.keep([close("near", 30, 5)]);
  };
  await closes.of(["near"], 1, 30);
  expect((await closes.of(["near"], 1, 30)).at(-1)?.close).toBe(5);
});

test("a stretch with gaps is read each time, since another process may fill them", async () => {
  const { read, book } = bookOf(days("near", 10, 30));
  const closes = rememberCloses(book);
  await closes.of(["near"], 1, 30);
  await book.keep(days("near", 1, 9));
  expect(await closes.of(["near"], 1, 30)).toEqual(days("near", 1, 30));
  expect(read).toHaveLength(2);
});
