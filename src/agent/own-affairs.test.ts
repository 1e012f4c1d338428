import { expect, test } from "vitest";
import type { AnyCommand } from "../core/command.ts";
import { ownAffair, typedAffair } from "./own-affairs.ts";

const COMMANDS = new Map(
  ["portfolio", "portfolio add", "wallet add", "alert add", "price"].map((name) => [
    name,
    { name, visibility: name === "price" ? "public" : "private" } as AnyCommand,
  ]),
);

test.each([
  ["how is my portfolio doing?", "portfolio"],
  ["what did my TAO position gain", "portfolio"],
  ["show our holdings", "portfolio"],
  ["am I up on the week?", "portfolio"],
  ["how much TAO do I have?", "portfolio"],
  ["wie steht mein Depot?", "portfolio"],
  ["¿cómo va mi cartera?", "portfolio"],
  ["comment va mon portefeuille ?", "portfolio"],
  ["como está minha carteira", "portfolio"],
  ["which of my alerts is closest?", "alert list"],
  ["what is on my watchlist", "watchlist"],
  ["check my wallets", "wallet list"],
])("%s asks about what is the asker's own: /%s", (question, command) => {
  expect(ownAffair(question)).toBe(command);
});

test.each([
  "what is TAO worth?",
  "how do I build a portfolio of AI tokens?",
  "which positions does Delphi Digital hold?",
  "is a price alert possible?",
  "what is in my opinion wrong with agents",
  "how much is 2.5 TAO in euro",
  "what is a wallet?",
])("%s does not", (question) => {
  expect(ownAffair(question)).toBeUndefined();
});

test.each([
  ["portfolio add buy 2.5 TAO at 310 usd", "portfolio"],
  ["Wallet add 0x52908400098527886E0F7030069857D2E4169EE7", "wallet list"],
  ["alert add portfolio below 5000", "alert list"],
  ["portfolio", "portfolio"],
  ["portfolio theory in a sentence", undefined],
  ["price tao", undefined],
])("%s, typed as words, belongs to /%s", (question, command) => {
  expect(typedAffair(question, COMMANDS)).toBe(command);
});
