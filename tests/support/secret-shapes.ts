import { holdsSeedPhrase } from "../../src/core/seed-phrase.ts";

/** What the keys of services and wallets look like, by whose they are. */
export const SHAPES: Readonly<Record<string, RegExp>> = {
  "Telegram bot token": /(?<![\w/])\d{8,10}:[\w-]{34,36}(?![\w-])/g,
  "Discord bot token": /\b[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,45}/g,
  "Discord webhook": /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,}/g,
  "OpenAI or Anthropic key": /\bsk-(?:proj-|svcacct-|admin-|ant-(?:api\d\d-)?)?[A-Za-z0-9_-]{20,}/g,
  "CoinGecko key": /\bCG-[A-Za-z0-9]{24}\b/g,
  "GitHub token": /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})/g,
  "npm token": /\bnpm_[A-Za-z0-9]{36}\b/g,
  "AWS access key": /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g,
  "AWS secret key": /aws_?secret_?(?:access_?)?key["'\s:=]{1,5}[A-Za-z0-9/+]{40}/gi,
  "Google key": /\bAIza[\w-]{35}/g,
  "Slack token": /\bxox[abeoprs]-[\w-]{20,}/g,
  "Stripe key": /\b[rs]k_live_[A-Za-z0-9]{20,}/g,
  "signed token": /\beyJ[\w-]{16,}\.eyJ[\w-]{16,}\.[\w-]{20,}/g,
  "private key file": /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g,
  "password in an address": /\b[a-z]+:\/\/[^\s/:@"'`<>$]+:[^\s/:@"'`<>$]+@/g,
  "Bitcoin key": /\b(?:[5KL][1-9A-HJ-NP-Za-km-z]{50,51}|[tuvxyz]prv[1-9A-HJ-NP-Za-km-z]{100,110})\b/g,
  "EVM key": /(?<![0-9a-z])(?:private|secret)_?key["'\s:=]{1,5}(?:0x)?[0-9a-f]{64}(?![0-9a-z])/gi,
  "Solana key": /(?<![\w/+=.-])[1-9A-HJ-NP-Za-km-z]{87,88}(?![\w/+=-])|\[\s*(?:\d{1,3},\s*){63}\d{1,3}\s*\]/g,
  "Sui key": /\bsuiprivkey1[a-z0-9]{50,70}\b/g,
};

/** Twelve words or more with nothing but blanks, commas, numbers or line ends between them: how a phrase is written down. */
const ROW_OF_WORDS = /(?:\p{L}{2,}[\s,;]+(?:\d+[.):]?\s+)?){11,}\p{L}{2,}/gu;

export interface Secret {
  readonly shape: string;
  readonly text: string;
}

/** Everything in a text that has the shape of a key, a token or a seed phrase. */
export const secretsIn = (text: string): readonly Secret[] => [
  ...Object.entries(SHAPES).flatMap(([shape, pattern]) =>
    [...text.matchAll(pattern)].map(([found]) => ({ shape, text: found })),
  ),
  ...[...text.normalize("NFC").matchAll(ROW_OF_WORDS)].flatMap(([row]) =>
    holdsSeedPhrase(row) ? [{ shape: "seed phrase", text: row }] : [],
  ),
];
