import { noteFault, noteWordsIn } from "./log-watch.ts";
import { request } from "node:http";
import { createWebAdapter, type WebAdapter, type WebAdapterParts } from "../../src/adapters/web/adapter.ts";
import { createWebServer, type WebServer, type WebServerParts } from "../../src/adapters/web/server.ts";
import { Health } from "../../src/core/health.ts";
import type { Desk } from "../../src/core/desk.ts";
import { UserStore } from "../../src/store/user-store.ts";
import type { Database } from "../../src/store/database.ts";
import { memoryLog } from "./calls.ts";

export const SECRET = "a secret of the tests that is long enough";

/** A PNG of one pixel: what `draw` gives where the picture does not matter. */
export const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export interface WebDoor {
  readonly adapter: WebAdapter;
  readonly server: WebServer;
  readonly health: Health;
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  /** What was reported as a fault. */
  readonly faults: unknown[];
  close(): Promise<void>;
}

/** The real adapter behind the real server on a free port of loopback. */
export async function openWeb(
  { desk, database }: { readonly desk: Desk; readonly database: Database },
  change: Partial<WebAdapterParts> & Partial<Pick<WebServerParts, "routes" | "port" | "arrivalMs">> = {},
): Promise<WebDoor> {
  const users = new UserStore();
  const health = new Health();
  const faults: unknown[] = [];
  const { routes = [], port = 0, arrivalMs, ...parts } = change;
  const adapter = createWebAdapter({
    host: "127.0.0.1",
    identify: (platform, accountId, name) => users.identify(database, platform, accountId, name, Date.now()),
    makeOwner: (userId) => users.makeOwner(database, userId),
    draw: async () => PIXEL,
    editions: { byId: async () => undefined, posted: async () => [] },
    secret: SECRET,
    clock: Date.now,
    log: memoryLog(),
    report: (error) => {
      faults.push(error);
      noteFault(error);
      return "ref456";
    },
    receiptMs: 300,
    finishMs: 300,
    ...parts,
  });
  const server = createWebServer({
    host: parts.host ?? "127.0.0.1",
    port,
    ...(parts.publicUrl === undefined ? {} : { publicUrl: parts.publicUrl }),
    routes,
    page: adapter.app,
    health,
    metrics: async () => "# nothing\n",
    log: memoryLog(),
    finishMs: 300,
    ...(arrivalMs === undefined ? {} : { arrivalMs }),
  });
  const address = await server.start();
  await adapter.start(desk);
  return {
    adapter,
    server,
    health,
    address,
    faults,
    close: async () => {
      await adapter.stop();
      await server.stop();
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One plain HTTP request with any headers at all: `fetch` would set Host and others itself. */
export async function send(
  address: string,
  {
    method = "POST",
    path = "/",
    headers = {},
    body,
  }: {
    method?: string;
    path?: string;
    headers?: Readonly<Record<string, string | string[]>>;
    body?: string;
  },
): Promise<Answer> {
  const { hostname, port } = new URL(address);
  return await new Promise<Answer>((resolve, reject) => {
    const sent = request(
      { host: hostname.replace(/^\[|\]$/g, ""), port, method, path, headers, agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
        response.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A browser without a screen: keeps its cookie and says what a browser says of itself. */
export class Visitor {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  cookie: string | undefined;

  /** @param headers  what it says besides, or otherwise */
  constructor(address: string, headers: Readonly<Record<string, string>> = {}) {
    this.address = address;
    this.headers = headers;
  }

  async post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return await this.#send("POST", path, JSON.stringify(body), {
      "content-type": "application/json",
      origin: this.address,
      "sec-fetch-site": "same-origin",
      ...headers,
    });
  }

  /** Sends a file ahead, as the page does. */
  async sendFile(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return await this.#send("POST", "/api/file", body, {
      "content-type": "application/octet-stream",
      "content-length": String(Buffer.byteLength(body)),
      origin: this.address,
      "sec-fetch-site": "same-origin",
      ...headers,
    });
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return await this.#send("GET", path, undefined, {
      "sec-fetch-site": "none",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
      ...headers,
    });
  }

  /** @returns the lines of the answer, parsed; the last carries `reply` */
  async turn(asked: object, headers: Readonly<Record<string, string>> = {}): Promise<readonly TurnLine[]> {
    noteWordsIn(asked);
    const { status, text } = await this.post("/api/turn", { key: crypto.randomUUID(), ...asked }, headers);
    if (status !== 200) throw new Error(`${status}: ${text}`);
    return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as TurnLine]));
  }

  /** @returns the last line of the answer */
  async ask(text: string, headers: Readonly<Record<string, string>> = {}): Promise<TurnLine> {
    return (await this.turn({ text }, headers)).at(-1)!;
  }

  async #send(
    method: string,
    path: string,
    body: string | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const cookie = this.cookie === undefined ? {} : { cookie: this.cookie };
    const answer = await send(this.address, {
      method,
      path,
      headers: { ...headers, ...cookie, ...this.headers },
      ...(body === undefined ? {} : { body }),
    });
    const [set] = [answer.headers["set-cookie"] ?? []].flat().slice(-1);
    if (set !== undefined) this.cookie = set.split(";")[0];
    return answer;
  }
}

/** As much of an answer's line as tests read. */
export interface TurnLine {
  readonly progress?: string;
  readonly edit?: boolean;
  readonly signIn?: boolean;
  readonly reply?: {
    readonly title?: string;
    readonly isPrivate: boolean;
    readonly footer?: string;
    readonly blocks: readonly {
      readonly kind: string;
      readonly spans?: readonly { text: string; link?: string }[];
      readonly fields?: readonly { label: string; value: string }[];
      readonly columns?: readonly { readonly label: string }[];
      readonly rows?: readonly (readonly string[])[];
      readonly text?: string;
      readonly alt?: string;
      readonly src?: string;
    }[];
    readonly buttons: readonly { readonly label: string; readonly id?: string; readonly url?: string }[];
    readonly choices?: { readonly prompt: string; readonly options: readonly { label: string; id: string }[] };
  } | null;
}

/** Everything that can be read in an answer. */
export const wordsOf = ({ reply }: TurnLine): string =>
  !reply
    ? ""
    : [
        reply.title,
        ...reply.blocks.flatMap((block) => [
          block.spans?.map(({ text }) => text).join(""),
          ...(block.fields?.map(({ label, value }) => `${label}: ${value}`) ?? []),
          ...(block.rows?.map((row) => row.join(" ")) ?? []),
          block.text,
          block.alt,
        ]),
        reply.choices?.prompt,
        reply.footer,
      ]
        .filter((each) => each !== undefined)
        .join("\n");
