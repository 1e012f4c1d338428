import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDrawer } from "../../src/charts/drawer.ts";
import { drawHere } from "../../src/charts/drawing.ts";
import { aChart } from "../support/charts.ts";
import { aTreemap } from "../support/pictures.ts";

/** A drawing thread that answers each chart as its title says. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from "node:worker_threads";
    parentPort.on("message", ({ title }) => {
      if (title === "hang") return;
      if (title === "crash") throw new Error("crashed");
      if (title === "exit") process.exit(3);
      if (title === "refuse") return parentPort.postMessage({ kind: "failed", error: new RangeError("too many") });
      parentPort.postMessage({ kind: "drawn", png: new Uint8Array([threadId]) });
    });
  `)}`,
);
const titled = (title: string) => aChart({ title });

describe("the drawing thread", () => {
  test("is one for all pictures, which come in their order", async () => {
    const draw = createDrawer({ script });
    const order: number[] = [];
    const drawn = await Promise.all(
      [0, 1, 2].map(async (index) => {
        const [thread] = await draw(aChart());
        order.push(index);
        return thread;
      }),
    );
    expect(order).toEqual([0, 1, 2]);
    expect(new Set(drawn).size).toBe(1);
  });

  test.each([
    ["crash", "crashed"],
    ["exit", "ended with code 3"],
    ["hang", "did not answer within 1500 ms"],
  ])("a picture that makes it %s fails alone; those behind it are drawn by another", async (title, why) => {
    const draw = createDrawer({ script, timeoutMs: 1_500 });
    const [before] = await draw(aChart());
    const [lost, next] = await Promise.allSettled([draw(titled(title)), draw(aChart())]);
    expect(lost).toMatchObject({ status: "rejected", reason: { message: expect.stringContaining(why) } });
    if (next.status === "rejected") throw next.reason;
    expect(next.value[0]).not.toBe(before);
  });

  test("what it refuses is refused with its own error, and it goes on", async () => {
    const draw = createDrawer({ script });
    const [before] = await draw(aChart());
    await expect(draw(titled("refuse"))).rejects.toThrow(new RangeError("too many"));
    expect((await draw(aChart()))[0]).toBe(before);
  });

  test("what cannot be sent to it fails, and it goes on", async () => {
    const draw = createDrawer({ script });
    const chart = { ...aChart(), title: (() => "") as unknown as string };
    await expect(draw(chart)).rejects.toThrow(/could not be cloned/);
    await expect(draw(aChart())).resolves.toHaveLength(1);
  });

  test("where no thread is to be had each picture fails by itself, and none waits for ever", async () => {
    const draw = createDrawer({ script: new URL("http://127.0.0.1/worker.js") });
    const asked = await Promise.allSettled([draw(aChart()), draw(aChart()), draw(aChart())]);
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  });

  test("more than may wait are refused at once, the others drawn", async () => {
    const draw = createDrawer({ script, waitingLimit: 2 });
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => draw(aChart())));
    expect(asked.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected", "rejected"]);
  });
});

describe("as it is built", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  let out = "";
  beforeAll(() => {
    out = mkdtempSync(join(root, "node_modules", ".drawer-"));
    const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
    const compiler = join(dirname(manifest), "bin", "tsc");
    execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json"), "--outDir", out]);
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  test("the thread draws the same pictures, and lets the process end", () => {
    const url = pathToFileURL(join(out, "charts", "draw.js")).href;
    const program = `
      import { createHash } from "node:crypto";
      const { draw } = await import(${JSON.stringify(url)});
      const charts = JSON.parse(process.argv[1]);
      const pngs = await Promise.all(charts.map((chart) => draw(chart)));
      const refused = await draw({ ...charts[0], series: Array(7).fill(charts[0].series[0]) }).catch(String);
      console.log(JSON.stringify([...pngs.map((png) => Buffer.from(png).toString("base64")), refused]));
    `;
    const charts = [aChart(), aTreemap()];
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", program, JSON.stringify(charts)], {
      encoding: "utf8",
      maxBuffer: 1e8,
    });
    return Promise.all(charts.map(drawHere)).then((own) => {
      const wanted = own.map((png) => Buffer.from(png).toString("base64"));
      expect(JSON.parse(said)).toEqual([...wanted, expect.stringContaining("RangeError: A line chart shows")]);
    });
  });
});
