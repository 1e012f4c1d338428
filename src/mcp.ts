import { type Config, ConfigError, loadConfig } from "./config.ts";
import { Health } from "./core/health.ts";
import type { Log } from "./core/log.ts";
import { isLoopback, localAddress } from "./core/loopback.ts";
import { forwardStdio, serveStdio } from "./adapters/mcp/stdio.ts";
import { chooseMarket } from "./compose/choose-market.ts";
import { openDesk } from "./compose/desk.ts";
import { createLog, createReport } from "./compose/log.ts";
import { unspeakable } from "./compose/secrets.ts";
import { version } from "./compose/version.ts";
import { catchUp } from "./jobs/catch-up.ts";
import { Journal } from "./jobs/journal.ts";
import { startTicking } from "./jobs/tick.ts";
import { openDatabase } from "./store/database.ts";

/** How long a running desk has to say that it is there. */
const PROBE_MS = 1_500;

/** Whether a desk of this configuration lets a program of this machine in: one that can be reached from elsewhere wants the token. */
const isOpenHere = ({ web, mcpToken }: Config): boolean =>
  mcpToken !== undefined || (isLoopback(web.host) && web.publicUrl === undefined);

/** Whether that is a desk of ours and not whatever else listens there. */
async function isDesk(address: string): Promise<boolean> {
  try {
    const response = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(PROBE_MS), redirect: "error" });
    return response.ok && (await response.text()).startsWith("westbound ");
  } catch {
    return false; // Nobody there: then this process answers itself.
  }
}

/** Look-ups without a running desk: nothing is kept, and no file of the desk is touched. */
async function serveAlone(config: Config, log: Log): Promise<void> {
  const clock = Date.now;
  const report = createReport(log);
  const database = await openDatabase(":memory:");
  const health = new Health();
  const journal = new Journal();
  const services = openDesk({
    config,
    database,
    version,
    log,
    report,
    clock,
    health,
    jobs: () => journal.all(),
    served: () => undefined,
  });
  const steps = await chooseMarket({
    config,
    version,
    database,
    log,
    health,
    clock,
    keep: "nothing",
    use: services.useMarket,
  });
  const isLive = config.market.data !== "sample";
  // A client may stay for days: its prices must not stay sample data, nor its list of coins and its news those of the start.
  const stopTicking = startTicking(
    { steps: [...steps, ...(isLive ? [services.refreshNews] : [])], log, health, journal },
    clock,
  );
  const stopCatchUp = isLive ? catchUp(services.refreshNews, { log, journal, clock }) : undefined;
  await serveStdio({ ...services, version, log, report, clock });
  await Promise.all([stopTicking(), stopCatchUp?.()]);
  await database.destroy();
}

/** `npm run mcp`: MCP on stdin and stdout, by the running desk where there is one. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLog(config.logLevel, unspeakable(config));
  const address = localAddress(config.web.host, config.web.port);
  if (isOpenHere(config) && (await isDesk(address))) {
    log.info({ address }, "mcp: the running desk answers");
    await forwardStdio({
      url: `${address}/mcp`,
      ...(config.mcpToken === undefined ? {} : { token: config.mcpToken }),
      log,
    });
  } else {
    log.info({}, "mcp: no desk is running; this process answers, and keeps nothing");
    await serveAlone(config, log);
  }
  process.exit(0);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
}
