import type { Config } from "../config.ts";
import type { Backups } from "../commands/backup.ts";
import type { Call } from "../core/call.ts";
import type { AnyCommand } from "../core/command.ts";
import type { Desk, GroupServices, Identify, Inbox } from "../core/desk.ts";
import type { Health } from "../core/health.ts";
import type { Log, Report } from "../core/log.ts";
import { createCommands } from "../commands/index.ts";
import type { AlertWebhooks } from "../commands/alert-webhook.ts";
import { createDayPrices } from "../market/day-prices.ts";
import { createDayRates } from "../market/day-rates.ts";
import { createDesk, type Served } from "../desk.ts";
import { createPhrases } from "../phrases/phrases.ts";
import { utcDay } from "../core/format.ts";
import { readSector } from "../sector/sector.ts";
import { ButtonStore } from "../store/button-store.ts";
import type { Database } from "../store/database.ts";
import type { OutboxServices } from "./outbox.ts";
import { createSubjects } from "./subjects.ts";
import { sendingBy } from "./sending-by.ts";
import { createKeepButtons } from "./keep-buttons.ts";
import { createOnReached } from "./alert-return.ts";
import { openMemory, openNotes } from "./memory.ts";
import { openAgent } from "./agent.ts";
import { type AlertMarket, type Alerts, openAlerts } from "./alerts.ts";
import { createClaim } from "./claim.ts";
import { openYours, type Yours } from "./digest-yours.ts";
import { openEditions } from "./editions.ts";
import { type Digests, openDigests } from "./digests.ts";
import { alertReply } from "../commands/alert-told.ts";
import { namesIn } from "../commands/alert-names.ts";
import { portfolioValues } from "./portfolio-values.ts";
import { dayRateBook } from "../store/day-rate-store.ts";
import { UserStore } from "../store/user-store.ts";
import { doorsSay, openOperating, type ProcessParts } from "./operating.ts";
import type { MarketServices } from "./market.ts";
import type { Step } from "../jobs/tick.ts";
import { openNews } from "./news.ts";
import { openLinks } from "./links.ts";
import { openPassingAnswers } from "./passing-answers.ts";
import { openPlaceLife, type PlaceLife } from "./place-life.ts";
import { openSettings } from "./settings.ts";
import { openIdentity } from "./identity.ts";
import { openInbox } from "./inbox.ts";
import { openPrivacy, type Privacy } from "./privacy.ts";
import { createFeedback } from "./feedback.ts";
import { openPeople } from "./people.ts";
import { openImports } from "./imports.ts";
import { openPortfolios } from "./portfolio.ts";
import { readTokenMigrations } from "../market/token-migrations.ts";
import { openSector } from "./sector.ts";
import { sectorNames } from "./sector-names.ts";
import { noWallets, openWallets } from "./wallets.ts";

export interface DeskServices extends GroupServices {
  readonly desk: Desk;
  readonly identify: Identify;
  readonly inbox: Inbox;
  /** What every reply has to carry now, such as that its data is sample data. */
  readonly notice: () => string | undefined;
  /** What the tick looks after where feeds are to be read. */
  readonly refreshNews: Step;
  /** What the tick looks after for alerts, and what happens to those whose place takes nothing any more. */
  readonly alerts: Pick<Alerts, "step" | "onGone">;
  /** What the tick looks after for digests, and what happens to those whose place takes nothing any more; absent where nothing is sent. */
  readonly digests?: Pick<Digests, "step" | "onGone" | "counts">;
  /** What the tick looks after where repositories are to be looked at. */
  readonly refreshActivity: Step;
  /** What the tick looks after of audit and privacy. */
  readonly privacy: Pick<Privacy, "step">;
  /** What the tick looks after of places, and who is told where what was said privately did not arrive. */
  readonly placeLife: Pick<PlaceLife, "step" | "onGone">;
  /** What the tick looks after besides: how much places use the desk, and codes that are too old. */
  readonly bookkeeping: readonly Step[];
  /** What the tick looks after of what models cost. */
  readonly modelSpend: Step;
  /** What the tick looks after of what was said. */
  readonly conversations: Step;
  readonly makeOwner: (userId: string) => Promise<void>;
  /** From now on commands ask this market. @param asOf  UTC epoch milliseconds of sample data, said on every reply */
  readonly useMarket: (market: MarketServices, asOf: number | undefined) => void;
}

export interface DeskServiceParts extends ProcessParts {
  readonly config: Config;
  readonly database: Database;
  readonly version: string;
  readonly log: Log;
  readonly report: Report;
  readonly clock: () => number;
  readonly health: Health;
  readonly served: (served: Served) => void;
  /** By which the desk sends by itself. Absent in a process that sends nothing: it must not run what does. */
  readonly delivery?: Pick<OutboxServices, "outbox" | "deliverer" | "tryDirect" | "leave" | "remove">;
  /** Absent in a process that keeps nothing. */
  readonly backups?: Backups;
  /** Where it is written who was deleted; absent where no backups are taken. */
  readonly deletionList?: string;
  /** Absent where alerts are not posted. */
  readonly webhooks?: AlertWebhooks;
  /** The code that makes its sender the owner, once. Absent where nobody can claim. */
  readonly claimCode?: string;
}

/** The stores, the agent, the commands and the desk over one database. Commands are there once a market is in use. */
export function openDesk(parts: DeskServiceParts): DeskServices {
  const { config, database, version, log, report, clock, served, claimCode } = parts;
  const startedAt = clock();
  const users = new UserStore();
  const buttons = new ButtonStore();
  const { once: doOnce, doneBefore, ...people } = openPeople(database, log);
  const history = openMemory(database);
  const privacy = openPrivacy({ ...parts, history });
  const once = privacy.audited(doOnce);
  const { hearing, rights } = doorsSay();
  const placeLife = openPlaceLife({ ...parts, rights });
  const passing = openPassingAnswers(parts);

  const commands = new Map<string, AnyCommand>();
  let notice: string | undefined;
  let phrase: ReturnType<typeof createPhrases> | undefined;
  let coinNames: MarketServices["assets"] | undefined;

  const makeOwner = (userId: string): Promise<void> => users.makeOwner(database, userId);

  const claimWith = createClaim(users, once);

  const { links, step: linkStep } = openLinks({ ...config, ...parts, once });
  const { accessFor, mayUseModel, ...settings } = openSettings({ ...config, ...parts, once });
  const sector = readSector();
  const { refresh: refreshNews, ...newsServices } = openNews({ ...parts, map: sector.map, once });
  const { refresh: refreshActivity, ...sectorServices } = openSector({ ...parts, map: sector.map, once });
  const alerts = openAlerts({
    database,
    log,
    map: sector.map,
    news: newsServices.news,
    once,
    replyOf: alertReply,
    ...sendingBy(parts.delivery),
  });
  const agent = openAgent({ ...parts, history, commands, accessFor });

  let yours: Yours | undefined;
  const editions = openEditions({
    ...parts,
    sector,
    ...newsServices,
    ...sectorServices,
    notice: () => notice,
    pagesAt: config.web.page ? config.web.publicUrl : undefined,
    yours: () => yours,
    words: agent.digestWords,
    mayUseModel,
  });
  const digests =
    parts.delivery &&
    openDigests({
      database,
      log,
      clock,
      once,
      outbox: parts.delivery.outbox,
      deliverer: parts.delivery.deliverer,
      composer: editions,
    });

  const desk = createDesk({
    commands,
    ...agent,
    admit: settings.admit,
    subject: createSubjects(commands, () => coinNames),
    phrase: (words) => phrase?.(words),
    buttons: {
      keep: createKeepButtons({ database, store: buttons, clock, report }),
      find: (id) => buttons.find(database, id, clock()),
    },
    doneBefore,
    report,
    notice: () => notice,
    served(each) {
      privacy.count(each.command);
      served(each);
    },
  });

  return {
    desk,
    refreshNews,
    refreshActivity,
    privacy,
    bookkeeping: [settings.step, linkStep, passing.step, agent.traces.step],
    onShown: passing.onShown,
    modelSpend: agent.spending.step,
    conversations: history.step,
    placeLife,
    onMembership: placeLife.onMembership,
    alerts,
    ...(digests && { digests }),
    notice: () => notice,
    makeOwner,
    hearing,
    rights,
    cashtagsOn: settings.mayBeOverheard,
    onReached: digests ? createOnReached({ database, users, alerts, digests, log, clock }) : async () => undefined,

    ...openIdentity({ users, database, ownerIds: config.ownerIds, clock }),
    isBlocked: settings.isBlocked,

    inbox: openInbox(database, clock),

    useMarket(market, asOf) {
      notice = asOf === undefined ? undefined : `sample of ${utcDay(asOf)}, not live`;
      editions.useMarket(market, async (call) => await digests?.book.of("me", call));
      coinNames = market.assets;
      phrase = createPhrases({ names: market.assets, sector: sectorNames(sector), rates: market.rates, commands });
      // Rates of a sample must not be kept as if they had been.
      const rateBook = asOf === undefined ? { book: dayRateBook(database, clock) } : {};
      const dayRates = createDayRates({ ...market, ...rateBook, clock });
      const portfolio = openPortfolios({
        database,
        once,
        dayRates,
        assets: market.assets,
        defaults: { method: "fifo", currency: config.currency, zone: config.timezone },
        clock,
      });
      const namesOf: AlertMarket["namesOf"] = (condition) => namesIn(condition, { assets: market.assets, sector });
      alerts.useMarket({ ...market, namesOf, portfolios: portfolioValues({ ...market, portfolio, clock }) }, asOf);
      const { watchlist } = people;
      const { map } = sector;
      yours = openYours({ ...market, ...config, portfolio, alerts: alerts.book, namesOf, watchlist, map, log });
      const made = createCommands({
        ...market,
        ...newsServices,
        ...sectorServices,
        sector,
        wallets: asOf === undefined ? openWallets(config.wallets, market.assets, clock) : noWallets(clock),
        currency: config.currency,
        answer: agent.answer,
        stop: agent.stop,
        notes: openNotes(database, once, history),
        traces: agent.traces.book(once),
        ...openOperating({
          ...parts,
          hearing,
          rights,
          cashtagsOn: settings.mayBeOverheard,
          startedAt,
          model: agent.model,
          months: market.months,
          mostUsed: privacy.mostUsed,
          map: sector.map,
          digests,
        }),
        about: { version, ...agent.about },
        budget: agent.spending.budget,
        links,
        placeLife: {
          missing: (place) => rights.missing(place),
          setUp: placeLife.setUp,
          zoneOf: async (call) => (await settings.usual(call)).zone ?? config.timezone,
        },
        ...(parts.backups && { backups: privacy.backups(parts.backups) }),
        privacy: {
          ...privacy,
          ...(parts.delivery && { giveFeedback: createFeedback({ ...config, ...parts.delivery, database, once }) }),
        },
        ...(claimCode === undefined ? {} : { claimed: claimWith(claimCode) }),
        ...settings,
        ...people,
        editions,
        portfolio,
        imports: openImports({ ...market, database, portfolio, migrations: readTokenMigrations() }),
        dayPrices: createDayPrices({ ...market, clock }),
        dayRates,
        deafness: (place) => hearing.deafness(place),
        alerting: {
          alerts: alerts.book,
          zoneOf: async (call) => (await settings.usual(call)).zone ?? config.timezone,
          ...(parts.delivery && { tryDirect: parts.delivery.tryDirect }),
          ...(parts.webhooks && { webhooks: parts.webhooks }),
        },
        ...(digests && {
          digesting: {
            digests: digests.book,
            map: sector.map,
            zoneOf: async (call: Call) => (await settings.usual(call)).zone,
          },
        }),
        all: commands,
      });
      for (const command of made) commands.set(command.name, settings.switchable(command));
    },
  };
}
