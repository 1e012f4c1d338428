import type { Alert, Condition } from "../alerts/alert.ts";
import type { AlertBook } from "../commands/alert-book.ts";
import type { AlertNames } from "../alerts/facts.ts";
import { age, cash, percent } from "../core/format.ts";
import type { Call } from "../core/call.ts";
import { cleanLine } from "../core/clean.ts";
import { conditionName } from "../commands/alert-words.ts";
import { grouped } from "../portfolio/grouped.ts";
import { heldIn, quotesNow, standingAt, valueFigures, type ValueParts } from "../commands/portfolio-value.ts";
import { layerNames } from "../commands/portfolio-facts.ts";
import type { Log } from "../core/log.ts";
import type { PortfolioBook } from "../commands/portfolio-book.ts";
import { signed, signedWith } from "../commands/portfolio-words.ts";
import type { SectorMap } from "../sector/map.ts";
import type { Subscription } from "../digest/subscription.ts";
import { type Watchlist, watchedAsset } from "../commands/watchlist-facts.ts";

/** Holdings, layers, alerts and coins of a watchlist that a digest has room for. */
const HOLDINGS = 3;
const LAYERS = 2;
const ALERTS = 3;
const WATCHED = 5;
const NAME = 24;

export interface YoursParts extends ValueParts {
  readonly portfolio: Pick<PortfolioBook, "open">;
  readonly alerts: Pick<AlertBook, "of">;
  readonly namesOf: (condition: Condition) => AlertNames;
  readonly watchlist: Pick<Watchlist, "of">;
  readonly map: Pick<SectorMap, "projectOf" | "layer">;
  /** ISO 4217, of prices where nobody names another. */
  readonly currency: string;
  readonly log: Log;
}

/** What is a subscriber's alone: where nobody else reads along. */
export interface Yours {
  /** Asset ids. */
  watchlist(subscription: Subscription): Promise<ReadonlySet<string>>;
  /** One line each: what moved the portfolio, the alerts that told since the last digest, the watchlist. None for what is empty. */
  lines(subscription: Subscription, now: number): Promise<readonly string[]>;
}

/** Everything of a subscriber that belongs into their digest; asks for prices that everybody's share. */
export function openYours(parts: YoursParts): Yours {
  return {
    async watchlist(subscription) {
      const call = callOf(subscription, 0);
      return new Set(call ? await parts.watchlist.of(call) : []);
    },

    async lines(subscription, now) {
      const call = callOf(subscription, now);
      if (!call) return [];
      const told = [
        ["portfolio", () => portfolioLine(call, parts)],
        ["alerts", () => alertsLine(call, subscription.coveredTo, parts)],
        ["watchlist", () => watchlistLine(call, parts)],
      ] as const;
      const lines = await Promise.all(
        told.map(async ([what, tell]) => {
          try {
            return await tell();
          } catch (error) {
            parts.log.warn({ error, what, subscription: subscription.number }, "missing from a digest");
            return `Your ${what} could not be had.`;
          }
        }),
      );
      return lines.filter((line) => line !== undefined);
    },
  };
}

/** As if the owner had asked in their direct chat; undefined of a place's digest, which is nobody's. */
const callOf = ({ ownerId, place, settings: { locale } }: Subscription, now: number): Call | undefined =>
  ownerId === undefined || place.isPublic
    ? undefined
    : { caller: { userId: ownerId, accountId: ownerId, role: "member" }, place, surface: "chat", locale, now };

async function portfolioLine(call: Call, parts: YoursParts): Promise<string | undefined> {
  const { locale } = call;
  const { entries, ledger, settings } = await parts.portfolio.open(call);
  if (entries.length === 0) return undefined;
  const { currency } = settings;
  const { quotes } = await quotesNow(heldIn(ledger), currency, parts, "job");
  const { value, change24h, change24hFraction, holdings } = valueFigures(standingAt(ledger, quotes), quotes, {
    currency,
    assets: parts.assets,
  });
  if (holdings.length === 0) return undefined;
  if (holdings.every(({ worth }) => worth === undefined)) return "Portfolio: nobody has its prices right now";
  const moved = (rows: Iterable<readonly [name: string, change: number]>, limit: number): string =>
    [...rows]
      .filter(([, change]) => change !== 0)
      .toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a))
      .slice(0, limit)
      .map(([name, change]) => `${cleanLine(name, NAME)} ${signed(change, currency, locale)}`)
      .join(", ");
  const known = holdings.flatMap(({ assetId, symbol, worth }) =>
    worth?.change24h === undefined ? [] : [{ asset: assetId, symbol, change: worth.change24h }],
  );
  const byHolding = moved(
    known.map(({ symbol, change }) => [symbol, change] as const),
    HOLDINGS,
  );
  const layers = grouped(known, layerNames(parts.map), ({ change }) => change);
  const byLayer = layers.size > 1 ? moved(layers, LAYERS) : "";
  const change = change24h === undefined ? "" : `, 24 h ${signedWith(change24h, change24hFraction, currency, locale)}`;
  const parted = [byHolding, byLayer && `by layer ${byLayer}`].filter((part) => part !== "").join("; ");
  return `Portfolio ${cash(value, currency, locale)}${change}${parted === "" ? "" : `: ${parted}`}`;
}

async function alertsLine(call: Call, since: number, { alerts, namesOf }: YoursParts): Promise<string | undefined> {
  const firedSince = ({ target, firedAt = 0 }: Alert): boolean => target.kind !== "place" && firedAt > since;
  const fired = (await alerts.of(call)).filter(firedSince).toSorted((a, b) => (b.firedAt ?? 0) - (a.firedAt ?? 0));
  if (fired.length === 0) return undefined;
  const named = fired
    .slice(0, ALERTS)
    .map(
      ({ condition, firedAt = 0 }) =>
        `${cleanLine(conditionName(condition, namesOf(condition), call.locale), 60)} (${age(firedAt, call.now)})`,
    );
  const more = fired.length > named.length ? `, +${fired.length - named.length} more` : "";
  return `Alerts that told: ${named.join(", ")}${more}`;
}

async function watchlistLine(call: Call, parts: YoursParts): Promise<string | undefined> {
  const ids = await parts.watchlist.of(call);
  if (ids.length === 0) return undefined;
  const { quotes } = await quotesNow(ids, parts.currency, parts, "job");
  const moved = ids
    .flatMap((id) => {
      const change = quotes.get(id)?.change24h;
      return change === undefined ? [] : [{ symbol: watchedAsset(id, parts.assets).symbol, change }];
    })
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, WATCHED)
    .map(({ symbol, change }) => `${cleanLine(symbol, NAME)} ${percent(change, call.locale, 1)}`);
  return moved.length === 0 ? "Watchlist: nobody has its changes right now" : `Watchlist, 24 h: ${moved.join(", ")}`;
}
