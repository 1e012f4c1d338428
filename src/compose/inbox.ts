import type { Database } from "../store/database.ts";
import type { Inbox } from "../core/desk.ts";
import { InboxStore } from "../store/inbox-store.ts";

/** What was asked and is not answered yet, in the database. */
export function openInbox(database: Database, clock: () => number): Inbox {
  const inbox = new InboxStore();
  return {
    accept: (request) => inbox.accept(database, request),
    close: (platform, key) => inbox.close(database, platform, key, clock()),
    open: (platform) => inbox.open(database, platform),
  };
}
