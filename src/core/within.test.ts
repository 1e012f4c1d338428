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

test("a wait that is over leaves neither a timer nor an ear at the signal", async () => {
  const ending = new AbortController();
  const heard: string[] = [];
  const { signal } = ending;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    heard.push(`on ${given[0]}`);
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    heard.push(`off ${given[0]}`);
    remove(...given);
  };
  const timers = (): number => process.getActiveResourcesInfo().filter((each) => each === "Timeout").length;
  const before = timers();
  await within(Promise.resolve(1), 60_000, signal);
  expect(timers()).toBe(before);
  expect(heard).toEqual(["on abort", "off abort"]);
});

test("a time that is over already ends the wait, and so long as none is given there is no end", async () => {
  expect(await within(never, -5)).toBeUndefined();
  const later = new Promise<number>((resolve) => setTimeout(resolve, 20, 7));
  expect(await within(later, undefined)).toEqual({ value: 7 });
  const soon = new Promise<number>((resolve) => setTimeout(resolve, 20, 8));
  expect(await within(soon, 60_000)).toEqual({ value: 8 });
});
