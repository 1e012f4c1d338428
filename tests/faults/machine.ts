import { renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PRELOAD = fileURLToPath(new URL("machine.mjs", import.meta.url));

/** The machine under a desk: its name server, which knows the stand-ins, and its clock. */
export interface Machine {
  /** For the desk's process. */
  readonly environment: Readonly<Record<string, string>>;
  /** The host name of a stand-in: "telegram" is `telegram.faults.test`. */
  hostOf(name: string): string;
  /** From now on the name is not found. */
  forget(name: string): void;
  /** From now on it is found again. */
  learn(name: string): void;
  /** From now on the desk's clock goes ahead of the real one, or behind. */
  setClock(aheadMs: number): void;
}

/** @param folder  where the file lies by which the desk's process is told */
export function createMachine(folder: string, certificates: string): Machine {
  const file = `${folder}/machine.json`;
  const unknown = new Set<string>();
  let aheadMs = 0;
  const hostOf = (name: string): string => `${name}.faults.test`;
  const tell = (): void => writeFileSync(file, JSON.stringify({ unknown: [...unknown], aheadMs }));
  tell();
  const authorities = `${folder}/authorities.pem`;
  writeFileSync(`${authorities}.new`, certificates);
  renameSync(`${authorities}.new`, authorities);
  return {
    environment: {
      NODE_OPTIONS: `--import=${PRELOAD}`,
      NODE_EXTRA_CA_CERTS: authorities,
      FAULTS_MACHINE: file,
    },
    hostOf,
    forget: (name) => {
      unknown.add(hostOf(name));
      tell();
    },
    learn: (name) => {
      unknown.delete(hostOf(name));
      tell();
    },
    setClock: (ms) => {
      aheadMs = ms;
      tell();
    },
  };
}
