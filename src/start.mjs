// Starts the desk: checks Node, builds when the sources have changed since the last build, runs it. Plain JavaScript, since
// it has to run before anything is built, and to say in one line what is missing.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const stamp = join(dist, ".sources");
/** How often a build is put in place before something else must be wrong. */
const TRIES = 10;
const LEFT_OVER_MS = 10 * 60_000;

/** Ends with one line for the operator. */
function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major === 24;
  if (!fits) fail(`Westbound runs on Node 20.19 or later, 22.12 or later, and 24; this is ${process.versions.node}.`);
  if (!existsSync(join(root, "node_modules"))) fail("The packages are not installed. Run: npm ci");
}

/** A hash of everything that the build reads; file times change with every checkout and copy. */
function sourcesHash() {
  const files = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash("sha256");
  for (const file of [...files, join(root, "tsconfig.json"), join(root, "tsconfig.build.json")]) {
    hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** Whether what was built is of these sources. */
function isBuilt(hash) {
  try {
    return readFileSync(stamp, "utf8") === hash;
  } catch {
    return false; // Nothing was built yet, or another process is just putting its build there.
  }
}

function build(hash) {
  removeLeftovers();
  // Others may build at the same time, each in a folder of its own.
  const next = join(root, `dist.next-${process.pid}`);
  remove(next);
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const compiler = join(dirname(manifest), JSON.parse(readFileSync(manifest, "utf8")).bin.tsc);
  const { status, error } = spawnSync(
    process.execPath,
    [compiler, "-p", join(root, "tsconfig.build.json"), "--outDir", next],
    { stdio: ["ignore", 2, 2] },
  );
  if (error || status !== 0) {
    remove(next);
    fail("The build failed; see above.");
  }
  writeFileSync(join(next, ".sources"), hash);
  for (let tries = 0; !isBuilt(hash) && tries < TRIES; tries += 1) putThere(next);
  remove(next);
  if (!isBuilt(hash)) fail("The build could not be put into dist; something else writes there.");
}

/** Puts a build in the place of the last one. Where another process is quicker, theirs stays. */
function putThere(next) {
  const old = join(root, `dist.old-${process.pid}`);
  for (const [from, to] of [
    [dist, old],
    [next, dist],
  ]) {
    try {
      renameSync(from, to);
    } catch (error) {
      if (!["ENOENT", "ENOTEMPTY", "EEXIST", "EPERM"].includes(error.code)) throw error;
    }
  }
  remove(old);
}

/** What a build left that was killed; nobody builds for so long. */
function removeLeftovers() {
  for (const name of readdirSync(root).filter((each) => /^dist\.(?:next|old)-\d+$/.test(each))) {
    const age = Date.now() - (statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LEFT_OVER_MS) remove(join(root, name));
  }
}

const remove = (folder) => rmSync(folder, { recursive: true, force: true });

checkNode();
const hash = sourcesHash();
if (!isBuilt(hash)) build(hash);
// As a step of its own: what runs as a service may not write here.
if (process.argv[2] === "build") process.exit(0);
const entry =
  { mcp: "mcp.js", "portfolio-case": "portfolio-case.js", restore: "restore.js" }[process.argv[2]] ?? "main.js";
// What is read at the start is read once: without room to grow into for it the desk needs a seventh less memory from then on.
// MCP is read to the end only when it is over, which may be days later: it keeps its room.
if (entry === "main.js") setFlagsFromString("--semi-space-growth-factor=1");
await import(pathToFileURL(join(dist, entry)).href);
setFlagsFromString("--semi-space-growth-factor=2");
