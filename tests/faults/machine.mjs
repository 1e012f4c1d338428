// Loaded into the desk's process by NODE_OPTIONS, before anything of the desk: the machine under it, whose name server and
// clock a test can spoil while the desk runs. The desk itself knows nothing of it. Plain JavaScript, since nothing is built yet.
import dns from "node:dns";
import { readFileSync, watch } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** Every name of the outside ends so; all of them lie on this machine, and no other name is known to it. */
const OURS = ".faults.test";
const file = process.env["FAULTS_MACHINE"];

let state = { unknown: [], aheadMs: 0 };
function read() {
  try {
    state = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // Half written: the next event brings the rest.
  }
}
read();
watch(file, read).unref();

const RealDate = Date;
const now = () => RealDate.now() + state.aheadMs;
class MachineDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }
  static now() {
    return now();
  }
}
globalThis.Date = MachineDate;

const isNumber = (name) => /^[\d.]+$/.test(name) || name.includes(":");
const isKnown = (name) => name === "localhost" || (name.endsWith(OURS) && !state.unknown.includes(name));
const notFound = (name) =>
  Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
    code: "ENOTFOUND",
    errno: -3008,
    syscall: "getaddrinfo",
    hostname: name,
  });

const { lookup } = dns;
dns.lookup = (name, ...given) => {
  const done = given.at(-1);
  const options = typeof given[0] === "object" ? given[0] : {};
  if (isNumber(name)) return lookup(name, options, done);
  if (!isKnown(name)) return process.nextTick(done, notFound(name));
  const found = { address: "127.0.0.1", family: 4 };
  if (options.all) return process.nextTick(done, null, [found]);
  return process.nextTick(done, null, found.address, found.family);
};
dns.promises.lookup = (name, ...given) =>
  new Promise((resolve, reject) => {
    const options = given[0] ?? {};
    dns.lookup(name, options, (error, address, family) => {
      if (error) reject(error);
      else resolve(options.all ? address : { address, family });
    });
  });
syncBuiltinESMExports();
