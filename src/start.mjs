// Starts the desk: checks Node, builds when the sources have changed since the last build, runs it. Plain JavaScript, since
// it has to run before anything is built, and to say in one line what is missing.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const stamp = join(dist, ".sources");

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

function build(hash) {
  const next = join(root, "dist.next");
  rmSync(next, { recursive: true, force: true });
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const compiler = join(dirname(manifest), JSON.parse(readFileSync(manifest, "utf8")).bin.tsc);
  const { status, error } = spawnSync(
    process.execPath,
    [compiler, "-p", join(root, "tsconfig.build.json"), "--outDir", next],
    { stdio: ["ignore", 2, 2] },
  );
  if (error || status !== 0) fail("The build failed; see above.");
  writeFileSync(join(next, ".sources"), hash);
  rmSync(dist, { recursive: true, force: true });
  renameSync(next, dist);
}

checkNode();
const hash = sourcesHash();
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) build(hash);
// As a step of its own: what runs as a service may not write here.
if (process.argv[2] === "build") process.exit(0);
const entry =
  { mcp: "mcp.js", "portfolio-case": "portfolio-case.js", restore: "restore.js" }[process.argv[2]] ?? "main.js";
await import(pathToFileURL(join(dist, entry)).href);
