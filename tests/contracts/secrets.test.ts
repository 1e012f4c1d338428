import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { entropyToMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { describe, expect, test } from "vitest";
import { secretsIn, SHAPES } from "../support/secret-shapes.ts";

const root = new URL("../../", import.meta.url);
const tracked = (): readonly string[] =>
  execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
    .split("\0")
    // One that was just deleted is tracked until that is committed.
    .filter((path) => path !== "" && existsSync(new URL(encodeURI(path), root)));

/** Made up for tests; nothing opens to any of them. A new one is added here by hand, which is the moment to look at it. */
const MADE_UP: ReadonlySet<string> = new Set([
  "1234567890:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc",
  "MTE4NjQ3NTUyNzY4ODk4NDY4OA.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB",
  "MTExMTExMTExMTExMTExMTEx.GaBcDe.a-token-of-the-stand-in-server-0123456789",
  "Grass7B4RdKfBCjTKgSqnXkqjwiGvQyFbuSCUJr3XXjsGrass7B4RdKfBCjTKgSqnXkqjwiGvQyFbuSCUJr3XXj",
  "sk-Test_1234567890abcdef",
  "sk-key-of-the-operator-4711",
  "sk-of-the-model-server-0123456789",
  "https://a:b@",
  "https://me:secret@",
  "https://me:word@",
  "https://user:pass@",
  "https://user:word@",
  "http://root:toor@",
  "http://user:word@",
]);

test("no file of the project holds a key, a token or a seed phrase", () => {
  const found = tracked().flatMap((path) =>
    secretsIn(readFileSync(new URL(encodeURI(path), root), "utf8"))
      .filter(({ text }) => !MADE_UP.has(text))
      // The secret itself stays out of the report.
      .map(({ shape }) => `${path}: ${shape}`),
  );
  expect(found).toEqual([]);
});

test("no file of the project is one that holds secrets or somebody's data", () => {
  const kept =
    /(?:^|\/)(?:\.env(?!\.example$)[^/]*|\.npmrc|\.netrc|id_(?:rsa|ed25519|ecdsa)|[^/]+\.(?:pem|key|p12|pfx|sqlite3?(?:-wal|-shm)?|db))$/;
  expect(tracked().filter((path) => kept.test(path))).toEqual([]);
  for (const path of [".env", ".env.local", "data/westbound.sqlite", "data/westbound.sqlite-wal", "deploy/tls.key"])
    expect(path).toMatch(kept);
});

/** Random-looking and always the same, and never in one piece in this file. */
const drawn = (alphabet: string, length: number): string =>
  [...createHash("shake256", { outputLength: length }).update(alphabet).digest()]
    .map((byte) => alphabet[byte % alphabet.length])
    .join("");
const HEX = "0123456789abcdef";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const phrase = (bytes: number): string =>
  entropyToMnemonic(
    new Uint8Array(bytes).map((_, at) => at * 37 + 11),
    wordlist,
  );

describe("the scan finds", () => {
  const samples: readonly (readonly [shape: string, text: string])[] = [
    ["Telegram bot token", `TELEGRAM_BOT_TOKEN=${7_123_456_789}:AA${drawn(ALNUM, 33)}`],
    ["Telegram bot token", `"${71_234_567}:AA${drawn(ALNUM, 33)}"`],
    ["Discord bot token", `token: M${drawn(ALNUM, 25)}.G${drawn(ALNUM, 5)}.${drawn(ALNUM, 38)}`],
    ["Discord webhook", `https://discord.com/api/webhooks/${"1".repeat(18)}/${drawn(ALNUM, 68)}`],
    ["OpenAI or Anthropic key", `OPENAI_API_KEY=sk-${drawn(ALNUM, 48)}`],
    ["OpenAI or Anthropic key", `sk-proj-${drawn(ALNUM, 120)}`],
    ["OpenAI or Anthropic key", `'sk-ant-api03-${drawn(ALNUM, 93)}'`],
    ["CoinGecko key", `CG-${drawn(ALNUM, 24)}`],
    ["GitHub token", `ghp_${drawn(ALNUM, 36)}`],
    ["GitHub token", `github_pat_${drawn(ALNUM, 82)}`],
    ["npm token", `//registry/:_authToken=npm_${drawn(ALNUM, 36)}`],
    ["AWS access key", `AKIA${drawn(UPPER, 16)}`],
    ["AWS secret key", `aws_secret_access_key = ${drawn(ALNUM, 40)}`],
    ["Google key", `AIza${drawn(ALNUM, 35)}`],
    ["Slack token", `xoxb-${"1".repeat(12)}-${drawn(ALNUM, 24)}`],
    ["Stripe key", `sk_live_${drawn(ALNUM, 24)}`],
    ["signed token", `eyJ${drawn(ALNUM, 33)}.eyJ${drawn(ALNUM, 40)}.${drawn(ALNUM, 43)}`],
    ["private key file", `-----BEGIN ${"EC PRIVATE"} KEY-----`],
    ["private key file", `-----BEGIN ${"PRIVATE"} KEY-----`],
    ["password in an address", `postgres://desk:${drawn(ALNUM, 12)}@db.example/`],
    ["Bitcoin key", `K${drawn(BASE58, 51)}`],
    ["Bitcoin key", `xprv${drawn(BASE58, 107)}`],
    ["EVM key", `PRIVATE_KEY=0x${drawn(HEX, 64)}`],
    ["Solana key", `"${drawn(BASE58, 88)}"`],
    ["Solana key", JSON.stringify(Array.from({ length: 64 }, (_, at) => (at * 37) % 256))],
    ["Sui key", `suiprivkey1${drawn("acdefghjklmnpqrstuvwxyz023456789", 59)}`],
    ["seed phrase", `const words = "${phrase(16)}";`],
    ["seed phrase", phrase(32).replaceAll(" ", "\n")],
    ["seed phrase", phrase(16).replaceAll(" ", ", ")],
  ];

  test.each(samples)("a %s", (shape, text) => {
    expect(secretsIn(`x ${text} y`).map((each) => each.shape)).toContain(shape);
  });

  test("each shape that it knows", () => {
    expect(new Set(samples.map(([shape]) => shape))).toEqual(new Set([...Object.keys(SHAPES), "seed phrase"]));
  });
});

test.each([
  ["the hash of a transaction", `0x${drawn(HEX, 64)}`],
  ["an address of an EVM chain", `0x${drawn(HEX, 40)}`],
  ["an address on Solana", drawn(BASE58, 44)],
  ["an id of a commit", drawn(HEX, 40)],
  ["the integrity of a package", `sha512-${drawn(ALNUM, 86)}==`],
  ["a time", "2026-03-01T12:00:00.000Z"],
  ["an address with a port", "http://127.0.0.1:8080/@x"],
  ["prose", "the quick brown fox and the other animals of the forest met again at the river"],
])("%s is none", (_, text) => {
  expect(secretsIn(text)).toEqual([]);
});
