import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { evmAddress, type NodeFault, type NodesStandIn, startNodes } from "../stand-ins/nodes.ts";
import type { Asset } from "../../src/market/asset.ts";
import { createEvmReader } from "../../src/wallets/evm.ts";
import { decimalText } from "../../src/core/decimal-text.ts";
import { createSolanaReader } from "../../src/wallets/solana.ts";
import { createWallets, type Wallets } from "../../src/wallets/wallets.ts";
import { EVM_CHAINS } from "../../src/wallets/evm-chains.ts";
import { evmServersIn } from "../../src/wallet-servers.ts";
import fc from "fast-check";
import { readAddress } from "../../src/wallets/address.ts";

const OWNER = evmAddress(1);
const SOL_OWNER = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";
const USDC = evmAddress(2).toLowerCase();
const BROKEN = evmAddress(3).toLowerCase();
const MINT = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
const SPAM = "So11111111111111111111111111111111111111112";

const token = (id: string, contracts: Record<string, string>): Asset => ({ id, symbol: id, name: id, contracts });
const TOKENS = [
  token("usd-coin", { base: USDC, solana: MINT }),
  token("broken", { base: BROKEN }),
  token("odd", { base: "not-an-address" }),
];

let nodes: NodesStandIn;
let now = 1_000_000;
let wallets: Wallets;
const base = EVM_CHAINS.find(({ id }) => id === "base") ?? EVM_CHAINS[0]!;

beforeEach(async () => {
  nodes = await startNodes();
  now = 1_000_000;
  const common = { tokens: () => TOKENS, timeoutMs: 300 };
  wallets = createWallets({
    readers: [
      createEvmReader({ chain: base, url: nodes.evmUrl, ...common }),
      createSolanaReader({ url: nodes.solanaUrl, ...common }),
    ],
    clock: () => now,
  });
});

afterEach(async () => {
  await nodes.close();
  expect(nodes.violations).toEqual([]);
});

const evm = { family: "evm", address: OWNER } as const;
const solana = { family: "solana", address: SOL_OWNER } as const;

test("an EVM address is read exactly: the coin and listed tokens, those with nothing left out, contracts that are gone passed over", async () => {
  nodes.world.places.set(USDC, 6);
  nodes.world.evm.set(
    OWNER.toLowerCase(),
    new Map([
      ["native", 1_234_567_890_123_456_789n],
      [USDC, 2_500_001n],
    ]),
  );
  expect(await wallets.balances(evm)).toEqual({
    balances: [
      { assetId: "ethereum", chain: "base", quantity: "1.234567890123456789" },
      { assetId: "usd-coin", chain: "base", quantity: "2.500001" },
    ],
    unlisted: 0,
    silent: [],
    old: [],
    chains: ["base"],
    asOf: 1_000_000,
  });
});

test("a Solana address is read from its token accounts; tokens on no list are counted and not named", async () => {
  nodes.world.solana.set(
    SOL_OWNER,
    new Map([
      ["native", 1_500_000_000n],
      [MINT, 42_000_000n],
      [SPAM, 7n],
    ]),
  );
  expect(await wallets.balances(solana)).toMatchObject({
    balances: [
      { assetId: "solana", chain: "solana", quantity: "1.5" },
      { assetId: "usd-coin", chain: "solana", quantity: "42" },
    ],
    unlisted: 1,
    silent: [],
    old: [],
  });
});

test("more lamports than a double holds exactly are read exactly", async () => {
  nodes.world.solana.set(solana.address, new Map([["native", 12_345_678_901_234_567n]]));
  const { balances } = await wallets.balances(solana);
  expect(balances).toEqual([{ assetId: "solana", chain: "solana", quantity: "12345678.901234567" }]);
});

test("a look is given again for a minute and taken anew after it; a chain that is silent then is told by the last look, marked as old", async () => {
  await wallets.balances(evm);
  const first = nodes.requests.length;
  await Promise.all([wallets.balances(evm), wallets.balances(evm)]);
  expect(nodes.requests).toHaveLength(first);
  now += 60_000;
  nodes.fault("evm", { status: 500 });
  expect(await wallets.balances(evm)).toMatchObject({ silent: [], old: [{ chain: "base", asOf: 1_000_000 }] });
  nodes.fault("evm", undefined);
  expect(await wallets.balances(evm)).toMatchObject({ silent: [], old: [], asOf: now });
});

describe.each(["evm", "solana"] as const)("an %s node", (family) => {
  const faults: readonly (readonly [NodeFault, readonly string[]])[] = [
    [{ status: 500 }, ["unreachable", "unusable"]],
    [{ status: 429 }, ["limited"]],
    [{ status: 403 }, ["refused"]],
    ["silent", ["timeout"]],
    ["nonsense", ["unusable", "unreachable"]],
    ["empty", ["unusable", "unreachable"]],
  ];
  test.each(faults)("that answers %o is named as silent, and its address is nowhere", async (fault, failures) => {
    nodes.fault(family, fault);
    const found = await wallets.balances(family === "evm" ? evm : solana);
    expect(found).toMatchObject({ balances: [], chains: [] });
    expect(failures).toContain(found.silent[0]?.failure);
    expect(JSON.stringify(found)).not.toContain("a-key-in-the-address");
  });
});

test.each([
  [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    { family: "evm", address: "0x52908400098527886E0F7030069857D2E4169EE7" },
  ],
  [
    " base:0x52908400098527886e0f7030069857d2e4169ee7 ",
    { family: "evm", address: "0x52908400098527886E0F7030069857D2E4169EE7" },
  ],
  ["0x52908400098527886e0F7030069857D2E4169EE7", "checksum"],
  ["0x5290", "unknown"],
  [SOL_OWNER, { family: "solana", address: SOL_OWNER }],
  ["vitalik.eth", "unknown"],
  ["", "unknown"],
])("%j is read as %j", async (typed, expected) => {
  expect(await readAddress(typed)).toEqual(expected);
});

test("no text makes reading an address fail", async () => {
  await fc.assert(fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => void (await readAddress(text))));
});

test("units and places are the same number as text", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), fc.nat({ max: 36 }), (units, places) => {
      const [whole = "", fraction = ""] = decimalText(units, places).split(".");
      expect(BigInt(whole + fraction.padEnd(places, "0"))).toBe(units);
      expect(fraction).not.toMatch(/0$/);
    }),
  );
});

test("the operator's list of nodes is read, and what is wrong with it said without an address", () => {
  const problems: string[] = [];
  const servers = evmServersIn(
    "base=https://a.example/KEY, bnb=http://b.example,mars=https://c.example,base",
    problems,
  );
  expect(servers.map(({ chain, url }) => [chain.id, url])).toEqual([
    ["base", "https://a.example/KEY"],
    ["binance-smart-chain", "http://b.example"],
  ]);
  expect(problems).toHaveLength(2);
  expect(problems.join()).not.toContain("example/KEY");
});
