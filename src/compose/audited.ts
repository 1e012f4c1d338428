import { type AuditStore, type Change } from "../store/audit-store.ts";
import { BlockStore } from "../store/block-store.ts";
import type { Call } from "../core/call.ts";
import type { Executor } from "../store/database.ts";
import type { Once } from "../store/done-key-store.ts";
import { settingsKept } from "../store/kept-choices.ts";

/** What a command may change, by name: read before and after, what differs is noted. */
type Kept = Readonly<Record<string, string>>;

interface Rule {
  readonly what: string;
  /** Absent where nothing but that it was changed is kept. */
  readonly kept?: (on: Executor, call: Call) => Promise<Kept>;
}

const placeSetting = (what: string, name: string): Rule => ({
  what,
  kept: async (on, { place }) => await settingsKept.ofPlace(on, place, name),
});

const chosen: Rule = { what: "settings", kept: async (on, { place }) => await settingsKept.allOf(on, place) };
const scores: Rule = { what: "evidence", kept: async (on) => await settingsKept.evidence(on) };
const feeds: Rule = { what: "feeds", kept: async (on) => await settingsKept.feeds(on) };
const placeAlerts: Rule = {
  what: "alert here",
  kept: async (on, { place }) => await settingsKept.alertsOf(on, place),
};
const digest: Rule = { what: "digest here", kept: async (on, { place }) => await settingsKept.digestOf(on, place) };

const blocks = new BlockStore();

const RULES: Readonly<Record<string, Rule>> = {
  allow: placeSetting("model", "model_allowed"),
  "places allow": placeSetting("model", "model_allowed"),
  "places block": {
    what: "blocked everywhere",
    kept: async (on) => ({ accounts: String((await blocks.all(on)).length) }),
  },
  "alert here": placeAlerts,
  "alert edit": placeAlerts,
  "alert pause": placeAlerts,
  "alert resume": placeAlerts,
  "alert snooze": placeAlerts,
  "alert remove": placeAlerts,
  "settings set": chosen,
  "settings reset": chosen,
  "settings import": chosen,
  "setup settings": chosen,
  cashtags: placeSetting("cashtags", "cashtags"),
  "score admins": placeSetting("evidence by admins", "admins_add_evidence"),
  "score add": scores,
  "score import": scores,
  "score remove": scores,
  "feed add": feeds,
  "feed remove": feeds,
  "digest subscribe": digest,
  "digest change": digest,
  claim: { what: "owner", kept: async (on, { caller }) => await settingsKept.owner(on, caller.userId) },
};

/** Of these only that they changed something is kept, and of no place. */
const portfolioRule = (command: string): Rule | undefined =>
  command.startsWith("portfolio ") ? { what: command } : undefined;

/** Carries out writes as `once` does, and notes in the same transaction what admins and owners changed by them. */
export const audited =
  (once: Once, audit: AuditStore): Once =>
  (command, call, write) => {
    const rule = RULES[command] ?? portfolioRule(command);
    if (!rule) return once(command, call, write);
    const { what, kept } = rule;
    return once(command, call, async (on) => {
      const before = await kept?.(on, call);
      const facts = await write(on);
      const change = before && kept ? difference(before, await kept(on, call)) : {};
      if (change)
        await audit.note(on, call.caller.userId, { what, ...change, ...(kept && { place: call.place }) }, call.now);
      return facts;
    });
  };

/** @returns undefined where nothing differs */
function difference(before: Kept, after: Kept): Pick<Change, "from" | "to"> | undefined {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  );
  if (names.length === 0) return undefined;
  const said = (kept: Kept): string =>
    names.flatMap((name) => (kept[name] === undefined ? [] : [`${name} ${kept[name]}`.trim()])).join(", ");
  const [from, to] = [said(before), said(after)];
  return { ...(from === "" ? {} : { from }), ...(to === "" ? {} : { to }) };
}
