import { expect, test } from "vitest";
import type { Asset } from "../market/asset.ts";
import { AssetChoiceStore } from "./asset-choice-store.ts";
import { AssetStore } from "./asset-store.ts";
import { openDatabase } from "./database.ts";

const NOON = Date.UTC(2026, 2, 1, 12);
const TAO: Asset = { id: "bittensor", symbol: "TAO", name: "Bittensor", rank: 38, capUsd: 3.2e9 };
const RENDER: Asset = { id: "render-token", symbol: "RENDER", name: "Render", contracts: { solana: "rndr" } };

test("assets come back as they were put, the later over the earlier, and what is removed is gone", async () => {
  const database = await openDatabase(":memory:");
  const store = new AssetStore();
  await store.put(database, [TAO, RENDER]);
  await store.put(database, [{ ...TAO, name: "Bittensor 2" }]);
  expect(await store.all(database)).toEqual(expect.arrayContaining([{ ...TAO, name: "Bittensor 2" }, RENDER]));
  await store.remove(database, ["bittensor", "never-was"]);
  expect(await store.all(database)).toEqual([RENDER]);
});

test("nothing put and nothing removed is nothing done", async () => {
  const database = await openDatabase(":memory:");
  const store = new AssetStore();
  await store.put(database, []);
  await store.remove(database, []);
  expect(await store.all(database)).toEqual([]);
});

test("the time of the last refresh is known after one", async () => {
  const database = await openDatabase(":memory:");
  const store = new AssetStore();
  expect(await store.refreshedAt(database)).toBeUndefined();
  await store.noteRefresh(database, NOON);
  expect(await store.refreshedAt(database)).toBe(NOON);
});

test("the last choice of a word counts, for that user alone, and the oldest of very many makes room", async () => {
  const database = await openDatabase(":memory:");
  const choices = new AssetChoiceStore();
  for (const id of ["ada", "bob"])
    await database.insertInto("user").values({ id, is_owner: 0, created_at: NOON }).execute();
  await choices.remember(database, "ada", "arc", "arc", NOON);
  await choices.remember(database, "ada", "arc", "ai-rig-complex", NOON + 1);
  expect(await choices.find(database, "ada", "arc")).toBe("ai-rig-complex");
  expect(await choices.find(database, "bob", "arc")).toBeUndefined();
  for (let index = 0; index < 200; index++)
    await choices.remember(database, "ada", `word${index}`, "x", NOON + 2 + index);
  expect(await choices.find(database, "ada", "arc")).toBeUndefined();
  expect(await choices.find(database, "ada", "word0")).toBe("x");
});

test("what a person chose goes with the person", async () => {
  const database = await openDatabase(":memory:");
  const choices = new AssetChoiceStore();
  await database.insertInto("user").values({ id: "ada", is_owner: 0, created_at: NOON }).execute();
  await choices.remember(database, "ada", "arc", "arc", NOON);
  await database.deleteFrom("user").where("id", "=", "ada").execute();
  expect(await choices.find(database, "ada", "arc")).toBeUndefined();
});
