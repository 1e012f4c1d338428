import { afterEach, beforeEach, expect, test } from "vitest";
import { evmAddress, type NodesStandIn, startNodes } from "../stand-ins/nodes.ts";
import { type PeopleDesk, peopleDesk } from "../support/people-desk.ts";
import { NOON } from "../support/calls.ts";
import { plainText } from "../../src/core/plain.ts";
import { ProviderError } from "../../src/core/errors.ts";
import { walletList } from "../../src/commands/wallet-list.ts";

const OWNER = evmAddress(7);
const SOL_OWNER = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";

let nodes: NodesStandIn;
let desk: PeopleDesk;

beforeEach(async () => {
  nodes = await startNodes();
  desk = await peopleDesk(undefined, { EVM_RPC_URLS: `base=${nodes.evmUrl}`, SOLANA_RPC_URL: nodes.solanaUrl });
});

afterEach(async () => {
  await desk.database.destroy();
  await nodes.close();
  expect(nodes.violations).toEqual([]);
  expect(JSON.stringify(desk.lines)).not.toContain("a-key-in-the-address");
});

test("an address is followed, looked at and left again, for its follower alone", async () => {
  const [ann, ben] = [await desk.person("1"), await desk.person("2")];
  nodes.world.evm.set(OWNER.toLowerCase(), new Map([["native", 2_000_000_000_000_000_000n]]));
  nodes.world.solana.set(SOL_OWNER, new Map([["native", 3_000_000_000n]]));

  const added = await ann.say(`wallet add ${OWNER.toLowerCase()} savings`);
  expect(plainText(added)).toContain("Following savings (");
  expect(plainText(added)).toContain("on Base; it is the only one. I can only look");
  await ann.say(`wallet add ${SOL_OWNER}`);
  const shown = await ann.say("wallet list");
  const words = plainText(shown);
  expect(words).toContain("Your 2 wallets");
  expect(words).toMatch(/2 ETH.*Base/);
  expect(words).toMatch(/3 SOL.*Solana/);
  expect(words).toContain("Balances: the chains");
  expect(shown.audience).toBe("caller");

  expect(await ben.read("wallet list")).toContain("You follow no address.");
  expect(await ben.read(`wallet remove ${OWNER}`)).toContain("You follow no such address.");
  expect(plainText(await ann.press(added, "Undo"))).toContain("No longer following savings");
  expect(await ann.read("wallet list")).toContain("Your wallet\n");
});

test("the same address twice is one, a new label takes the old one's place, and a redelivered call adds nothing", async () => {
  const ann = await desk.person("1");
  await ann.say(`wallet add ${OWNER}`, { key: "k1" });
  expect(await ann.read(`wallet add ${OWNER}`)).toContain("already");
  await ann.say("wallet remove", {});
  const renamed = await ann.say(`wallet add ${OWNER} cold`);
  expect(plainText(renamed)).toContain("It is cold (");
  // Taking that back would leave it altogether.
  expect(renamed.buttons?.map(({ label }) => label)).toEqual(["Show"]);
  expect(await ann.read(`wallet add ${OWNER}`)).toContain("You follow cold (");
  await ann.say(`wallet remove cold`);
  expect(await ann.read(`wallet add ${OWNER}`, { key: "k1" })).toContain("Following");
  expect(await ann.read("wallet list")).toContain("You follow no address.");
});

test("a silent chain is named, and what lies there is not told as nothing", async () => {
  const ann = await desk.person("1");
  await ann.say(`wallet add ${OWNER}`);
  nodes.fault("evm", { status: 500 });
  const words = await ann.read("wallet list");
  expect(words).toContain("Base did not answer: what lies there is not in this.");
  expect(words).not.toContain("Nothing of a listed coin");
});

test("coins without a price are counted all the same, and their worth is unknown and not nothing", async () => {
  const ann = await desk.person("1");
  const holds = {
    balances: [{ assetId: "bittensor", chain: "base", quantity: "2" }],
    unlisted: 0,
    silent: [],
    old: [],
    chains: ["base"],
    asOf: NOON,
  };
  const command = walletList({
    assets: { byId: (id) => ({ id, symbol: "TAO", name: "Bittensor" }) },
    quotes: { of: () => Promise.reject(new ProviderError("CoinGecko", "unreachable")) },
    rates: { isCurrency: () => true, currencies: () => ["USD"], rate: async () => undefined },
    currency: "USD",
    wallets: { chains: () => ["base"], balances: async () => holds },
    walletBook: {
      of: async () => [evmAddress(1), evmAddress(2)].map((address) => ({ address, family: "evm" })),
      add: () => Promise.reject(new Error("nothing is added")),
      remove: () => Promise.reject(new Error("nothing is removed")),
    },
  });
  const call = ann.call();
  const words = plainText(command.show(await command.run({}, call, () => undefined), call));
  expect(words).toContain("Together not known");
  expect(words).toMatch(/worth not known[^]*2 TAO/);
  expect(words).not.toContain("$0");
});

test("typing errors, names, keys and the eleventh address are refused with a way out", async () => {
  const ann = await desk.person("1");
  const wrong = OWNER.replace(/[a-f]/, (letter) => letter.toUpperCase()).replace(/[A-F](?=[^A-F]*$)/, (letter) =>
    letter.toLowerCase(),
  );
  expect(await ann.read(`wallet add ${wrong}`)).toMatch(/typing error|Following/);
  expect(await ann.read("wallet add vitalik.eth")).toContain("That is no public address");
  expect(await ann.read(`wallet add 0x${"4c".repeat(32)}`)).toContain("That may be a private key");
  for (let seed = 20; seed < 31; seed += 1) await ann.say(`wallet add ${evmAddress(seed)}`);
  expect(await ann.read(`wallet add ${evmAddress(40)}`)).toContain("as many as there may be");
});

test("with sample data nothing outside is asked, and that is said", async () => {
  const sample = await peopleDesk();
  const ann = await sample.person("1");
  expect(await ann.read(`wallet add ${OWNER}`)).toContain("I cannot look there yet");
  expect(await ann.read("wallet list")).toContain("so nothing was read");
  await ann.say(`wallet add ${SOL_OWNER}`);
  const both = await ann.read("wallet list");
  expect(both).toContain("Your 2 wallets");
  // What nobody looked at is not nothing.
  expect(both).not.toMatch(/\$0|Together|Balances: the chains/);
  await sample.database.destroy();
});
