import { age, compact, duration, megabytes } from "../core/format.ts";
import { type Block, fields, type Reply, text } from "../core/reply.ts";
import { cleanLine } from "../core/clean.ts";
import type { Call } from "../core/call.ts";
import type { StatusFacts } from "./status-facts.ts";

/** One screen: what is not well first, then the providers, then the rest in a line each. */
export function statusReply(facts: StatusFacts, { locale, now }: Call): Reply {
  const { version, startedAt, model, databaseBytes, providers, parts, jobs, map, digests, backups, queue, faults } =
    facts;
  const { mostUsed } = facts;
  const number = (value: number): string => compact(value, locale);
  const ailing = [
    ...providers.flatMap(({ provider, state }) => (isWell(state) ? [] : [`${provider} ${state}`])),
    ...parts.flatMap(({ part, state }) => (isWell(state) ? [] : [`${part} ${state}`])),
    ...jobs.flatMap(({ step, isOk }) => (isOk ? [] : [`${step} failed`])),
  ];
  const sparing = providers.flatMap((each) => sparingOf(each, locale) ?? []);
  const table: Block = {
    kind: "table",
    columns: [
      { label: "Source", align: "left" },
      { label: "State", align: "left" },
      { label: "Used", align: "right" },
      { label: "End/quota", align: "right" },
    ],
    rows: providers.map(({ provider, state, usedRequests, projectedRequests, quotaRequests }) => [
      provider,
      state ?? "–",
      number(usedRequests),
      projectedRequests === undefined || quotaRequests === undefined
        ? "–"
        : `${number(projectedRequests)}/${number(quotaRequests)}`,
    ]),
  };
  return {
    title: ailing.length === 0 ? "Status: all well" : `Status: ${ailing.join(", ")}`,
    blocks: [
      ...(sparing.length === 0 ? [] : [text(sparing.join("\n"))]),
      ...(providers.length === 0 ? [] : [table]),
      fields({
        Parts: list(parts.map(({ part, state }) => `${part} ${state}`)),
        Jobs: list(jobs.map(({ step, at }) => `${step} ${age(at, now)}`)),
        Queue: queue && queueWords(queue, now),
        Digests: digests && digestWords(digests),
        Map: map && mapWords(map, now),
        Model: model ?? "off, rules answer",
        Database: megabytes(databaseBytes, locale),
        Backup: backups && (backups.lastAt === undefined ? "none yet" : age(backups.lastAt, now)),
        "Used since Monday": list(mostUsed.map(({ command, uses }) => `/${command} ${number(uses)}`)),
        Faults: faults && faultWords(faults),
        Up: `${duration(now - startedAt)}, version ${version}`,
      }),
    ],
    footer: "Requests this calendar month (UTC), and at its end if each day is like the last",
    buttons: [{ label: "Refresh", command: "status", input: {} }],
  };
}

/** "3 waiting, the oldest for 4 min". */
function queueWords({ count, oldestDueAt }: NonNullable<StatusFacts["queue"]>, now: number): string {
  const isLate = oldestDueAt !== undefined && now - oldestDueAt >= 60_000;
  return `${count} waiting${isLate ? `, the oldest for ${duration(now - oldestDueAt)}` : ""}`;
}

/** "12 in 24 h: price 7, deliver to telegram 5". */
function faultWords({ count, most }: NonNullable<StatusFacts["faults"]>): string {
  if (count === 0) return "none in 24 h";
  return `${count} in 24 h: ${most.map((each) => `${cleanLine(each.kind, 30)} ${each.count}`).join(", ")}`;
}

/** "12 sent, 1 late, 3 waiting; 1 failed: blocked; 40 s behind". */
function digestWords({ due, waiting, sent, late, failed, secondsBehind }: NonNullable<StatusFacts["digests"]>): string {
  const reasons = Object.entries(failed).map(([why, count]) => `${count} failed: ${cleanLine(why, 60)}`);
  const behind = secondsBehind > 0 ? [`${duration(secondsBehind * 1000)} behind`] : [];
  const counts = `${sent} sent and ${late} late in 24 h, ${due} due, ${waiting} waiting`;
  return [counts, ...reasons.slice(0, 3), ...behind].join("; ");
}

/** "categories gone: a (B); 41 coins of CoinGecko's categories are not on it (c, d, e …) …, 2 h ago". */
function mapWords(map: NonNullable<StatusFacts["map"]>, now: number): string {
  const { goneCategories, notOnMapCount, largestNotOnMapIds, inAnotherLayerCount, notInCategoriesIds, asOf } = map;
  const some = (ids: readonly string[], count: number): string =>
    `${ids.map((id) => cleanLine(id, 30)).join(", ")}${count > ids.length ? " …" : ""}`;
  const parts = [
    ...(goneCategories.length === 0 ? [] : [`categories gone: ${goneCategories.join(", ")}`]),
    ...(notOnMapCount === 0
      ? []
      : [`${notOnMapCount} in CoinGecko's categories and not on it (${some(largestNotOnMapIds, notOnMapCount)})`]),
    ...(inAnotherLayerCount === 0 ? [] : [`${inAnotherLayerCount} in another layer`]),
    ...(notInCategoriesIds.length === 0
      ? []
      : [`${notInCategoriesIds.length} in none (${some(notInCategoriesIds.slice(0, 3), notInCategoriesIds.length)})`]),
  ];
  return `${parts.length === 0 ? "as CoinGecko's categories" : parts.join("; ")}, compared ${age(asOf, now)}`;
}

const isWell = (state: string | undefined): boolean => state === undefined || state === "ok" || state === "off";

const list = (each: readonly string[]): string | undefined => (each.length === 0 ? undefined : each.join(", "));

/** How a provider is spared; undefined where it is not. */
function sparingOf(provider: StatusFacts["providers"][number], locale: string): string | undefined {
  const { provider: name, usedRequests, quotaRequests, cacheTimes, areJobsPaused } = provider;
  if (quotaRequests !== undefined && usedRequests >= quotaRequests)
    return `${name}: the month's ${compact(quotaRequests, locale)} requests are used up; figures are the last known ones.`;
  const ways = [
    ...(cacheTimes > 1 ? [`figures are kept ${cacheTimes} times longer`] : []),
    ...(areJobsPaused ? ["jobs pause"] : []),
  ];
  return ways.length === 0 ? undefined : `${name} is spared: ${ways.join(", ")}.`;
}
