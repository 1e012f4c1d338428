import { createWebAdapter, type WebAdapter } from "../../src/adapters/web/adapter.ts";
import { createWebServer, type WebServer } from "../../src/adapters/web/server.ts";
import { SECRET, type TurnLine, Visitor } from "../support/web-door.ts";
import { adapterContract, type Door, type DoorParts, type Person, type Shown } from "./adapter-contract.ts";

const PEOPLE = ["ann", "ben", "ada", "robo"] as const satisfies readonly Person[];

type PageReply = NonNullable<TurnLine["reply"]>;

interface Message {
  readonly id: string;
  readonly owner: Person;
  reply: PageReply;
}

const asShown = ({ id, owner, reply }: Message): Shown => ({
  id,
  where: "direct",
  text: [
    reply.title,
    ...reply.blocks.flatMap((block) => [
      block.spans?.map(({ text }) => text).join(""),
      ...(block.fields?.map(({ label, value }) => `${label}: ${value}`) ?? []),
      block.columns?.map(({ label }) => label).join(" "),
      ...(block.rows?.map((row) => row.join(" ")) ?? []),
      block.text,
    ]),
    reply.choices?.prompt,
    reply.footer,
  ]
    .filter((each) => each !== undefined)
    .join("\n"),
  buttons: [...reply.buttons, ...(reply.choices?.options ?? [])].map(({ label }) => label),
  pictures: reply.blocks.flatMap(({ alt }) => alt ?? []),
  seenBy: owner,
  pings: [],
});

/** Browsers of several people at the real server: what their pages would show. */
async function startDoor(parts: DoorParts): Promise<Door> {
  const messages: Message[] = [];
  let port = 0;
  let adapter: WebAdapter;
  let server: WebServer;
  let streams: AbortController[] = [];
  const visitors = new Map<Person, Visitor>();
  const visitorOf = (person: Person): Visitor => visitors.get(person)!;
  const idOf = (person: Person): string => /=([\w-]{22})/.exec(visitorOf(person).cookie ?? "")?.[1] ?? "";

  async function open(): Promise<void> {
    adapter = createWebAdapter({
      ...parts,
      host: "127.0.0.1",
      secret: SECRET,
      editions: { byId: async () => undefined, posted: async () => [] },
      makeOwner: async () => undefined,
      finishMs: 1_000,
    });
    server = createWebServer({
      ...parts,
      host: "127.0.0.1",
      port,
      routes: [],
      page: adapter.app,
      metrics: async () => "",
      finishMs: 1_000,
    });
    const address = await server.start();
    port = Number(new URL(address).port);
    await adapter.start(parts.desk);
    for (const person of PEOPLE) {
      if (!visitors.has(person)) visitors.set(person, new Visitor(address));
      await visitorOf(person).post("/api/visit", {});
    }
    await Promise.all(PEOPLE.map(listen));
  }

  /** The page's open connection; resolves when the desk has taken it. */
  async function listen(person: Person): Promise<void> {
    const visitor = visitorOf(person);
    const away = new AbortController();
    streams.push(away);
    const { body } = await fetch(`${visitor.address}/api/events`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json", cookie: visitor.cookie ?? "" },
      signal: away.signal,
    });
    const read = async (): Promise<void> => {
      for await (const part of body!.pipeThrough(new TextDecoderStream()))
        for (const line of part.split("\n").filter((each) => each !== "")) {
          const { key, reply } = JSON.parse(line) as { key?: string; reply?: PageReply };
          if (key === undefined || reply === undefined) continue;
          messages.push({ id: key, owner: person, reply });
          await visitor.post("/api/received", { key });
        }
    };
    // The stream ends when the page goes away or the desk stops.
    void read().catch(() => undefined);
  }

  async function leave(): Promise<void> {
    for (const stream of streams) stream.abort();
    streams = [];
    await adapter.stop();
    await server.stop();
  }

  async function ask(person: Person, text: string): Promise<void> {
    const { reply } = await visitorOf(person).ask(text);
    if (reply) messages.push({ id: crypto.randomUUID(), owner: person, reply });
  }

  await open();
  return {
    get adapter() {
      return adapter;
    },
    command: (from, _where, line) => ask(from, `/${line}`),
    question: (from, _where, words) => ask(from, words),
    async press(from, messageId, label) {
      const message = messages.find(({ id }) => id === messageId)!;
      const buttons = [...message.reply.buttons, ...(message.reply.choices?.options ?? [])];
      const press = buttons.find((button) => button.label === label)?.id;
      const [answer] = (await visitorOf(from).turn({ press })).slice(-1);
      if (!answer?.reply) return;
      if (answer.edit) message.reply = answer.reply;
      else messages.push({ id: crypto.randomUUID(), owner: from, reply: answer.reply });
    },
    shown: async () => messages.map(asShown),
    placeOf: (_where, person) => ({ platform: "web", chatId: idOf(person), isPublic: false }),
    gonePlace: () => ({ platform: "web", chatId: "nobody", isPublic: false }),
    async restart() {
      await leave();
      await open();
    },
    close: leave,
  };
}

adapterContract("The web page", startDoor, { hasGroup: false, hasBots: false });
