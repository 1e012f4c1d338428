import Sqlite from "better-sqlite3";

/** A database file, and the file that its copy becomes; the latter is empty or not there. */
export interface CopyTask {
  readonly from: string;
  readonly to: string;
}

/** What the copying thread says. */
export type CopyMessage = { readonly kind: "copied" } | { readonly kind: "failed"; readonly error: unknown };

/** Everything at once: between two steps another connection's write would begin the copy anew, while a reader holds up nobody. */
const ALL_PAGES = 0x7fff_ffff;

/**
 * Copies a database as it is at one instant, though somebody works on it, by SQLite's backup API; then checks the copy.
 * @throws Error of SQLite, or where the copy is not sound
 */
export async function copyHere({ from, to }: CopyTask): Promise<void> {
  const source = new Sqlite(from, { readonly: true, fileMustExist: true });
  try {
    await source.backup(to, { progress: () => ALL_PAGES });
  } finally {
    source.close();
  }
  const copy = new Sqlite(to, { fileMustExist: true });
  try {
    // One file that can be carried away, without a write-ahead log beside it.
    copy.pragma("journal_mode = DELETE");
    const found: unknown = copy.pragma("integrity_check(1)", { simple: true });
    if (found !== "ok") throw new Error(`the copy is not sound: ${String(found)}`);
  } finally {
    copy.close();
  }
}
