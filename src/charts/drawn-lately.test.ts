import { expect, test } from "vitest";
import type { Chart } from "../core/reply.ts";
import { drawnLately } from "./drawn-lately.ts";

const chartOf = (title: string): Chart => ({
  kind: "performance",
  title,
  series: [{ name: "a", points: [[1, 2]] }],
  source: "s",
  asOf: 1,
});

test("one picture serves all who ask for the same, at once and later; a kept one goes when others were asked for since", async () => {
  const drawn: string[] = [];
  const draw = drawnLately(async ({ title }) => {
    drawn.push(title);
    return Buffer.from(title);
  }, 2);
  await Promise.all(Array.from({ length: 50 }, () => draw(chartOf("a"))));
  expect(Buffer.from(await draw(chartOf("a"))).toString()).toBe("a");
  expect(drawn).toEqual(["a"]);
  await draw(chartOf("b"));
  await draw(chartOf("a"));
  await draw(chartOf("c"));
  await draw(chartOf("a"));
  expect(drawn).toEqual(["a", "b", "c"]);
  await draw(chartOf("b"));
  expect(drawn).toEqual(["a", "b", "c", "b"]);
});

test("a picture that could not be drawn is tried again for the next one", async () => {
  let tries = 0;
  const draw = drawnLately(async () => {
    tries += 1;
    if (tries === 1) throw new Error("no room");
    return Buffer.from("x");
  });
  await expect(draw(chartOf("a"))).rejects.toThrow("no room");
  expect(Buffer.from(await draw(chartOf("a"))).toString()).toBe("x");
});
