import { join } from "node:path";
import { type Config, ConfigError, loadConfig } from "./config.ts";
import { Faults } from "./core/faults.ts";
import { Health } from "./core/health.ts";
import type { Log } from "./core/log.ts";
import { makeTypedCode } from "./core/secret.ts";
import { createMetrics } from "./adapters/web/metrics.ts";
import { WebServerError } from "./adapters/web/server.ts";
import { createPost } from "./adapters/webhook/post.ts";
import { openAlertWebhooks } from "./compose/alert-webhooks.ts";
import { openDesk } from "./compose/desk.ts";
import { backUpBeforeUpgrade, openBackups } from "./compose/backups.ts";
import { deleteAgain } from "./compose/privacy.ts";
import { openOutbox } from "./compose/outbox.ts";
import { type Doors, makeDoors } from "./compose/doors.ts";
import { countingFaults, createLog, createReport } from "./compose/log.ts";
import { unspeakable } from "./compose/secrets.ts";
import { openWatch } from "./compose/watch.ts";
import { chooseMarket } from "./compose/choose-market.ts";
import { version } from "./compose/version.ts";
import { catchUp } from "./jobs/catch-up.ts";
import { cleanUp } from "./jobs/clean-up.ts";
import { Journal } from "./jobs/journal.ts";
import { holdLease, LeaseError } from "./jobs/lease.ts";
import { startTicking } from "./jobs/tick.ts";
import { AnswerStore } from "./store/answer-store.ts";
import { ButtonStore } from "./store/button-store.ts";
import { DatabaseError, openDatabase } from "./store/database.ts";
import { DoneKeyStore } from "./store/done-key-store.ts";
import { FeedStore } from "./store/feed-store.ts";
import { dropImports } from "./jobs/drop-imports.ts";
import { ImportStore } from "./store/import-store.ts";
import { InboxStore } from "./store/inbox-store.ts";
import { LeaseStore } from "./store/lease-store.ts";
import { NewsItemStore } from "./store/news-item-store.ts";
import { NoteStore } from "./store/note-store.ts";
import { ProposalStore } from "./store/proposal-store.ts";
import { ProviderUseStore } from "./store/provider-use-store.ts";
import { QuoteStore } from "./store/quote-store.ts";
import { UserStore } from "./store/user-store.ts";

/** As README lists them. */
const EXIT = { stopped: 0, fault: 1, configuration: 2, database: 3, noDoor: 4 } as const;

/** From the signal to the end, whatever hangs; service managers wait ten. */
const STOP_MS = 9_000;

const announce = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

interface ProcessParts {
  readonly log: Log;
  readonly faults: Faults;
  readonly end: (code: number) => void;
}

/** Starts everything. @returns stops it again, in the opposite order */
async function run(given: Config, { log, faults, end }: ProcessParts): Promise<() => Promise<void>> {
  // Discord's application owners are added once it says who they are.
  const owners = new Set(given.ownerIds);
  const config: Config = { ...given, ownerIds: owners };
  const clock = Date.now;
  const health = new Health();
  const journal = new Journal();
  const report = createReport(log);
  for (const warning of config.warnings) log.warn({ warning }, "configuration");

  const backupParts = { database: config.databasePath, folder: config.backupFolder, log };
  const upgrade = await backUpBeforeUpgrade(backupParts, clock());
  if (upgrade !== undefined) announce(upgrade);
  const database = await openDatabase(config.databasePath);
  const release = await holdLease({
    database,
    leases: new LeaseStore(),
    log,
    clock,
    health,
    onLost: () => end(EXIT.database),
  });

  const deletionList = join(config.backupFolder, "deleted.txt");
  await deleteAgain(database, deletionList, log);
  const delivery = openOutbox({ database, log, report, health, clock });
  const metrics = createMetrics(
    health,
    () => {
      const { count, oldestDueAt } = delivery.deliverer.waiting();
      return { count, oldestMs: oldestDueAt === undefined ? 0 : Math.max(0, clock() - oldestDueAt) };
    },
    // Asked for when the page is open, and then there are services.
    async () => await services.digests?.counts(),
  );

  const webhooks = openAlertWebhooks({
    database,
    webhooks: config.alertWebhooks,
    post: createPost({ version, clock }),
    enqueue: (on, notice) => delivery.outbox.enqueue(on, notice),
  });

  const claimCode = makeTypedCode();
  const backups = openBackups(backupParts);
  const services = openDesk({
    config,
    database,
    version,
    log,
    report,
    clock,
    health,
    jobs: () => journal.all(),
    tickedAt: () => journal.tickedAt(),
    faults,
    served: (served) => metrics.count(served),
    delivery,
    backups,
    deletionList,
    ...(webhooks.webhooks && { webhooks: webhooks.webhooks }),
    ...(config.telegram && { claimCode }),
  });
  delivery.pauseBy("notice", services.placeLife.onGone);
  delivery.pauseBy("alert", webhooks.onGone(services.alerts.onGone));
  if (services.digests) delivery.pauseBy("digest", services.digests.onGone);
  const marketSteps = await chooseMarket({
    config,
    version,
    database,
    log,
    health,
    clock,
    keep: "closes",
    use: services.useMarket,
  });

  const open = new Set<string>(["discord", "telegram"].filter((name) => config[name as "discord" | "telegram"]));
  if (config.web.page) open.add("web");
  const hasDoor = open.size > 0;
  const doors = await makeDoors({
    config,
    version,
    database,
    services,
    metrics,
    log,
    report,
    health,
    clock,
    announce,
    claimCode,
    delivery,
    onOwners: (ids) => ids.forEach((id) => owners.add(id)),
    onClosed: (platform) => {
      open.delete(platform);
      if (open.size > 0) return;
      log.error({}, "no door is left");
      end(EXIT.noDoor);
    },
  });

  const address = await doors.server.start();
  delivery.useDoors([...doors.adapters, webhooks.adapter]);
  await Promise.all(doors.adapters.map((adapter) => adapter.start(services.desk)));
  delivery.deliverer.start();
  announcePage(doors, address, config);
  if (!hasDoor) announce(`No chat door is configured. Health, metrics and MCP are at ${address}/`);

  const steps = [
    cleanUp({
      database,
      buttons: new ButtonStore(),
      proposals: new ProposalStore(),
      inbox: new InboxStore(),
      quotes: new QuoteStore(),
      doneKeys: new DoneKeyStore(),
      users: new UserStore(),
      answers: new AnswerStore(),
      use: new ProviderUseStore(),
      feeds: new FeedStore(),
      newsItems: new NewsItemStore(),
      outbox: delivery.outbox,
      notes: new NoteStore(),
    }),
    backups.step,
    services.privacy.step,
    ...services.bookkeeping,
    services.modelSpend,
    services.conversations,
    services.placeLife.step,
    dropImports(database, new ImportStore()),
    ...marketSteps,
    services.alerts.step,
    ...(services.digests ? [services.digests.step] : []),
    // Sample data is for those who want no connection.
    ...(config.market.data === "sample" ? [] : [services.refreshNews, services.refreshActivity]),
    // Last: what the others have just put right is no news.
    openWatch({ config, database, health, faults, delivery, backups, log }),
  ];
  const stopTicking = startTicking({ steps, log, health, journal }, clock);
  const stopCatchUp =
    config.market.data === "sample" ? undefined : catchUp(services.refreshNews, { log, journal, clock });
  if (open.size > 0) log.info({ version, address, doors: [...open] }, "started");

  return async () => {
    await delivery.deliverer.stop();
    const ways = [...doors.adapters, webhooks.adapter];
    await Promise.allSettled([...ways.map((adapter) => adapter.stop()), stopTicking(), stopCatchUp?.()]);
    await doors.server.stop();
    await release();
    await database.destroy();
  };
}

function announcePage({ page }: Doors, address: string, { web }: Config): void {
  if (!page) return;
  announce(`Westbound is open at ${address}/`);
  announce(`To own it, open this once: ${page.ownerLink(address)}`);
  const signIn = page.signInLink(web.publicUrl ?? address);
  if (signIn !== undefined) announce(`From elsewhere, people sign in at ${signIn} with the code ${page.signInCode}`);
}

/** One line and an exit code for what an operator can put right; anything else is a fault. */
function explain(error: unknown, log: Log | undefined): number {
  if (error instanceof ConfigError) complain(error.message);
  else if (error instanceof DatabaseError || error instanceof LeaseError || error instanceof WebServerError)
    complain(error.message);
  else if (log) log.error({ error }, "the desk could not start");
  else complain(String(error));
  if (error instanceof ConfigError || error instanceof WebServerError) return EXIT.configuration;
  return error instanceof DatabaseError || error instanceof LeaseError ? EXIT.database : EXIT.fault;
}

async function main(): Promise<void> {
  let log: Log | undefined;
  let stop: Promise<() => Promise<void>> | undefined;
  let isEnding = false;
  const end = (code: number): void => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(code), STOP_MS).unref();
    const stopped = Promise.resolve(stop).then((each) => each?.());
    stopped.catch((error: unknown) => log?.error({ error }, "not stopped cleanly")).finally(() => process.exit(code));
  };
  process.on("SIGTERM", () => end(EXIT.stopped));
  process.on("SIGINT", () => end(EXIT.stopped));
  process.on("unhandledRejection", (error) => log?.error({ error }, "a promise was dropped"));
  process.on("uncaughtException", (error) => {
    log?.error({ error }, "fault outside of any call");
    end(EXIT.fault);
  });
  try {
    const config = loadConfig();
    const faults = new Faults(Date.now);
    log = countingFaults(createLog(config.logLevel, unspeakable(config)), faults);
    stop = run(config, { log, faults, end });
    await stop;
  } catch (error) {
    stop = undefined;
    end(explain(error, log));
  }
}

await main();
