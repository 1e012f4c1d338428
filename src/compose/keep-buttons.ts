import { randomUUID } from "node:crypto";
import type { Report } from "../core/log.ts";
import type { ButtonStore } from "../store/button-store.ts";
import type { CommandButton } from "../core/reply.ts";
import type { Database } from "../store/database.ts";
import type { DeskParts } from "../desk.ts";

/** A month: long enough for a card that somebody scrolls back to. */
const LIFE_MS = 30 * 86_400_000;

interface Batch {
  readonly buttons: CommandButton[];
  readonly ids: Promise<readonly string[]>;
}

/**
 * Keeps buttons in the database. Those that are asked for at once for one owner, as the buttons of one message are, are written
 * together: a digest for thousands has half a dozen each. Where nothing can be kept, as on a full disk, an answer goes out all the
 * same: whoever presses a button of it is told that it is too old.
 */
export function createKeepButtons({
  database,
  store,
  clock,
  report,
}: {
  readonly database: Database;
  readonly store: ButtonStore;
  readonly clock: () => number;
  readonly report: Report;
}): DeskParts["buttons"]["keep"] {
  /** By owner: where somebody is deleted just now, only their buttons fail. */
  const open = new Map<string | undefined, Batch>();

  function begin(ownerId: string | undefined): Batch {
    const buttons: CommandButton[] = [];
    const ids = Promise.resolve().then(() => {
      open.delete(ownerId);
      return store.keepAll(database, buttons, ownerId, clock(), clock() + LIFE_MS).catch((error: unknown) => {
        report(error, "buttons");
        return buttons.map(() => randomUUID());
      });
    });
    return { buttons, ids };
  }

  return async (button, ownerId) => {
    const batch = open.get(ownerId) ?? begin(ownerId);
    open.set(ownerId, batch);
    const place = batch.buttons.push(button) - 1;
    const id = (await batch.ids)[place];
    if (id === undefined) throw new Error("a button without an id");
    return id;
  };
}
