import { PassThrough } from "node:stream";
import fc from "fast-check";
import { serveStdio } from "../../src/adapters/mcp/stdio.ts";
import { type AnyCommand, isOpenToAll } from "../../src/core/command.ts";
import { memoryLog } from "../support/calls.ts";
import { serveDesk } from "../support/mcp.ts";
import { send } from "../support/web-door.ts";
import { openWholeDesk, type WholeDesk } from "../support/whole-desk.ts";
import { describe } from "./desk.ts";
import { anyInput, anyText } from "./grammar.ts";
import { leaksIn } from "./leaks.ts";
import { addVictim, rowsOfPeople, watchOwnersRows } from "./people.ts";
import { newTally, problem, type Tally } from "./tally.ts";

const AT_ONCE = 16;

/** An answer that has not come by then does not come. */
const PATIENCE_MS = 10_000;

const METHODS = [
  "initialize",
  "notifications/initialized",
  "notifications/cancelled",
  "ping",
  "tools/list",
  "tools/launch",
  "resources/read",
  "prompts/get",
  "completion/complete",
  "logging/setLevel",
  "sampling/createMessage",
  "__proto__",
  "",
] as const;

const anyId = fc.oneof(
  { weight: 20, arbitrary: fc.nat(1_000) },
  { weight: 1, arbitrary: fc.constantFrom("1", "", -1, 1.5, null, {}, [], true, "x".repeat(2_000)) },
);

const nameOf = (command: string): string => command.replaceAll(" ", "_");

function anyMessage(commands: readonly AnyCommand[]): fc.Arbitrary<unknown> {
  const offered = commands.filter((command) => command.surfaces.includes("mcp") && isOpenToAll(command));
  const call = fc
    .oneof({ weight: 3, arbitrary: anyInput(offered) }, { weight: 1, arbitrary: anyInput(commands) })
    .map(({ command, input }) => ({
      method: "tools/call",
      params: { name: nameOf(command), arguments: input },
    }));
  const oddCall = fc.record({
    method: fc.constant("tools/call"),
    params: fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.record({
        name: fc.oneof(anyText, fc.constantFrom(...commands.map(({ name }) => nameOf(name)))),
        arguments: fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.dictionary(anyText, anyText, { maxKeys: 4 })),
        _meta: fc.jsonValue({ maxDepth: 1 }),
      }),
    ),
  });
  const other = fc.record({
    method: fc.oneof(fc.constantFrom(...METHODS), anyText),
    params: fc.oneof(
      fc.constant({}),
      fc.constant({ protocolVersion: "2099-01-01", capabilities: {}, clientInfo: { name: "x", version: "0" } }),
      fc.record({ uri: fc.constantFrom("file:///etc/passwd", "../../.env", "http://169.254.169.254/") }),
      fc.jsonValue({ maxDepth: 2 }),
    ),
  });
  const answer = fc.record({ result: fc.jsonValue({ maxDepth: 1 }) });
  return fc
    .tuple(
      fc.oneof(
        { weight: 6, arbitrary: call },
        { weight: 2, arbitrary: oddCall },
        { weight: 2, arbitrary: other },
        { weight: 1, arbitrary: answer },
      ),
      anyId,
      fc.oneof({ weight: 20, arbitrary: fc.constant("2.0") }, { weight: 1, arbitrary: fc.constantFrom("1.0", 2) }),
    )
    .map(([message, id, jsonrpc]) => ({ jsonrpc, id, ...(message as object) }));
}

/** JSON as clients write it, and what happens to it on the way. */
function anyBody(commands: readonly AnyCommand[]): fc.Arbitrary<string> {
  const message = anyMessage(commands);
  const text = message.map((each) => JSON.stringify(each));
  return fc.oneof(
    { weight: 10, arbitrary: text },
    { weight: 2, arbitrary: fc.array(message, { maxLength: 6 }).map((batch) => JSON.stringify(batch)) },
    { weight: 1, arbitrary: fc.tuple(text, fc.nat(200)).map(([whole, at]) => whole.slice(0, at)) },
    { weight: 1, arbitrary: fc.oneof(anyText, fc.json()) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "",
        "[".repeat(20_000),
        `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${"[".repeat(3_000)}${"]".repeat(3_000)}}`,
        `{"jsonrpc":"2.0","id":1,"method":"${"x".repeat(300_000)}"}`,
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"price","arguments":{"__proto__":{"role":"owner"}}}}',
      ),
    },
  );
}

type Headers = Readonly<Record<string, string>>;

const PLAIN: Headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
/** Those that a program on this machine sends, and those of pages and proxies: nobody of them may have anything. */
const OWN: readonly Headers[] = [
  PLAIN,
  { ...PLAIN, "mcp-session-id": "../../etc/passwd" },
  { ...PLAIN, "mcp-session-id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "last-event-id": "1" },
  { ...PLAIN, "mcp-protocol-version": "1999-01-01" },
  { ...PLAIN, accept: "text/html" },
  { ...PLAIN, "content-type": "text/plain" },
];
const FOREIGN: readonly Headers[] = [
  { ...PLAIN, host: "evil.example" },
  { ...PLAIN, host: "127.0.0.1.evil.example" },
  { ...PLAIN, host: "desk.local" },
  { ...PLAIN, origin: "https://evil.example" },
  { ...PLAIN, origin: "null" },
  { ...PLAIN, "sec-fetch-site": "cross-site" },
  { ...PLAIN, "x-forwarded-for": "203.0.113.9" },
  { ...PLAIN, forwarded: "for=203.0.113.9" },
  { ...PLAIN, host: "evil.example", authorization: "Bearer null" },
];

/** The names of tools whose call may not give anything. */
const closedNames = (commands: readonly AnyCommand[], listed: ReadonlySet<string>): ReadonlySet<string> =>
  new Set(commands.map(({ name }) => nameOf(name)).filter((name) => !listed.has(name)));

interface Answer {
  readonly id?: unknown;
  readonly result?: { readonly isError?: boolean; readonly structuredContent?: unknown };
}

/** What is wrong with an answer, whoever asked. @param asked  the body that it answers */
function wrongIn(text: string, asked: string, closed: ReadonlySet<string>): string[] {
  const leaks = leaksIn(withoutMissing(text), asTold(asked)).map((leak) => `leak: ${leak}`);
  const [messages, answers] = [asMessages(asked), asMessages(text) as readonly Answer[]];
  const opened = (messages as readonly { id?: unknown; method?: unknown; params?: { name?: string } }[]).filter(
    (message) =>
      message?.method === "tools/call" &&
      closed.has(message.params?.name ?? "") &&
      messages.length === 1 &&
      answers.some(({ result }) => result !== undefined && result.isError !== true),
  );
  return [...leaks, ...opened.map(({ params }) => `a closed command is run: ${params?.name ?? ""}`)];
}

/** The SDK's word for a field that a message lacks. */
const withoutMissing = (text: string): string => text.replaceAll(", received undefined", "");

/** A list may be told as one text. */
const asTold = (asked: string): string => `${asked}${asked.replaceAll('","', " ")}`;

function asMessages(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [parsed];
  } catch {
    return [];
  }
}

/** A desk with its doors for programs, and somebody whose things are no program's. */
async function openPrograms(): Promise<{
  readonly whole: WholeDesk;
  readonly commands: readonly AnyCommand[];
  /** Ends the count: @returns what has been written meanwhile, and is nobody's right. */
  readonly written: () => Promise<readonly string[]>;
}> {
  const whole = await openWholeDesk();
  await addVictim(whole);
  await whole.identify("mcp", "anonymous");
  const before = await rowsOfPeople(whole);
  const changedOfOwners = await watchOwnersRows(whole);
  const written = async (): Promise<readonly string[]> => [
    ...((await rowsOfPeople(whole)) === before ? [] : ["rows of people"]),
    ...(await changedOfOwners()),
  ];
  return { whole, commands: [...whole.desk.commands.values()], written };
}

const partsOf = ({ identify, clock }: WholeDesk) => ({
  clock,
  identify: (_: unknown, accountId: string) => identify("mcp", accountId),
});

/** Messages of programs over HTTP: to a desk that lets this machine in, and to one that wants a token. */
export async function fuzzMcpHttp(runs: number, seed: number): Promise<Tally> {
  const tally = newTally("MCP over HTTP");
  const { whole, commands, written } = await openPrograms();
  const local = await serveDesk(whole.desk, { ...partsOf(whole), requestLimitMs: 3_000 });
  const guarded = await serveDesk(whole.desk, { ...partsOf(whole), loopbackOnly: false, token: "t".repeat(30) });
  const listed = await send(local.url, { path: "/mcp", headers: PLAIN, body: LIST });
  const { result } = JSON.parse(listed.text) as { result: { tools: readonly { name: string }[] } };
  const closed = closedNames(commands, new Set(result.tools.map(({ name }) => name)));
  const asked = fc.sample(
    fc.record({
      body: anyBody(commands),
      headers: fc.oneof(
        { weight: 4, arbitrary: fc.constant(PLAIN) },
        { weight: 1, arbitrary: fc.constantFrom(...OWN) },
        { weight: 1, arbitrary: fc.constantFrom(...FOREIGN) },
      ),
      door: fc.oneof({ weight: 6, arbitrary: fc.constant(local) }, { weight: 1, arbitrary: fc.constant(guarded) }),
      method: fc.oneof(
        { weight: 12, arbitrary: fc.constant("POST") },
        { weight: 1, arbitrary: fc.constantFrom("GET", "DELETE", "PUT", "OPTIONS") },
      ),
    }),
    { seed, numRuns: runs },
  );
  try {
    for (let from = 0; from < asked.length; from += AT_ONCE)
      await Promise.all(
        asked.slice(from, from + AT_ONCE).map(async ({ body, headers, door, method }) => {
          tally.inputs += 1;
          const about = { body, headers, method, door: door === local ? "local" : "guarded" };
          const given = { path: "/mcp", method, headers, ...(method === "GET" ? {} : { body }) };
          const got = await send(door.url, given).catch((error: unknown) => problem(tally, String(error), about));
          if (!got) return;
          tally.answered += 1;
          // A batch that takes its own requests back is given up after its time.
          if (got.status >= 500 && !(got.status === 504 && body.includes("cancelled")))
            problem(tally, `status ${got.status}`, about);
          if ((FOREIGN.includes(headers) || door === guarded) && got.status < 400)
            problem(tally, `let in with ${got.status}`, about);
          for (const wrong of wrongIn(got.text, body, closed)) problem(tally, wrong, { ...about, got });
        }),
      );
    for (const fault of [...local.faults, ...guarded.faults, ...whole.faults])
      problem(tally, `fault: ${describe(fault)}`, seed);
    for (const table of await written()) problem(tally, `${table} changed`, seed);
  } finally {
    await local.close();
    await guarded.close();
    await whole.database.destroy();
  }
  return tally;
}

const LIST = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';

/** Lines of a program on standard input; what is no message is passed over, and the next one is answered. */
export async function fuzzMcpLines(runs: number, seed: number): Promise<Tally> {
  const tally = newTally("MCP on standard input");
  const { whole, commands, written } = await openPrograms();
  const [input, output] = [new PassThrough(), new PassThrough()];
  const { desk, faults } = whole;
  const report = (error: unknown): string => {
    faults.push(error);
    return "ref789";
  };
  const parts = { ...partsOf(whole), notice: () => undefined, version: "0", log: memoryLog(), report };
  const over = serveStdio({ ...parts, desk, input, output });
  let text = "";
  output.on("data", (part: Buffer) => (text += String(part)));
  const lines = fc.sample(
    anyBody(commands).map((body) => body.replaceAll(/[\r\n]/g, " ")),
    { seed, numRuns: runs },
  );
  try {
    for (let from = 0; from < lines.length; from += AT_ONCE) {
      const batch = lines.slice(from, from + AT_ONCE);
      const ping = `ping-${from}`;
      text = "";
      for (const line of batch) input.write(`${line}\n`);
      input.write(`{"jsonrpc":"2.0","id":"${ping}","method":"ping"}\n`);
      tally.inputs += batch.length;
      const end = performance.now() + PATIENCE_MS;
      while (!text.includes(`"${ping}"`) && performance.now() < end)
        await new Promise((resolve) => setTimeout(resolve, 1));
      if (text.includes(`"${ping}"`)) tally.answered += batch.length;
      else problem(tally, "no answer", batch);
      for (const line of text.split("\n").slice(0, -1)) {
        if (asMessages(line).length === 0) problem(tally, "what is written is no message", line);
        for (const leak of leaksIn(withoutMissing(line), asTold(batch.join("\n"))))
          problem(tally, `leak: ${leak}`, { line, batch });
      }
    }
    for (const fault of faults) problem(tally, `fault: ${describe(fault)}`, seed);
  } finally {
    input.end();
    await over;
    for (const table of await written()) problem(tally, `${table} changed`, seed);
    await whole.database.destroy();
  }
  return tally;
}
