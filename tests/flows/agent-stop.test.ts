import { expect, test } from "vitest";
import { agentDesk } from "../support/agent.ts";
import { aCall } from "../support/calls.ts";
import { conversationOf } from "../../src/agent/history.ts";
import { createRunning } from "../../src/agent/running.ts";
import { plainText } from "../../src/core/plain.ts";

test("a question that is stopped ends at once, with those that wait, and nobody else's", async () => {
  let free: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (free = resolve));
  let begun: (() => void) | undefined;
  const atWork = new Promise<void>((resolve) => (begun = resolve));
  const running = createRunning();
  const { desk, database, progress, faults } = await agentDesk({
    running,
    before: async () => {
      begun?.();
      await held;
    },
  });
  const other = aCall({ caller: { userId: "user-2" } });
  const asked = [desk.ask("price of TAO", aCall(), progress), desk.ask("price of NEAR", aCall(), progress)];
  const theirs = desk.ask("price of FET", other, progress);
  await atWork;
  expect(running.stop(conversationOf(aCall()))).toBe(2);
  for (const each of asked) expect(plainText(await each)).toBe("Stopped.");
  free?.();
  expect(plainText(await theirs)).toContain("FET");
  expect(running.stop(conversationOf(aCall()))).toBe(0);
  expect(faults).toEqual([]);
  await database.destroy();
});
