// Starts the desk by npm start's own command, waits for the line with its address, asks the web door one question, and stops it.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "westbound-ci-"));
const { scripts } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
// Not through npm, which would answer for the desk when it is told to stop.
const [program, ...words] = scripts.start.split(" ");
const desk = spawn(program, words, {
  env: { ...process.env, PORT: "0", MARKET_DATA: "sample", DATABASE_PATH: join(folder, "desk.sqlite") },
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = new Promise((resolve) => desk.once("exit", (code, signal) => resolve(code ?? signal)));

/** The address that the desk prints. */
const address = new Promise((resolve, reject) => {
  let printed = "";
  desk.stdout.setEncoding("utf8").on("data", (chunk) => {
    process.stdout.write(chunk);
    printed += chunk;
    const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(printed);
    if (found) resolve(found[0]);
  });
  void ended.then((code) => reject(new Error(`the desk ended with ${code}`)));
  setTimeout(() => reject(new Error("no address after 120 s")), 120_000).unref();
});

async function ask() {
  const base = await address;
  const response = await fetch(new URL("/api/turn", base), {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: base.slice(0, -1) },
    body: JSON.stringify({ key: "ci-1", text: "What is the price of TAO?" }),
    signal: AbortSignal.timeout(60_000),
  });
  const said = await response.text();
  console.log(said.slice(0, 600));
  if (!response.ok || !/Bittensor/.test(said) || !/\$\d/.test(said) || !/sample data/.test(said))
    throw new Error("the answer is not a price with its source");
  const ready = await fetch(new URL("/readyz", base));
  if (!ready.ok) throw new Error(`/readyz says ${ready.status}: ${await ready.text()}`);
}

try {
  await ask();
  desk.kill("SIGTERM");
  const code = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 12_000, "no end").unref())]);
  if (code !== 0) throw new Error(`SIGTERM ended the desk with ${code}`);
  console.log("the desk answered and stopped");
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  desk.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}
