import { connect } from "node:net";
import fc from "fast-check";
import type { AnyCommand } from "../../src/core/command.ts";
import { Visitor, openWeb, type WebDoor } from "../support/web-door.ts";
import { openWholeDesk } from "../support/whole-desk.ts";
import { describe } from "./desk.ts";
import { anyLine, anyText } from "./grammar.ts";
import { leaksIn } from "./leaks.ts";
import { addVictim, tablesHolding, watchOwnersRows } from "./people.ts";
import { newTally, problem, type Tally } from "./tally.ts";

/** Connections open at once. */
const AT_ONCE = 32;

/** Between two batches, for the desk alone: strangers together may ask 120 times a minute. */
const PAUSE_MS = 60_000;

/** An answer that has not come by then does not come. */
const PATIENCE_MS = 8_000;

/** What is written by a request that may not write; nobody's rows may ever hold it. */
const TRESPASS = "trespassers were here";

/** How a request says where it comes from. Foreign ones are another page's in a browser of this machine, or carry another name. */
interface Origin {
  readonly isForeign: boolean;
  readonly headers: (host: string) => readonly (readonly [string, string])[];
}

const own = (...more: readonly (readonly [string, string])[]): Origin => ({
  isForeign: false,
  headers: (host) => [["Host", host], ...more],
});
const foreign = (...headers: readonly (readonly [string, string])[]): Origin => ({
  isForeign: true,
  headers: (host) => (headers.some(([name]) => name === "Host") ? headers : [["Host", host] as const, ...headers]),
});

const ORIGINS: readonly Origin[] = [
  own(),
  own(["Sec-Fetch-Site", "same-origin"]),
  {
    isForeign: false,
    headers: (host) => [
      ["Host", host],
      ["Origin", `http://${host}`],
    ],
  },
  { isForeign: false, headers: (host) => [["Host", host.replace("127.0.0.1", "localhost")]] },
  foreign(["Host", "evil.example"]),
  foreign(["Host", "127.0.0.1.evil.example"]),
  foreign(["Host", "localhost.evil.example:80"]),
  foreign(["Host", "rebind.it."]),
  foreign(["Host", "127.0.0.1@evil.example"]),
  foreign(["Host", "[::ffff:127.0.0.1].evil.example"]),
  foreign(["Host", ""]),
  foreign(["Host", "evil.example"], ["Origin", "http://evil.example"]),
  foreign(["Origin", "https://evil.example"]),
  foreign(["Origin", "null"]),
  foreign(["Origin", "http://127.0.0.1:1"]),
  foreign(["Origin", "http://localhost"]),
  foreign(["Origin", "file://"]),
  foreign(["Sec-Fetch-Site", "cross-site"]),
  foreign(["Sec-Fetch-Site", "same-site"], ["Sec-Fetch-Mode", "no-cors"]),
  foreign(["Sec-Fetch-Site", "none"]),
  foreign(["Origin", "https://evil.example"], ["Sec-Fetch-Site", "same-origin"]),
];

const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get"] as const;
const API = ["visit", "turn", "file", "suggest", "sign-in", "events", "received"] as const;
const CLIMBS = [
  "..",
  "%2e%2e",
  "..%2f",
  "%2e%2e%2f",
  "..%5c",
  "%252e%252e%252f",
  "....//",
  "\\..",
  "%c0%ae%c0%ae/",
] as const;
const TREASURES = [
  "package.json",
  ".env",
  "src/config.ts",
  "data/westbound.sqlite",
  "etc/passwd",
  "proc/self/environ",
] as const;

const anyPath = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...API).map((name) => `/api/${name}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "/",
      "/page.css",
      "/healthz",
      "/readyz",
      "/metrics",
      "/editions",
      "/editions.atom",
      "/mcp",
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom("", "/api", "/editions", "/owner"),
        fc.array(fc.constantFrom(...CLIMBS), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...TREASURES),
      )
      .map(([start, climbs, end]) => `${start}/${climbs.join("/")}/${end}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom("/owner/", "/editions/", "/editions/1/", "/api/", "/?", "/"), anyText)
      .map(([start, text]) => `${start}${encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "?")).slice(0, 2_000)}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "*",
      "//evil.example/",
      "http://evil.example/",
      "/api//turn",
      "/api/turn/",
      "/API/turn",
      "/api/turn;x",
      "/api/visit?x=%0d%0aSet-Cookie:%20x=1",
      "/%",
      "/%zz",
      "/owner/%00",
      "/editions/1e1",
      "/editions/-1",
      "/editions/1/1.png",
    ),
  },
);

const TYPES = [
  "application/json",
  "application/octet-stream",
  "application/json",
  "text/plain",
  "multipart/form-data; boundary=x",
  "application/x-www-form-urlencoded",
  "application/jsonx",
  "text/html\u00ff",
  "",
] as const;

/** What the browser says of itself: real cookies of hers are told apart by `who`. */
type Who =
  | "nobody"
  | "eve"
  | "another's id"
  | "owner by her own word"
  | "without signature"
  | "of another desk"
  | "noise";

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly origin: Origin;
  readonly who: Who;
  readonly type: string;
  readonly body: string;
  readonly extra: readonly (readonly [string, string])[];
  readonly framing: "plain" | "chunked" | "twice" | "both" | "longer" | "old";
}

const EXTRA: readonly (readonly [string, string])[] = [
  ["X-File-Name", "a%0d%0aX-Injected: 1.csv"],
  ["X-File-Name", "../../../../etc/passwd"],
  ["X-File-Name", "%"],
  ["Accept-Language", "de\u00ff;q=*,%0d%0aX-Injected: 1"],
  ["Accept-Language", "x".repeat(8_000)],
  ["X-Forwarded-For", "127.0.0.1"],
  ["X-Forwarded-Host", "evil.example"],
  ["X-HTTP-Method-Override", "GET"],
  ["If-None-Match", '"x"\u00ff'],
  ["Range", "bytes=0-0,-1,9999999999999999999-"],
  ["Sec-Purpose", "prefetch"],
  ["Authorization", "Bearer ../../.env"],
  ["Accept", "text/event-stream"],
  ["X-Long", "x".repeat(20_000)],
  ["Upgrade", "websocket"],
];

const key = fc.oneof({ weight: 9, arbitrary: fc.uuid() }, anyText);

function anyBody(commands: Iterable<AnyCommand>, ids: readonly string[]): fc.Arbitrary<string> {
  const line = anyLine(commands).map((each) => `/${each}`);
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ key, text: fc.oneof(line, line, anyText) }).map((each) => JSON.stringify(each)),
    },
    {
      weight: 3,
      arbitrary: fc
        .record({ key, press: fc.oneof(fc.constantFrom(...ids), anyText) })
        .map((each) => JSON.stringify(each)),
    },
    {
      weight: 1,
      arbitrary: fc.record({ key, text: line, file: fc.oneof(fc.uuid(), anyText) }).map((each) => JSON.stringify(each)),
    },
    { weight: 1, arbitrary: fc.record({ line: fc.oneof(anyText, line) }).map((each) => JSON.stringify(each)) },
    { weight: 1, arbitrary: fc.record({ code: anyText }).map((each) => JSON.stringify(each)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: anyText },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "",
        "{",
        "[".repeat(60_000),
        "x".repeat(70_000),
        '{"__proto__":{"key":"x"}}',
        "\u0000",
      ),
    },
  );
}

function anyRequest(commands: Iterable<AnyCommand>, ids: readonly string[]): fc.Arbitrary<Asked> {
  return fc.record({
    method: fc.oneof(
      { weight: 3, arbitrary: fc.constant("POST") },
      { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
    ),
    path: anyPath,
    origin: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...ORIGINS.slice(0, 4)) },
      { weight: 1, arbitrary: fc.constantFrom(...ORIGINS) },
    ),
    who: fc.constantFrom<Who>(
      "nobody",
      "eve",
      "eve",
      "another's id",
      "owner by her own word",
      "without signature",
      "of another desk",
      "noise",
    ),
    type: fc.oneof(
      { weight: 3, arbitrary: fc.constant("application/json") },
      { weight: 1, arbitrary: fc.constantFrom(...TYPES) },
    ),
    body: anyBody(commands, ids),
    extra: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.subarray([...EXTRA], { maxLength: 3 }) },
    ),
    framing: fc.oneof(
      { weight: 8, arbitrary: fc.constant("plain" as const) },
      { weight: 1, arbitrary: fc.constantFrom("chunked", "twice", "both", "longer", "old") },
    ),
  });
}

/** The cookies of somebody who means harm, by what they are. */
function cookiesOf(eve: string, ann: string): Readonly<Record<Who, string | undefined>> {
  const [name = "", value = ""] = eve.split("=", 2);
  const [plain = "", signature = ""] = decodeURIComponent(value).split(/\.(?=[^.]*$)/);
  const hers = decodeURIComponent(ann.split("=", 2)[1] ?? "").split(/\.(?=[^.]*$)/)[0] ?? "";
  const with_ = (text: string): string => `${name}=${encodeURIComponent(text)}`;
  return {
    nobody: undefined,
    eve,
    "another's id": with_(`${hers}.${signature}`),
    "owner by her own word": with_(`${plain.replace("visitor", "owner")}.${signature}`),
    "without signature": `${name}=${hers}`,
    "of another desk": with_(`${hers}.${Buffer.alloc(32, 7).toString("base64")}`),
    noise: `${name}=; ${name}=%00; ${name}=${"x".repeat(3_000)}; __Host-${name}=${hers}`,
  };
}

const bytesOf = (asked: Asked, host: string, cookie: string | undefined): string => {
  const { method, path, origin, type, extra, framing } = asked;
  const body =
    origin.isForeign && path === "/api/turn"
      ? JSON.stringify({ key: crypto.randomUUID(), text: `/note add ${TRESPASS}` })
      : asked.body;
  const latin = Buffer.from(body, "utf8").toString("latin1");
  const chunked = `${latin.length.toString(16)}\r\n${latin}\r\n0\r\n\r\n`;
  const length = ["Content-Length", String(latin.length)] as const;
  const coding = ["Transfer-Encoding", "chunked"] as const;
  const framed: Readonly<Record<Asked["framing"], { headers: readonly (readonly [string, string])[]; text: string }>> =
    {
      plain: { headers: [length], text: latin },
      old: { headers: [length], text: latin },
      chunked: { headers: [coding], text: latin === "" ? "0\r\n\r\n" : chunked },
      twice: { headers: [length, ["Content-Length", "1"]], text: latin },
      both: { headers: [length, coding], text: chunked },
      longer: { headers: [["Content-Length", "9".repeat(12)]], text: latin },
    };
  const { headers, text } = framed[framing];
  const lines = [
    ...origin.headers(host),
    ["Connection", "close"],
    ...(cookie === undefined ? [] : [["Cookie", cookie]]),
    ...(type === "" ? [] : [["Content-Type", type]]),
    ...extra,
    ...headers,
  ].map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.${framing === "old" ? 0 : 1}\r\n${lines.join("")}\r\n${text}`;
};

interface Got {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Puts bytes on the line. @param isStream  the answer goes on for ever, and its head is enough */
function exchange(door: WebDoor, bytes: string, isStream: (path: Got) => boolean): Promise<Got | undefined> {
  const { hostname, port } = new URL(door.address);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = "";
    const read = (): Got | undefined => {
      const end = text.indexOf("\r\n\r\n");
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      if (end < 0 || status === undefined) return undefined;
      return {
        status: Number(status),
        head: text.slice(0, end),
        body: Buffer.from(text.slice(end + 4), "latin1").toString("utf8"),
      };
    };
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(read());
    };
    const timer = setTimeout(() => {
      text = "";
      end();
    }, PATIENCE_MS);
    socket.setEncoding("latin1");
    socket.on("data", (part: string) => {
      text += part;
      const got = read();
      if (got && isStream(got)) end();
    });
    socket.on("error", end);
    socket.on("close", end);
    socket.write(bytes, "latin1");
  });
}

/** A list may be told as one text, and a path as it was meant. */
function asTold({ body, path }: Asked): string {
  const plain = path.replaceAll(/%[0-7][0-9a-f]/gi, (code) => decodeURIComponent(code));
  return `${body}${body.replaceAll('","', " ")}${path}${plain}`;
}

/** What is wrong with an answer. @param everything  what may be told again of what was asked */
function wrongIn({ status, head, body }: Got, asked: Asked, annId: string, everything: string): string[] {
  const name = (header: string): RegExp => new RegExp(`^${header}:`, "im");
  const isRead = asked.method === "GET" || asked.method === "HEAD";
  return [
    ...(status >= 500 && status !== 503 ? [`status ${status}`] : []),
    ...(name("x-injected").test(head) ? ["a header that was put in"] : []),
    ...(name("access-control-allow-origin").test(head) ? ["another origin is let in"] : []),
    ...(/^set-cookie: x=1/im.test(head) ? ["a cookie that was put in"] : []),
    ...(/root:x?:0|"devDependencies"|SQLite format 3|export function readConfig/.test(body)
      ? ["a file of this machine"]
      : []),
    ...(body.includes(annId) ? ["another's account"] : []),
    ...(/"isOwner":\s*true/.test(body) ? ["made an owner"] : []),
    // A link to a page may be followed from anywhere; nothing else may be asked from elsewhere, and nothing under another name.
    ...(asked.origin.isForeign && (status < 400 || name("set-cookie").test(head)) && !(isRead && isOurName(asked))
      ? [`a foreign request is answered with ${status}`]
      : []),
    ...(isRead && name("set-cookie").test(head) ? ["a cookie by reading"] : []),
    ...leaksIn(`${head}\n${body}`, everything).map((leak) => `leak: ${leak}`),
  ];
}

const isOurName = ({ origin }: Asked): boolean =>
  origin.headers("ours").some(([name, value]) => name === "Host" && value === "ours");

/** Requests of all shapes over real connections: cookies, origins, names, methods, paths, types, bodies and lengths. */
export async function fuzzWeb(runs: number, seed: number): Promise<Tally> {
  const tally = newTally("Web page: requests");
  const whole = await openWholeDesk();
  const door = await openWeb(whole, { clock: whole.clock });
  try {
    const [hers, mine] = [new Visitor(door.address), new Visitor(door.address)];
    const { account: annId } = JSON.parse((await hers.post("/api/visit", {})).text) as { account: string };
    await mine.post("/api/visit", {});
    const ann = await addVictim(whole, { platform: "web", accountId: annId, chatId: annId });
    const cookies = cookiesOf(mine.cookie ?? "", hers.cookie ?? "");
    const asked = fc.sample(anyRequest(whole.desk.commands.values(), ann.buttonIds), { seed, numRuns: runs });
    // Eve is told again what she once wrote; all others are somebody new each time.
    const everything = JSON.stringify(asked.map(({ body, path }) => [body, path]));
    const before = await ann.rows();
    const changedOfOwners = await watchOwnersRows(whole);
    const host = new URL(door.address).host;
    for (let from = 0; from < asked.length; from += AT_ONCE) {
      whole.pass(PAUSE_MS);
      const batch = asked.slice(from, from + AT_ONCE);
      await Promise.all(
        batch.map(async (each) => {
          tally.inputs += 1;
          const isStream = ({ status }: Got): boolean => each.path === "/api/events" && status === 200;
          // A length that is never reached would be waited for, as a slow line is.
          const isHeld = (got: Got): boolean => each.framing === "longer" && got.status > 0;
          const got = await exchange(
            door,
            bytesOf(each, host, cookies[each.who]),
            (given) => isStream(given) || isHeld(given),
          );
          if (got) tally.answered += 1;
          else if (each.framing === "longer") tally.silent += 1;
          else problem(tally, "no answer", each);
          for (const wrong of got ? wrongIn(got, each, annId, each.who === "eve" ? everything : asTold(each)) : [])
            problem(tally, wrong, { ...each, from: each.origin.headers(host), got });
        }),
      );
      for (const fault of [...door.faults, ...whole.faults.splice(0)])
        problem(tally, `fault: ${describe(fault)}`, batch);
      door.faults.length = 0;
    }
    if ((await ann.rows()) !== before) problem(tally, "another's rows changed", seed);
    for (const table of await changedOfOwners()) problem(tally, `${table} changed`, seed);
    for (const table of await tablesHolding(whole, TRESPASS))
      problem(tally, `a foreign request wrote to ${table}`, seed);
  } finally {
    await door.close();
    await whole.database.destroy();
  }
  return tally;
}
