import { expect, test } from "vitest";
import { loadPrompts, promptVersion, readPrompt, tokensOf } from "./prompts.ts";

/** Whoever changes a prompt raises its version and writes the new hash here. */
const VERSIONS = { agent: "agent 4 (36f13d732848)", digest: "digest 1 (fd784f5e2a42)" };

test("a prompt does not change without a new version", () => {
  const prompts = loadPrompts();
  expect(Object.fromEntries(Object.entries(prompts).map(([name, prompt]) => [name, promptVersion(prompt)]))).toEqual(
    VERSIONS,
  );
});

test("the agent's prompt keeps its budget and holds nothing that changes from message to message", () => {
  const { agent } = loadPrompts();
  expect(agent.maxTokens).toBeLessThanOrEqual(600);
  expect(tokensOf(agent.text)).toBeLessThanOrEqual(agent.maxTokens);
  expect(agent.text).not.toMatch(/\b20\d\d\b|\{\{/);
});

const prompt = (head: string, text: string): string => `---\n${head}\n---\n${text}\n`;

test("a prompt reads the same with Windows line ends", () => {
  const source = prompt("id: x\nversion: 2\nmax_tokens: 10", "One\ntwo");
  expect(readPrompt(source.replaceAll("\n", "\r\n"), "x.md")).toEqual(readPrompt(source, "x.md"));
});

test.each([
  ["no front matter", "just text", "the front matter needs id, version and max_tokens"],
  ["no version", prompt("id: x\nmax_tokens: 10", "text"), "the front matter needs"],
  ["too long", prompt("id: x\nversion: 1\nmax_tokens: 2", "twelve characters"), "more than 2"],
  ["a placeholder", prompt("id: x\nversion: 1\nmax_tokens: 20", "Hello {{name}}"), "no placeholders"],
])("%s is refused by the name of the file", (_name, source, complaint) => {
  expect(() => readPrompt(source, "prompts/x.md")).toThrow(/prompts\/x\.md/);
  expect(() => readPrompt(source, "prompts/x.md")).toThrow(complaint);
});
