import { expect, test } from "vitest";
import { aCall } from "../../tests/support/calls.ts";
import { createMemoryHistory } from "./history.ts";

const questions = async (history: ReturnType<typeof createMemoryHistory>, call = aCall()): Promise<string[]> =>
  (await history.recent(call)).map(({ question }) => question);

test("the last six turns of one person in one place are remembered, oldest first", async () => {
  const history = createMemoryHistory();
  for (let turn = 1; turn <= 8; turn += 1) await history.add(aCall(), `q${turn}`, "a");
  expect(await questions(history)).toEqual(["q3", "q4", "q5", "q6", "q7", "q8"]);
  expect(await questions(history, aCall({ caller: { userId: "user-2" } }))).toEqual([]);
  expect(await questions(history, aCall({ place: { chatId: "chat-2" } }))).toEqual([]);
  expect(await questions(history, aCall({ place: { topicId: "7" } }))).toEqual([]);
});

test("long turns leave room for fewer, and the newest stay", async () => {
  const history = createMemoryHistory();
  for (let turn = 1; turn <= 6; turn += 1) await history.add(aCall(), `q${turn}`, "word ".repeat(1_000));
  expect(await questions(history)).toEqual(["q4", "q5", "q6"]);
});

test("a conversation that has rested is forgotten", async () => {
  const history = createMemoryHistory(60_000);
  await history.add(aCall(), "q1", "a");
  expect(await questions(history, aCall({ now: aCall().now + 60_001 }))).toEqual([]);
});

test("of many conversations the oldest go first", async () => {
  const history = createMemoryHistory();
  const of = (index: number) => aCall({ caller: { userId: `user-${index}` } });
  for (let index = 0; index < 501; index += 1) await history.add(of(index), "q", "a");
  expect(await questions(history, of(0))).toEqual([]);
  expect(await questions(history, of(1))).toEqual(["q"]);
});
