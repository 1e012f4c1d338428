import { ProviderError } from "./errors.ts";

/** What is wrong with where the desk keeps things, by the code that SQLite or the disk gives; a person may know that much. */
const DISK: Readonly<Record<string, string>> = {
  SQLITE_FULL: "its disk is full",
  SQLITE_BUSY: "its database is held by another program",
  SQLITE_LOCKED: "its database is held by another program",
  SQLITE_READONLY: "its database cannot be written",
  SQLITE_IOERR: "its disk reports an error",
  SQLITE_CORRUPT: "its database is damaged",
};

function diskFailure(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return DISK[Object.keys(DISK).find((known) => code === known || code.startsWith(`${known}_`)) ?? ""];
}

/** What is said of a failure that is not the asker's. Nothing of the error but its kind and the provider's name is in it. */
export function failureSentence(error: unknown, reference: string): string {
  if (error instanceof ProviderError)
    return `That could not be looked up: ${error.provider} does not answer right now.${error.remark === undefined ? "" : ` ${error.remark}`} Please try again in a minute (reference ${reference}).`;
  const disk = diskFailure(error);
  if (disk !== undefined)
    return `The desk can keep nothing right now: ${disk}. Nothing was changed; its owner has to look (reference ${reference}).`;
  return `Something went wrong on our side. Please try again; if it stays, quote reference ${reference}.`;
}
