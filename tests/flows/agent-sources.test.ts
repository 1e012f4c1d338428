import { afterEach, beforeEach, expect, test } from "vitest";
import { AGENT_LIMITS } from "../../src/agent/limits.ts";
import { plainText } from "../../src/core/plain.ts";
import type { CommandButton, Reply } from "../../src/core/reply.ts";
import { type OpenAiStandIn, openAiStandIn } from "../stand-ins/openai.ts";
import { agentDesk } from "../support/agent.ts";
import { aCall, NOON } from "../support/calls.ts";
import { testDesk } from "../support/desk.ts";

let server: OpenAiStandIn;
beforeEach(async () => {
  server = await openAiStandIn();
});
afterEach(() => server.close());

const here = () => [{ name: "stand-in", baseUrl: server.baseUrl, apiKey: "sk-of-this-server" }];
const look = { calls: [{ name: "price", arguments: { assets: ["TAO", "NEAR"] } }] };

const sourcesOf = (reply: Reply): CommandButton | undefined =>
  (reply.buttons ?? []).find((button): button is CommandButton => "command" in button && button.label === "Sources");

test("an answer shows what its figures rest on: the raw value, the look-up, its source and its age at the press", async () => {
  const { desk, progress } = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
  server.next(look, { text: "TAO is at $312.46, up 1.2%; NEAR is at $2.50." });
  const button = sourcesOf(await desk.ask("how are they?", aCall(), progress));
  if (!button) throw new Error("no button");
  const id = await desk.keep(button, "user-1");
  const { reply, edit } = await desk.press(id, aCall({ now: NOON + 3 * 3_600_000 }));
  expect(edit).toBe(false);
  expect(plainText(reply)).toContain("$312.46: 312.4567 USD · /price · Test · 3 h ago");
  expect(plainText(reply)).toContain("1.2%: 0.01234 · /price");
  expect(plainText(reply)).toContain("$2.50: 2.5049 USD");
});

test("where others read along, what somebody else's answer rests on is shown to the presser alone", async () => {
  const { desk, progress } = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
  const group = { isPublic: true, chatId: "group-1" };
  server.next(look, { text: "TAO is at $312.46." });
  const button = sourcesOf(await desk.ask("how is tao?", aCall({ place: group }), progress));
  if (!button) throw new Error("no button");
  const id = await desk.keep(button, "user-1");
  const other = await desk.press(id, aCall({ place: group, caller: { userId: "user-2" } }));
  expect(other).toMatchObject({ edit: false, reply: { audience: "caller" } });
  expect(plainText(other.reply)).not.toContain("NEAR");
});

test("the sources are in the button: a desk that knows no command and asks nobody shows them, and nobody can type them", async () => {
  const { desk } = await testDesk([]);
  const input = { rows: [{ shown: "$1", value: "1 USD", command: "price", source: "Test", asOf: NOON }] };
  const id = await desk.keep({ label: "Sources", command: "-sources", input }, "user-1");
  expect(plainText((await desk.press(id, aCall())).reply)).toContain("$1: 1 USD · /price · Test");
  expect(plainText(await desk.run("-sources", input, aCall()))).toContain("There is no command");
});

test("an answer without figures has no such button", async () => {
  const { desk, progress } = await agentDesk({ servers: here(), limits: AGENT_LIMITS });
  server.next({ text: "Hello." });
  expect(sourcesOf(await desk.ask("hello?", aCall(), progress))).toBeUndefined();
});
