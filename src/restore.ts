import { ConfigError, loadConfig } from "./config.ts";
import { isHeld } from "./jobs/lease.ts";
import { DatabaseError } from "./store/database.ts";
import { leaseIn, restoreBackup, schemaOf } from "./store/restore.ts";

/** `npm run restore -- FILE`: puts a backup in the place of the database of a desk that does not run. */
async function run(backup: string | undefined): Promise<string> {
  if (backup === undefined) throw new DatabaseError("Which backup? For example: npm run restore -- data/backups/FILE");
  const { databasePath } = loadConfig();
  const now = Date.now();
  const holder = (await readable(databasePath)) ? leaseIn(databasePath) : undefined;
  if (holder && isHeld(holder, now))
    throw new DatabaseError(`A desk is running on ${databasePath}. Stop it first; nothing was changed.`);
  const schema = await schemaOf(backup);
  const former = await restoreBackup(backup, databasePath, now);
  return [
    `${databasePath} is now ${backup} (schema ${schema}).`,
    ...(former === undefined ? [] : [`What was there before lies at ${former}; remove it when all is well.`]),
    "Start the desk as usual; it brings older tables up to date.",
  ].join("\n");
}

/** A database that is damaged is held by nobody. */
async function readable(path: string): Promise<boolean> {
  return await schemaOf(path).then(
    (schema) => schema !== undefined,
    () => false,
  );
}

try {
  process.stdout.write(`${await run(process.argv[3])}\n`);
} catch (error) {
  if (!(error instanceof DatabaseError) && !(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
