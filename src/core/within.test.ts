import { expect, test } from "vitest";
import { within } from "./within.ts";

const never = new Promise<never>(() => undefined);

test("what comes in time is given, also when it is nothing", async () => {
  expect(await within(Promise.resolve(3), 1_000)).toEqual({ value: 3 });
  expect(await within(Promise.resolve(undefined), undefined)).toEqual({ value: undefined });
});

test("what comes too late is not waited for", async () => {
  expect(await within(never, 1)).toBeUndefined();
});

test("a signal ends the wait, given before or during it", async () => {
  expect(await within(never, undefined, AbortSignal.abort())).toBeUndefined();
  const ending = new AbortController();
  const waiting = within(never, undefined, ending.signal);
  ending.abort();
  expect(await waiting).toBeUndefined();
});

test("a failure in time is the caller's, a later one nobody's", async () => {
  await expect(within(Promise.reject(new Error("broken")), 1_000)).rejects.toThrow("broken");
  let fail: (error: Error) => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    fail = reject;
  });
  expect(await within(late, 1)).toBeUndefined();
  // Vitest fails the run for a rejection that nobody handles.
  fail(new Error("too late"));
  await new Promise((resolve) => setTimeout(resolve, 5));
});
