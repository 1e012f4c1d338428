import { cp, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { join, resolve } from "node:path";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "build-"));
  await mkdir(join(root, "src"));
  await cp(resolve("src/start.mjs"), join(root, "src/start.mjs"));
  await symlink(resolve("node_modules"), join(root, "node_modules"));
  await writeFile(join(root, "package.json"), JSON.stringify({ type: "module" }));
  const compilerOptions = { module: "nodenext", target: "es2022", rootDir: "src", types: ["node"], skipLibCheck: true };
  await writeFile(join(root, "tsconfig.json"), "{}");
  await writeFile(join(root, "tsconfig.build.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  await says("first");
});
afterEach(() => rm(root, { recursive: true, force: true }));

const says = (word: string): Promise<void> =>
  writeFile(join(root, "src/main.ts"), `process.stdout.write("${word} of " + process.pid);\n`);

/** What `npm start` prints, and its exit code. */
function start(...words: readonly string[]): Promise<string> {
  return new Promise((resolved) => {
    const child = spawn(process.execPath, [join(root, "src/start.mjs"), ...words]);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (said += part.toString()));
    child.on("close", (code) => resolved(`${said.replace(String(child.pid), "itself")}, ${code}`));
  });
}

const folders = async (): Promise<readonly string[]> => (await readdir(root)).filter((name) => name.startsWith("dist"));

test("processes that start at once each build and run, over an older build, too", { timeout: 60_000 }, async () => {
  for (const word of ["first", "second"]) {
    await says(word);
    expect(await Promise.all([start(), start(), start()])).toEqual(Array(3).fill(`${word} of itself, 0`));
    expect(await folders()).toEqual(["dist"]);
  }
});

test(
  "what a killed build left goes with the next, and one that fails leaves the last build",
  { timeout: 60_000 },
  async () => {
    await start("build");
    const old = join(root, "dist.next-99999");
    await mkdir(old);
    await utimes(old, new Date(0), new Date(0));
    await mkdir(join(root, "dist.next-99998"));
    await writeFile(join(root, "src/main.ts"), "const nothing: string = 1;\n");
    expect(await start()).toMatch(/The build failed; see above\.\n, 1$/);
    // One that was begun just now may be somebody's.
    expect(await folders()).toEqual(["dist", "dist.next-99998"]);
    await says("first");
    expect(await start()).toBe("first of itself, 0");
  },
);
