import type { AboutMe, KeptOfMe } from "../commands/me-book.ts";
import { AlertStore } from "../store/alert-store.ts";
import { allOfPerson } from "../store/person-export.ts";
import { type Audit } from "../commands/audit.ts";
import { AuditStore } from "../store/audit-store.ts";
import { audited } from "./audited.ts";
import type { Backups, TakenFor } from "../commands/backup.ts";
import { CommandUseStore } from "../store/command-use-store.ts";
import type { Database } from "../store/database.ts";
import { deletedIn, noteDeletion } from "../store/deletion-list.ts";
import { FeedbackStore } from "../store/feedback-store.ts";
import type { Memory } from "./memory.ts";
import type { Log } from "../core/log.ts";
import type { Once } from "../store/done-key-store.ts";
import { LinkStore } from "../store/link-store.ts";
import { PersonNoteStore } from "../store/person-note-store.ts";
import { PersonStore, type TableOfAPerson } from "../store/person-store.ts";
import type { Step } from "../jobs/tick.ts";
import { SubscriptionStore } from "../store/subscription-store.ts";
import { UserError } from "../core/errors.ts";
import { WatchlistStore } from "../store/watchlist-store.ts";

const DAY_MS = 86_400_000;
const AUDIT_LIFE_MS = 365 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;
const WEEKS_KEPT = 53;
/** More is for a table, not for a line. */
const MOST_USED = 5;
/** The first Monday after 1970 began. */
const MONDAY_MS = 4 * DAY_MS;

const weekOf = (at: number): number => Math.floor((at - MONDAY_MS) / WEEK_MS);

/** What each table of a person is called before them, and how long its rows live; what is not here is the desk's own bookkeeping. */
const KINDS: Partial<Readonly<Record<TableOfAPerson, readonly [kind: string, life: string]>>> = {
  portfolio_entry: ["Portfolio entries", "you remove them"],
  portfolio_change: ["Portfolio changes, to take back", "100 more are made"],
  import: ["Files about to be imported", "an hour has passed"],
  wallet: ["Public addresses", "you remove them"],
  watchlist: ["Coins watched", "you remove them"],
  alert: ["Alerts", "30 days after they end"],
  alert_subject: ["Portfolio value for alerts", "an hour after the last of them"],
  subscription: ["Digest", "you stop it"],
  outbox: ["Deliveries; words until sent", "30 days have passed"],
  user_setting: ["Settings", "you delete them"],
  asset_choice: ["What you mean by a word", "you delete them"],
  recent_asset: ["Last coin asked for", "the next one"],
  done_key: ["Changes you made, answered", "2 days have passed"],
  proposal: ["Waiting for your word", "10 minutes have passed"],
  button: ["Buttons you were shown", "30 days have passed"],
  link_code: ["Code to link accounts by", "10 minutes have passed"],
  link_request: ["Accounts about to be linked", "10 minutes have passed"],
  feedback: ["Times you wrote to the owner", "a day has passed"],
  person_spend: ["Days you asked the model", "62 days have passed"],
  exchange: ["Questions and answers, 6 a chat", "30 days have passed"],
  person_note: ["Notes", "you remove them"],
  trace: ["How answers came about", "14 days have passed"],
  pseudonym: ["Your name in the audit", "you delete it"],
};

export interface PrivacyParts {
  readonly database: Database;
  readonly log: Log;
  readonly clock: () => number;
  readonly history: Pick<Memory, "forget">;
  /** Where it is written who was deleted; absent where no backups are taken. */
  readonly deletionList?: string;
}

/** What is kept about people and who changed what, as commands, the desk and the tick know it. */
export interface Privacy {
  readonly me: AboutMe;
  readonly changes: Audit;
  /** `once`, with what admins and owners change noted in the same transaction. */
  readonly audited: (once: Once) => Once;
  /** Takes backups, and notes who asked for them. */
  readonly backups: (backups: Backups) => TakenFor;
  /** Counts one use of a command; by whom is not known. */
  readonly count: (command: string) => void;
  /** The commands used most since Monday, with how often. */
  readonly mostUsed: () => Promise<readonly { readonly command: string; readonly uses: number }[]>;
  /** What the tick looks after. */
  readonly step: Step;
}

/** Privacy and audit over one database. */
export function openPrivacy({ database, log, history, clock, deletionList }: PrivacyParts): Privacy {
  const audit = new AuditStore();
  const people = new PersonStore();
  const feedback = new FeedbackStore();
  const links = new LinkStore();
  const watchlists = new WatchlistStore();
  const alerts = new AlertStore();
  const digests = new SubscriptionStore();
  const notes = new PersonNoteStore();
  const use = new CommandUseStore();
  let counted = new Map<string, number>();

  return {
    me: {
      kept: async ({ caller }) => await keptOf(database, { people, links }, caller.userId),

      all: async ({ caller, place }) => await allOfPerson(database, caller.userId, place.isPublic ? undefined : place),

      async lists({ caller }) {
        const { userId } = caller;
        const digest = await digests.of(database, { kind: "owner", userId });
        return {
          watched: await watchlists.of(database, userId),
          alerts: await alerts.ofOwner(database, userId),
          digests: digest ? [digest] : [],
          notes: await notes.of(database, userId),
        };
      },

      async remove({ caller, place, now }) {
        try {
          // First on the list: dying in between, the next start finishes it.
          if (deletionList !== undefined)
            for (const id of [caller.userId, ...(await links.formerIds(database, caller.userId))])
              await noteDeletion(deletionList, id, now);
        } catch (error) {
          log.error({ error }, "the deletion list could not be written");
          throw new UserError("Nothing was deleted: a backup would bring it back, and that could not be ruled out.", {
            hint: "The operator finds the reason in the log.",
            cause: error,
          });
        }
        await people.remove(database, caller.userId, place.isPublic ? undefined : place);
      },

      forget: async ({ caller }) => await history.forget(caller.userId),
    },

    changes: async ({ caller, place }, page) =>
      await audit.page(database, caller.role === "owner" ? page : { ...page, place }),

    audited: (once) => audited(once, audit),

    backups: ({ take }) => ({
      async take({ caller, now }) {
        const taken = await take(now);
        await database
          .transaction()
          .execute(async (on) => await audit.note(on, caller.userId, { what: "backup", to: "taken" }, now));
        return taken;
      },
    }),

    count(command) {
      counted.set(command, (counted.get(command) ?? 0) + 1);
    },

    mostUsed: async () => await use.most(database, weekOf(clock()), MOST_USED),

    step: {
      name: "privacy",
      async run(now) {
        const uses = counted;
        counted = new Map();
        await use.add(database, uses, weekOf(now));
        await use.removeBefore(database, weekOf(now) - WEEKS_KEPT);
        await audit.removeBefore(database, now - AUDIT_LIFE_MS);
        await feedback.removeBefore(database, now - DAY_MS);
      },
    },
  };
}

async function keptOf(
  database: Database,
  { people, links }: { readonly people: PersonStore; readonly links: LinkStore },
  userId: string,
): Promise<KeptOfMe> {
  const counts = await people.count(database, userId);
  const kinds = Object.entries(KINDS).flatMap(([table, [kind, life]]) => {
    const count = counts[table as TableOfAPerson];
    return count === 0 ? [] : [{ kind, life, count }];
  });
  const accounts = (await links.accounts(database, userId)).map(({ platform, name }) => ({
    platform,
    ...(name === undefined ? {} : { name }),
  }));
  return { accounts, kinds };
}

/** Deletes again whom a restored backup has brought back; before anybody is served. @throws Error of the disk, DatabaseError */
export async function deleteAgain(database: Database, deletionList: string, log: Log): Promise<void> {
  const people = await new PersonStore().removeAgain(database, await deletedIn(deletionList));
  if (people > 0) log.info({ people }, "deleted again after a restore");
}
