import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { createFetchFeed, FetchError } from "../../src/news/fetch-feed.ts";
import { addressProblem } from "../../src/wire/outside-address.ts";
import { publicLookup } from "../../src/wire/public-address.ts";
import { FORMS, type Four, hex } from "../support/inside-hosts.ts";
import { newTally, problem, type Tally } from "./tally.ts";

const byte = fc.nat(255);
/** IPv4 addresses that no outsider may have the desk speak to. */
const privateIPv4 = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
  fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
  fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  fc.constant([169, 254, 169, 254] as const),
  fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
);

const privateIPv6 = fc
  .tuple(fc.constantFrom("fe80", "fec0", "fc00", "fd12", "ff02", "2001:db8"), fc.nat(65_535))
  .map(([start, last]) => `[${start}::${hex(last)}]`);

const privateHost = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(privateIPv4, fc.constantFrom(...FORMS)).map(([four, form]) => form(four as Four)) },
  { weight: 2, arbitrary: privateIPv6 },
  { weight: 1, arbitrary: fc.constantFrom("[::1]", "[::]", "0", "127.1", "0x7f.1", "[::ffff:7f00:1]") },
);

/**
 * Addresses inside the machine and its network, in every form: no webhook takes them, no feed is read there, and a name that leads
 * there is refused where it is connected to, after whatever it led to before.
 */
export async function fuzzAddresses(runs: number, seed: number): Promise<Tally> {
  const tally = newTally("Addresses: webhooks and feeds");
  let reached = 0;
  const server = createServer((_, response) => {
    reached += 1;
    response.end("inside");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const parts = { version: "0", privateAddresses: "deny", clock: Date.now, timeoutMs: 5_000 } as const;
  const byNumber = createFetchFeed(parts);
  let asked = 0;
  // Public at first, inside the next time: what a name does that means to be checked once and connected to later.
  const turncoat = ((_host: string, _options: unknown, done: (error: null, all: unknown) => void) => {
    asked += 1;
    const others = asked % 2 === 0 ? [] : [{ address: "93.184.215.14", family: 4 }];
    done(null, [...others, { address: "127.0.0.1", family: 4 }]);
  }) as never;
  const byName = createFetchFeed({ ...parts, lookup: publicLookup(turncoat) });
  try {
    for (const [turn, host] of fc.sample(privateHost, { seed, numRuns: runs }).entries()) {
      tally.inputs += 1;
      if (addressProblem(`https://${host}/hook`) === undefined) problem(tally, "a webhook inside", host);
      const fetch = turn % 4 === 0 ? byName(`http://rebind.example:${port}/`) : byNumber(`http://${host}:${port}/`);
      const ended = await fetch.then(
        () => "read",
        (error: unknown) => (error instanceof FetchError ? error.message : String(error)),
      );
      if (!/private address|is no address/.test(ended)) problem(tally, `a feed inside: ${ended}`, host);
      tally.answered += 1;
    }
    if (reached > 0) problem(tally, "the server inside was reached", reached);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return tally;
}
