import { expect, test } from "vitest";
import type { Place } from "./call.ts";
import { createOverhear, type OverhearParts } from "./overhear.ts";
import { text } from "./reply.ts";

const NOW = Date.UTC(2026, 2, 1, 12);
const GROUP: Place = { platform: "discord", chatId: "1", isPublic: true };

const overhearWith = (lookUp: OverhearParts["desk"]["lookUp"]) =>
  createOverhear({
    desk: { lookUp },
    identify: async () => ({ userId: "nobody" }),
    isOn: async () => true,
    clock: () => NOW,
  });

const saidAtOnce = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `$T${index}`);

test("messages that come all at once get no more answers than messages that come one by one", async () => {
  const overhear = overhearWith(async () => ({ blocks: [text("a price")] }));
  const replies = await Promise.all(
    saidAtOnce(30).map((said) => overhear({ place: GROUP, accountId: "1", text: said, locale: "en" })),
  );
  expect(replies.filter((reply) => reply !== undefined)).toHaveLength(12);
});

test("look-ups that fail use up no answers", async () => {
  let isDown = true;
  const overhear = overhearWith(async () => {
    if (isDown) throw new Error("down");
    return { blocks: [text("a price")] };
  });
  const failed = await Promise.allSettled(
    saidAtOnce(12).map((said) => overhear({ place: GROUP, accountId: "1", text: said, locale: "en" })),
  );
  expect(failed.map(({ status }) => status)).toEqual(Array(12).fill("rejected"));
  isDown = false;
  expect(await overhear({ place: GROUP, accountId: "1", text: "$TAO", locale: "en" })).toBeDefined();
});
