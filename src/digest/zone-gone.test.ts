import { expect, test } from "vitest";
import { noTimeReason, noTimeReply } from "./zone-gone.ts";
import { plainText } from "../core/plain.ts";

const settings = {
  times: ["09:00"],
  zone: "Mars/\u202EBase\nOne",
  days: [1],
  layers: [],
  sections: [],
  keywordsIn: [],
  keywordsOut: [],
  locale: "en",
} as const;

test("a zone that is gone is named on one line, without what turns text round", () => {
  expect(noTimeReason({ settings })).toBe("the time zone Mars/Base One is not known any more");
});

test.each([
  ["its reader", { settings, ownerId: "u1" }, "digest settings"],
  ["a place", { settings }, "digest here"],
])("%s is told why the digest is paused, and can choose another zone at once", (_whose, subscription, command) => {
  const reply = noTimeReply(subscription);
  expect(plainText(reply)).toContain(noTimeReason(subscription));
  expect(plainText(reply)).toContain(`/${command} zone:`);
  expect(reply.buttons).toEqual([{ label: "Time zone", command, input: { page: "zone" }, answer: "new" }]);
});
