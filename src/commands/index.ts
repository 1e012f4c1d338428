import type { ActivityBook } from "../sector/activity.ts";
import { about, type AboutParts } from "./about.ts";
import { budget } from "./budget.ts";
import type { Budget } from "./budget-facts.ts";
import { alertAdd } from "./alert-add.ts";
import { alertPause, alertResume, alertSnooze } from "./alert-change.ts";
import type { AlertParts } from "./alert-details.ts";
import { alertEdit } from "./alert-edit.ts";
import { alertHere } from "./alert-here.ts";
import { alertList } from "./alert-list.ts";
import { alertRemove } from "./alert-remove.ts";
import { alertWhy } from "./alert-why.ts";
import { allow, type SetAllowed } from "./allow.ts";
import type { AnyCommand } from "../core/command.ts";
import { ask } from "./ask.ts";
import type { Assets } from "../market/assets.ts";
import type { Call, Progress } from "../core/call.ts";
import { cashtags, type CashtagParts } from "./cashtags.ts";
import { chart } from "./chart.ts";
import { backup, type TakenFor } from "./backup.ts";
import { claim } from "./claim.ts";
import type { DigestParts } from "./digest-book.ts";
import { digestArchive } from "./digest-archive.ts";
import type { Editions } from "./digest-editions.ts";
import { digestNow } from "./digest-now.ts";
import { digestHere } from "./digest-here.ts";
import { digestPause, digestResume, digestStop } from "./digest-pause.ts";
import { digestSettings } from "./digest-settings.ts";
import { digestShare } from "./digest-share.ts";
import { digestSubscribe } from "./digest-subscribe.ts";
import { digestWhy } from "./digest-why.ts";
import { doctor } from "./doctor.ts";
import type { DoctorParts } from "./doctor-facts.ts";
import { coin } from "./coin.ts";
import { compare } from "./compare.ts";
import { convert } from "./convert.ts";
import { glossary } from "./glossary.ts";
import { fees } from "./fees.ts";
import type { Fees } from "../market/fees/fees.ts";
import { funding } from "./funding.ts";
import type { Closes } from "../market/closes.ts";
import type { DayPrices } from "../market/day-prices.ts";
import type { DayRates } from "../market/day-rates.ts";
import type { Funding } from "../market/derivatives/funding.ts";
import type { IndexBook } from "../sector/indices.ts";
import { layer } from "./layer.ts";
import { rotation } from "./rotation.ts";
import { stack } from "./stack.ts";
import { feed, feedCheck } from "./feed.ts";
import { feedAdd, feedRemove } from "./feed-change.ts";
import type { Feeds } from "./feed-facts.ts";
import { help } from "./help.ts";
import type { Histories } from "../market/history.ts";
import { market } from "./market.ts";
import { movers } from "./movers.ts";
import type { Movers } from "../market/movers.ts";
import type { News } from "../news/news.ts";
import { news } from "./news.ts";
import type { Overview } from "../market/overview.ts";
import { portfolio } from "./portfolio-view.ts";
import { portfolioAllocation } from "./portfolio-allocation.ts";
import { portfolioHoldings } from "./portfolio-holdings.ts";
import { portfolioPerformance } from "./portfolio-performance.ts";
import { portfolioAdd } from "./portfolio-add.ts";
import { portfolioActivities } from "./portfolio-activities.ts";
import { portfolioEdit } from "./portfolio-edit.ts";
import { type PortfolioImportParts, portfolioImport } from "./portfolio-import.ts";
import { portfolioExport } from "./portfolio-export.ts";
import { portfolioRemove } from "./portfolio-remove.ts";
import { portfolioSettings } from "./portfolio-settings.ts";
import { portfolioUndo } from "./portfolio-undo.ts";
import type { PortfolioBook } from "./portfolio-book.ts";
import { type PlaceBook, places, placesAllow, placesBlock, placesLeave } from "./places.ts";
import { price } from "./price.ts";
import { noteCommands } from "./notes.ts";
import type { NoteBook } from "./notes-book.ts";
import { type PrivacyCommandParts, privacyCommands } from "./privacy.ts";
import type { Profiles } from "../market/profile.ts";
import { project } from "./project.ts";
import type { Quotes } from "../market/quotes.ts";
import type { Rates } from "../market/rates.ts";
import type { Reply } from "../core/reply.ts";
import type { Sector } from "../sector/sector.ts";
import { score } from "./score.ts";
import type { ScoreBook } from "./score-book.ts";
import { scoreAdd, scoreRemove } from "./score-change.ts";
import { scoreAdmins } from "./score-admins.ts";
import { scoreImport } from "./score-import.ts";
import { scoreHistory } from "./score-history.ts";
import { linkCommands } from "./link.ts";
import type { LinkBook } from "./link-book.ts";
import { setup, type SetupParts } from "./setup.ts";
import { settings, settingsExport, settingsGet } from "./settings.ts";
import { settingsImport, settingsReset, settingsSet } from "./settings-change.ts";
import type { SettingsBook } from "./settings-book.ts";
import { source } from "./source.ts";
import { start } from "./start.ts";
import { status } from "./status.ts";
import type { StatusParts } from "./status-facts.ts";
import { pauseAll, resumeAll } from "./pause-all.ts";
import { stop, type StopParts } from "./stop.ts";
import { token } from "./token.ts";
import type { DexTokens } from "../market/dex/tokens.ts";
import { traceCommands } from "./trace.ts";
import type { TraceBook } from "./trace-book.ts";
import { trending } from "./trending.ts";
import type { UsualAssets } from "./usual-assets.ts";
import { watchlist, watchlistChart, watchlistShare } from "./watchlist.ts";
import { watchlistAdd, watchlistRemove } from "./watchlist-change.ts";
import { walletAdd, walletRemove } from "./wallet-change.ts";
import type { WalletBook } from "./wallet-book.ts";
import { walletList } from "./wallet-list.ts";
import type { Wallets } from "../wallets/wallets.ts";
import type { PastCloses } from "../market/past-closes.ts";
import type { Watchlist } from "./watchlist-facts.ts";
import type { Universe } from "../market/universe.ts";

/** What commands are made of. */
export interface CommandParts extends CashtagParts, Pick<SetupParts, "placeLife"> {
  readonly assets: Assets;
  readonly quotes: Quotes;
  readonly histories: Histories;
  readonly rates: Rates;
  readonly overview: Overview;
  readonly profiles: Profiles;
  readonly movers: Movers;
  readonly tokens: DexTokens;
  readonly funding: Funding;
  readonly fees: Fees;
  /** Lists of coins that can be asked for by name; the first is meant where nobody names another. */
  readonly universes: readonly [Universe, ...Universe[]];
  readonly sector: Sector;
  /** What the layers and the sector did day by day. */
  readonly indices: IndexBook;
  /** What the owner and admins added to scorecards, and what repositories do. */
  readonly scoreBook: ScoreBook;
  readonly activity: ActivityBook;
  /** What feeds say, and which feeds those are. */
  readonly news: News;
  readonly feeds: Feeds;
  /** ISO 4217 code of prices where nobody names another. */
  readonly currency: string;
  readonly answer: (question: string, call: Call, progress: Progress) => Promise<Reply>;
  readonly stop: StopParts["stop"];
  readonly notes: NoteBook;
  /** How answers came about. */
  readonly traces: TraceBook;
  readonly about: AboutParts;
  /** What the model used, and where it stops. */
  readonly budget: Budget;
  readonly status: StatusParts;
  readonly doctor: DoctorParts;
  /** Where something is kept in a file. */
  readonly backups?: TakenFor;
  /** What is kept about people, and who changed what. */
  readonly privacy: PrivacyCommandParts;
  /** Where there is a code to claim with. */
  readonly claimed?: (code: string, call: Call) => Promise<boolean>;
  readonly setAllowed: SetAllowed;
  /** What is set for places and by people, and where the desk is. */
  readonly settings: SettingsBook;
  readonly placeBook: PlaceBook;
  readonly watchlist: Watchlist;
  /** Public addresses that people follow, and what lies there. */
  readonly walletBook: WalletBook;
  readonly wallets: Wallets;
  readonly usual: UsualAssets;
  readonly portfolio: PortfolioBook;
  readonly imports: PortfolioImportParts["imports"];
  /** What coins were worth on days that are over. */
  readonly dayPrices: DayPrices;
  /** What money was worth in other money on days that are over. */
  readonly dayRates: DayRates;
  /** Daily closes that were kept. */
  readonly closes: Closes;
  /** Closes of days before histories begin. */
  readonly pastCloses: PastCloses;
  /** What people are told of by themselves; absent where nothing can be sent. */
  readonly alerting?: Pick<AlertParts, "alerts" | "zoneOf" | "tryDirect" | "webhooks">;
  /** Digests as they were composed. */
  readonly editions: Editions;
  /** Digests that come by themselves; absent where nothing can be sent. */
  readonly digesting?: DigestParts;
  /** How accounts become one person. */
  readonly links: LinkBook;
  /** Every command, for help to read when it is asked. */
  readonly all: ReadonlyMap<string, AnyCommand>;
}

const alertCommands = (parts: AlertParts): readonly AnyCommand[] => [
  alertAdd(parts),
  alertList(parts),
  alertEdit(parts),
  alertPause(parts),
  alertResume(parts),
  alertSnooze(parts),
  alertRemove(parts),
  alertWhy(parts),
  alertHere(parts),
];

const digestCommands = (parts: DigestParts): readonly AnyCommand[] => [
  digestSubscribe(parts),
  digestSettings(parts),
  digestPause(parts),
  digestResume(parts),
  digestStop(parts),
  digestWhy(parts),
  digestShare(parts),
  digestHere(parts),
];

/** Every command of the desk, in the order in which menus and help list them. */
export const createCommands = (parts: CommandParts): readonly AnyCommand[] => [
  price(parts),
  coin(parts),
  convert(parts),
  chart(parts),
  compare(parts),
  market(parts),
  trending(parts),
  funding(parts),
  fees(parts),
  movers(parts),
  watchlist(parts),
  watchlistAdd(parts),
  watchlistRemove(parts),
  watchlistChart(parts),
  watchlistShare(parts),
  portfolio(parts),
  portfolioHoldings(parts),
  portfolioAdd(parts),
  portfolioActivities(parts),
  portfolioEdit(parts),
  portfolioRemove(parts),
  portfolioUndo(parts),
  portfolioSettings(parts),
  portfolioImport(parts),
  portfolioExport(parts),
  portfolioPerformance(parts),
  portfolioAllocation(parts),
  walletList(parts),
  walletAdd(parts),
  walletRemove(parts),
  ...(parts.alerting === undefined ? [] : alertCommands({ ...parts, ...parts.alerting })),
  digestNow(parts.editions),
  digestArchive(parts.editions),
  ...(parts.digesting === undefined ? [] : digestCommands(parts.digesting)),
  token(parts),
  stack(parts),
  layer(parts),
  rotation(parts),
  project(parts),
  score(parts),
  scoreHistory(parts),
  scoreAdd(parts),
  scoreRemove(parts),
  scoreImport(parts),
  scoreAdmins(parts.scoreBook),
  news(parts),
  glossary(parts.sector.glossary),
  source(parts.sector.conversation),
  ask(parts.answer),
  stop(parts),
  pauseAll(parts),
  resumeAll(parts),
  ...noteCommands(parts),
  ...traceCommands(parts),
  help(parts.all),
  start(),
  about(parts.about),
  budget(parts.budget),
  status(parts.status),
  doctor(parts.doctor),
  ...linkCommands(parts.links),
  ...privacyCommands({ ...parts, ...parts.privacy }),
  ...(parts.backups === undefined ? [] : [backup(parts.backups)]),
  ...(parts.claimed === undefined ? [] : [claim(parts.claimed)]),
  setup(parts),
  settings(parts),
  settingsSet(parts),
  settingsGet(parts),
  settingsReset(parts),
  settingsExport(parts),
  settingsImport(parts),
  places(parts.placeBook),
  placesAllow(parts.placeBook),
  placesLeave(parts.placeBook),
  placesBlock(parts.placeBook),
  allow(parts.setAllowed),
  cashtags(parts),
  feed(parts.feeds),
  feedCheck(parts.feeds),
  feedAdd(parts.feeds),
  feedRemove(parts.feeds),
];
