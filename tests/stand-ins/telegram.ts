import { noteSaid, noteSecret } from "../support/log-watch.ts";
import type { MessageEntity } from "@grammyjs/types";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Body, readBody, type Upload } from "./telegram-body.ts";
import { isMethod, type Method, problemsIn } from "./telegram-rules.ts";
import {
  type ButtonRecord,
  type ChatRecord,
  entitiesIn,
  type Group,
  type InlineOffer,
  type InlineRecord,
  type MessageRecord,
  type Person,
  type PressRecord,
} from "./telegram-world.ts";

export { pingsIn } from "./telegram-world.ts";
export type { Group, InlineRecord, MessageRecord, Person, PressRecord } from "./telegram-world.ts";

export const TOKEN = "123456789:AAFakeTokenForTheStandInServer_0123456";
noteSecret(TOKEN);
export const USERNAME = "WestboundTestBot";
const BOT: Person = { id: 123_456_789, is_bot: true, first_name: "Westbound", username: USERNAME };

/** How a call goes wrong. `drop` closes the connection, before the call has happened or after it. */
export type TelegramFault =
  | { readonly kind: "error"; readonly code: number; readonly description: string; readonly parameters?: object }
  | { readonly kind: "html"; readonly code: number }
  | { readonly kind: "text"; readonly body: string }
  | { readonly kind: "drop"; readonly when: "before" | "after" }
  | { readonly kind: "hang" }
  | { readonly kind: "slow"; readonly ms: number };

interface PlannedFault {
  readonly method: Method;
  readonly fault: TelegramFault;
  readonly matches: (values: Readonly<Record<string, unknown>>) => boolean;
  left: number;
}

export interface CallRecord {
  readonly method: Method;
  readonly values: Readonly<Record<string, unknown>>;
  readonly at: number;
}

/** The call failed as the Bot API says it does. */
class Refusal extends Error {
  readonly code: number;
  readonly parameters: object | undefined;

  constructor(code: number, description: string, parameters?: object) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

const badRequest = (description: string): Refusal => new Refusal(400, `Bad Request: ${description}`);

interface SayOptions {
  readonly topic?: number;
  readonly replyTo?: MessageRecord;
  readonly secondsAgo?: number;
  /** More fields of the message, or other ones. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A server that speaks the Bot API on loopback and keeps the chats, with the people in front of it. */
export class TelegramStandIn {
  readonly violations: string[] = [];
  readonly calls: CallRecord[] = [];
  readonly messages: MessageRecord[] = [];
  readonly presses: PressRecord[] = [];
  readonly inlineQueries: InlineRecord[] = [];
  /** By scope as JSON. */
  readonly menus = new Map<string, unknown>();
  webhook: { readonly url: string; readonly secret: string | undefined } | undefined;
  /** Takes what would be posted to the webhook's address. */
  webhookTarget: ((request: Request) => Promise<Response>) | undefined;
  /** Files that people have sent, by id, and which of them were fetched. */
  /** Pictures that were uploaded, by the ids under which they can be sent again. */
  readonly photos = new Map<string, Upload>();
  readonly files = new Map<string, { readonly path: string; readonly bytes: Buffer }>();
  readonly fetched: string[] = [];
  /** Whether the token is good. */
  isTokenGood = true;
  /** Whether BotFather's privacy mode is off: then the bot is shown all messages of its groups. */
  readsAll = false;

  readonly #server: Server;
  #port = 0;
  readonly #chats = new Map<number, ChatRecord>();
  readonly #people = new Map<number, Person>();
  readonly #status = new Map<string, string>();
  readonly #limits = new Map<number, Readonly<Record<string, boolean>>>();
  readonly #topics = new Map<number, Set<number>>();
  /** Users who pressed Start and did not block us, and groups that we are in. */
  readonly #open = new Set<number>();
  readonly #moved = new Map<number, number>();
  readonly #faults: PlannedFault[] = [];
  readonly #pausedUntil = new Map<string, number>();
  readonly #updates: { readonly update_id: number }[] = [];
  #poll: { readonly wake: () => void; readonly conflict: () => void } | undefined;
  #nextUpdate = 700_000_001;
  #nextId = 100;
  readonly #watchers = new Set<() => void>();
  #delivering = false;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        this.violations.push(`the stand-in failed: ${String(error)}`);
        response.destroy();
      });
    });
  }

  static async start(): Promise<TelegramStandIn> {
    const server = new TelegramStandIn();
    await server.up();
    return server;
  }

  get root(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens, on the same port as before. */
  async up(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** An outage: nothing listens, and what was open is cut off. */
  async down(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.down();
  }

  // --- the people ---

  /** A person, with a direct chat that they have started. */
  person(first_name: string, more: Partial<Person> = {}): Person {
    const person = { id: (this.#nextId += 1), is_bot: false, first_name, language_code: "en", ...more };
    this.#people.set(person.id, person);
    this.#chats.set(person.id, { id: person.id, type: "private" });
    this.#open.add(person.id);
    return person;
  }

  group(title: string, more: Partial<Group> = {}): Group {
    const group: Group = { id: -1_000_000_000 - (this.#nextId += 1), type: "supergroup", title, ...more };
    this.#chats.set(group.id, group);
    this.#open.add(group.id);
    return group;
  }

  topic(group: Group): number {
    const topics = this.#topics.get(group.id) ?? new Set();
    this.#topics.set(group.id, topics);
    topics.add((this.#nextId += 1));
    return this.#nextId;
  }

  setStatus(group: Group, person: Person, status: "creator" | "administrator" | "member"): void {
    this.#status.set(`${group.id} ${person.id}`, status);
    const new_chat_member = { status, user: person };
    const now = Math.floor(Date.now() / 1_000);
    this.push({
      chat_member: { chat: group, from: person, date: now, old_chat_member: new_chat_member, new_chat_member },
    });
  }

  /** The person adds the bot to the group, or takes it out again. */
  membership(group: Group, person: Person, change: "added" | "removed" | "promoted"): void {
    const [before, after] = {
      added: ["left", "member"],
      removed: ["member", "kicked"],
      promoted: ["member", "administrator"],
    }[change] as [string, string];
    const date = Math.floor(Date.now() / 1_000);
    if (change === "removed") this.#open.delete(group.id);
    else this.#open.add(group.id);
    this.#status.set(`${group.id} ${BOT.id}`, after);
    this.push({
      my_chat_member: {
        chat: group,
        from: person,
        date,
        old_chat_member: { status: before, user: BOT },
        new_chat_member: { status: after, user: BOT },
      },
    });
  }

  /** The person blocks us, or has never started us; the group throws us out. */
  shut(chat: { readonly id: number }): void {
    this.#open.delete(chat.id);
  }

  unshut(chat: { readonly id: number }): void {
    this.#open.add(chat.id);
  }

  /** The group becomes a supergroup under another id. */
  migrate(group: Group): Group {
    const moved = this.group(group.title);
    this.#moved.set(group.id, moved.id);
    return moved;
  }

  /** Queues an update as it is. @returns its id */
  push(update: Readonly<Record<string, unknown>>): number {
    const update_id = this.#nextUpdate;
    this.#nextUpdate += 1;
    this.#updates.push({ update_id, ...update });
    this.#poll?.wake();
    void this.#deliver();
    return update_id;
  }

  /** Queues the same update again under its old id, as after a confirmation that was lost. */
  pushAgain(updateId: number, update: Readonly<Record<string, unknown>>): void {
    this.#updates.push({ update_id: updateId, ...update });
    this.#poll?.wake();
    void this.#deliver();
  }

  /** A person writes. */
  say(chat: { readonly id: number }, from: Person, text: string, options: SayOptions = {}): MessageRecord {
    noteSaid(text);
    const { topic, replyTo, secondsAgo = 0, more = {} } = options;
    const record: MessageRecord = {
      id: (this.#nextId += 1),
      chatId: chat.id,
      from,
      date: Math.floor(Date.now() / 1_000) - secondsAgo,
      shape: "text",
      text,
      entities: entitiesIn(text),
      keyboard: [],
      edits: 0,
      isDeleted: false,
      ...(topic === undefined ? {} : { topicId: topic }),
    };
    this.messages.push(record);
    this.push({
      message: {
        ...this.toMessage(record),
        ...(replyTo ? { reply_to_message: this.toMessage(replyTo) } : {}),
        ...more,
      },
    });
    return record;
  }

  /** A person sends a file, with words below it or none. @param claimed  its size as Telegram says it, if not the true one */
  sendFile(
    chat: { readonly id: number },
    from: Person,
    file: { readonly name: string; readonly bytes: string | Buffer; readonly claimed?: number },
    caption?: string,
    options: SayOptions = {},
  ): MessageRecord {
    const id = `BQACAgIAAx${(this.#nextId += 1)}`;
    const bytes = Buffer.from(file.bytes);
    this.files.set(id, { path: `documents/file_${this.files.size} 1.csv`, bytes });
    const document = {
      file_id: id,
      file_unique_id: `u${id}`,
      file_name: file.name,
      mime_type: "text/csv",
      file_size: file.claimed ?? bytes.length,
    };
    const words =
      caption === undefined ? { text: undefined } : { text: undefined, caption, caption_entities: entitiesIn(caption) };
    return this.say(chat, from, caption ?? "", { ...options, more: { ...options.more, ...words, document } });
  }

  /** A person presses a button of a message of ours, by its label or by the label behind its number. */
  press(message: MessageRecord, from: Person, label: string, options: { isDead?: true } = {}): PressRecord {
    const button = message.keyboard.flat().find(({ text }) => text === label || text.replace(/^\d+\. /, "") === label);
    if (button?.callback_data === undefined) throw new Error(`There is no button "${label}" on message ${message.id}.`);
    const press: PressRecord = {
      id: String((this.#nextId += 1)),
      from,
      chatId: message.chatId,
      isDead: options.isDead ?? false,
    };
    this.presses.push(press);
    this.push({
      callback_query: {
        id: press.id,
        from,
        chat_instance: "1",
        data: button.callback_data,
        message: this.toMessage(message),
      },
    });
    return press;
  }

  /** A person types behind the bot's name in some chat; the client sends each state of what is typed. */
  typeInline(from: Person, query: string): InlineRecord {
    noteSaid(query);
    const record: InlineRecord = { id: String((this.#nextId += 1)), from, query };
    this.inlineQueries.push(record);
    this.push({ inline_query: { id: record.id, from, query, offset: "", chat_type: "private" } });
    return record;
  }

  /** What members may do in a group, or the bot where it is an admin, is changed. */
  limit(group: Group, rights: Readonly<Record<`can_${string}`, boolean>>): void {
    this.#limits.set(group.id, rights);
  }

  /** The bot is made an admin of the group. */
  promote(group: Group): void {
    this.#status.set(`${group.id} ${BOT.id}`, "administrator");
  }

  /** A message as the Bot API shows it. */
  toMessage(record: MessageRecord): Record<string, unknown> {
    const { id, chatId, from, date, shape, text, entities, topicId, replyTo, keyboard } = record;
    const words =
      text === "" ? {} : shape === "text" ? { text, entities } : { caption: text, caption_entities: entities };
    return {
      message_id: id,
      date,
      chat: this.#chats.get(chatId),
      from,
      ...words,
      ...(shape === "photo"
        ? { photo: [{ file_id: record.fileId ?? "p", file_unique_id: "p", width: 1, height: 1 }] }
        : {}),
      ...(shape === "document" ? { document: { file_id: "d", file_unique_id: "d" } } : {}),
      ...(topicId === undefined ? {} : { message_thread_id: topicId, is_topic_message: true }),
      ...(replyTo === undefined
        ? {}
        : { reply_to_message: { message_id: replyTo, date, chat: this.#chats.get(chatId) } }),
      ...(keyboard.length === 0 ? {} : { reply_markup: { inline_keyboard: keyboard } }),
    };
  }

  // --- what the test looks at ---

  /** Messages of ours that can be seen now, oldest first; in one chat if it is given. */
  ours(chat?: { readonly id: number }): MessageRecord[] {
    return this.messages.filter(
      ({ from, isDeleted, chatId }) => from === BOT && !isDeleted && (chat === undefined || chatId === chat.id),
    );
  }

  callsOf(method: Method): CallRecord[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** What is left in the queue, not confirmed. */
  get waiting(): number {
    return this.#updates.length;
  }

  /** Resolves with what `find` finds, looked for after each call. */
  async until<Found>(find: () => Found | undefined, timeoutMs = 8_000): Promise<Found> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const found = find();
      if (found !== undefined && (found as unknown) !== false) return found;
      if (Date.now() > end)
        throw new Error(
          `Not seen in time. There is: ${JSON.stringify(this.ours().map(({ text }) => text.slice(0, 200)))}; calls: ${this.calls.map(({ method }) => method).join(" ")}`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, 20);
        const watchers = this.#watchers;
        watchers.add(done);
        function done(): void {
          clearTimeout(timer);
          watchers.delete(done);
          resolve();
        }
      });
    }
  }

  /** The message of ours that holds the text. */
  async shown(part: string, chat?: { readonly id: number }): Promise<MessageRecord> {
    return await this.until(() => this.ours(chat).find(({ text }) => text.includes(part)));
  }

  /** Makes calls go wrong. @param times  default once */
  fail(
    method: Method,
    fault: TelegramFault,
    options: { times?: number; matches?: (values: Readonly<Record<string, unknown>>) => boolean } = {},
  ): void {
    this.#faults.push({ method, fault, left: options.times ?? 1, matches: options.matches ?? (() => true) });
  }

  /** Ends all faults that are planned. */
  heal(): void {
    this.#faults.length = 0;
  }

  // --- the server ---

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, from, path] = /^\/file\/bot([^/]+)\/(.+)$/.exec(request.url ?? "") ?? [];
    if (path !== undefined) {
      const file = [...this.files.values()].find((each) => each.path === decodeURIComponent(path));
      if (from !== TOKEN || !file) return void response.writeHead(404).end();
      this.fetched.push(file.path);
      return void response.writeHead(200, { "content-type": "application/octet-stream" }).end(file.bytes);
    }
    const [, token, name = ""] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? "") ?? [];
    const body = await readBody(request);
    if (!this.isTokenGood || token !== TOKEN) return answer(response, new Refusal(401, "Unauthorized"));
    if (!isMethod(name)) {
      this.violations.push(`there is no method ${name}`);
      return answer(response, new Refusal(404, "Not Found: method not found"));
    }
    this.calls.push({ method: name, values: body.values, at: performance.now() });
    this.#checkPause(name, body);
    const planned = this.#faults.find(
      ({ method, left, matches }) => method === name && left > 0 && matches(body.values),
    );
    if (planned) planned.left -= 1;
    const fault = planned?.fault;
    if (fault?.kind === "hang") return;
    if (fault?.kind === "slow") await sleep(fault.ms);
    if (fault?.kind === "drop" && fault.when === "before") return void response.destroy();
    if (fault?.kind === "html") return void response.writeHead(fault.code).end("<html><body>Bad Gateway</body></html>");
    if (fault?.kind === "text") return void response.writeHead(200).end(fault.body);
    if (fault?.kind === "error") {
      this.#notePause(name, body, fault.parameters);
      return answer(response, new Refusal(fault.code, fault.description, fault.parameters));
    }
    const problems = problemsIn(name, body, USERNAME);
    this.violations.push(...problems);
    try {
      if (problems[0] !== undefined) throw badRequest(problems[0]);
      const result = await this.#do(name, body, response);
      if (fault?.kind === "drop") response.destroy();
      else if (!response.destroyed) response.writeHead(200, JSON_HEADERS).end(JSON.stringify({ ok: true, result }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer(response, error);
    }
    for (const watcher of this.#watchers) watcher();
  }

  #keyOf(method: Method, { values }: Body): string {
    return values["chat_id"] === undefined ? method : String(values["chat_id"] as string);
  }

  #notePause(method: Method, body: Body, parameters: object = {}): void {
    const seconds = "retry_after" in parameters ? Number(parameters.retry_after) : 0;
    if (seconds > 0) this.#pausedUntil.set(this.#keyOf(method, body), performance.now() + seconds * 1_000 - 5);
  }

  #checkPause(method: Method, body: Body): void {
    const key = this.#keyOf(method, body);
    if (performance.now() < (this.#pausedUntil.get(key) ?? 0))
      this.violations.push(`${method}: retry_after was not obeyed`);
  }

  async #do(method: Method, body: Body, response: ServerResponse): Promise<unknown> {
    const { values } = body;
    switch (method) {
      case "getMe":
        return { ...BOT, can_read_all_group_messages: this.readsAll, supports_inline_queries: true };
      case "getMyName":
        return { name: BOT.first_name };
      case "getUpdates":
        return await this.#getUpdates(values, response);
      case "setWebhook":
        return this.#setWebhook(values);
      case "deleteWebhook":
        this.webhook = undefined;
        return true;
      case "getWebhookInfo":
        return {
          url: this.webhook?.url ?? "",
          has_custom_certificate: false,
          pending_update_count: this.#updates.length,
        };
      case "getMyCommands":
        return this.menus.get(JSON.stringify(values["scope"] ?? null)) ?? [];
      case "setMyCommands":
        return this.#setMyCommands(values);
      case "getFile":
        return this.#getFile(values);
      case "getChat":
        return this.#getChat(values);
      case "leaveChat": {
        const chat = this.#chatOf(values);
        if (chat.type === "private") throw badRequest("chat member status can't be changed in private chats");
        this.#open.delete(chat.id);
        return true;
      }
      case "getChatMember":
        return this.#getChatMember(values);
      case "sendChatAction":
        this.#chatOf(values);
        return true;
      case "sendMessageDraft":
        if (this.#chatOf(values).type !== "private") throw badRequest("drafts are for private chats");
        return true;
      case "sendMessage":
      case "sendPhoto":
      case "sendDocument":
        return this.toMessage(this.#post(method, body));
      case "editMessageText":
      case "editMessageMedia":
      case "editMessageReplyMarkup":
        return this.#edit(method, body);
      case "deleteMessage":
        this.#deletable(values).isDeleted = true;
        return true;
      case "pinChatMessage":
      case "unpinChatMessage":
        return this.#pin(values, method === "pinChatMessage");
      case "answerCallbackQuery":
        return this.#answerPress(values);
      case "answerInlineQuery":
        return this.#answerInline(values);
    }
    return method satisfies never;
  }

  async #getUpdates(values: Readonly<Record<string, unknown>>, response: ServerResponse): Promise<unknown> {
    if (this.webhook)
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    const offset = Number(values["offset"] ?? 0);
    while (this.#updates[0] && this.#updates[0].update_id < offset) this.#updates.shift();
    this.#poll?.conflict();
    const limit = Number(values["limit"] ?? 100);
    const timeoutMs = Number(values["timeout"] ?? 0) * 1_000;
    if (this.#updates.length === 0 && timeoutMs > 0)
      await new Promise<void>((resolve, reject) => {
        const over = (): void => {
          clearTimeout(timer);
          if (this.#poll === poll) this.#poll = undefined;
        };
        const end = (): void => {
          over();
          resolve();
        };
        const poll = {
          wake: end,
          conflict: () => {
            over();
            reject(
              new Refusal(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
              ),
            );
          },
        };
        const timer = setTimeout(end, timeoutMs);
        this.#poll = poll;
        response.on("close", end);
      });
    return this.#updates.slice(0, limit);
  }

  #getFile(values: Readonly<Record<string, unknown>>): unknown {
    const id = String(values["file_id"] as string);
    const file = this.files.get(id);
    if (!file) throw badRequest("wrong file_id or the file is temporarily unavailable");
    if (file.bytes.length > 20 * 1024 * 1024) throw badRequest("file is too big");
    return { file_id: id, file_unique_id: `u${id}`, file_size: file.bytes.length, file_path: file.path };
  }

  #setWebhook(values: Readonly<Record<string, unknown>>): true {
    const url = String(values["url"] as string);
    if (!url.startsWith("https://")) throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
    const secret = values["secret_token"];
    if (secret !== undefined && !/^[\w-]{1,256}$/.test(String(secret as string)))
      throw badRequest("secret token contains unallowed characters");
    if (values["drop_pending_updates"] === true) this.#updates.length = 0;
    this.webhook = { url, secret: secret === undefined ? undefined : String(secret as string) };
    this.#poll?.conflict();
    void this.#deliver();
    return true;
  }

  /** One after the other; an update that is not taken comes again. */
  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    while (this.webhook && this.webhookTarget && this.#updates[0]) {
      const update = this.#updates[0];
      const headers = {
        "content-type": "application/json",
        "x-telegram-bot-api-secret-token": this.webhook.secret ?? "",
      };
      const request = new Request(this.webhook.url, { method: "POST", headers, body: JSON.stringify(update) });
      const { ok } = await this.webhookTarget(request);
      if (ok) this.#updates.shift();
      else await sleep(20);
    }
    this.#delivering = false;
  }

  #setMyCommands(values: Readonly<Record<string, unknown>>): true {
    const scope = values["scope"] as { readonly type?: string; readonly chat_id?: number } | undefined;
    if (scope?.type === "chat" && !this.#open.has(Number(scope.chat_id))) throw badRequest("chat not found");
    this.menus.set(JSON.stringify(scope ?? null), values["commands"]);
    return true;
  }

  #chatOf(values: Readonly<Record<string, unknown>>): ChatRecord {
    const id = Number(values["chat_id"]);
    const movedTo = this.#moved.get(id);
    if (movedTo !== undefined)
      throw new Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {
        migrate_to_chat_id: movedTo,
      });
    const chat = this.#chats.get(id);
    if (!chat) throw badRequest("chat not found");
    if (!this.#open.has(id))
      throw new Refusal(
        403,
        chat.type === "private"
          ? "Forbidden: bot can't initiate conversation with a user"
          : `Forbidden: bot was kicked from the ${chat.type} chat`,
      );
    return chat;
  }

  #getChatMember(values: Readonly<Record<string, unknown>>): unknown {
    const chat = this.#chatOf(values);
    const id = Number(values["user_id"]);
    const user = id === BOT.id ? BOT : this.#people.get(id);
    if (!user) throw badRequest("user not found");
    const status = this.#status.get(`${chat.id} ${user.id}`) ?? "member";
    if (user !== BOT || status !== "administrator") return { user, status };
    return { user, status, can_delete_messages: true, can_pin_messages: true, ...this.#limits.get(chat.id) };
  }

  #getChat(values: Readonly<Record<string, unknown>>): unknown {
    const chat = this.#chatOf(values);
    if (chat.type === "private" || chat.type === "channel") return chat;
    const usual = { can_send_messages: true, can_send_photos: true, can_send_documents: true, can_pin_messages: false };
    return { ...chat, permissions: { ...usual, ...this.#limits.get(chat.id) } };
  }

  #post(method: "sendMessage" | "sendPhoto" | "sendDocument", { values, uploads }: Body): MessageRecord {
    const chat = this.#chatOf(values);
    const topicId = values["message_thread_id"] === undefined ? undefined : Number(values["message_thread_id"]);
    if (topicId !== undefined && !this.#topics.get(chat.id)?.has(topicId)) throw badRequest("message thread not found");
    const reply = values["reply_parameters"] as
      | { message_id: number; allow_sending_without_reply?: boolean }
      | undefined;
    const replied =
      reply &&
      this.messages.find(({ id, chatId, isDeleted }) => id === reply.message_id && chatId === chat.id && !isDeleted);
    if (reply && !replied && reply.allow_sending_without_reply !== true)
      throw badRequest("message to be replied not found");
    const sentAgain = method === "sendPhoto" && typeof values["photo"] === "string" ? values["photo"] : undefined;
    const file =
      sentAgain === undefined ? uploads.get(method === "sendPhoto" ? "photo" : "document") : this.photos.get(sentAgain);
    if (sentAgain !== undefined && !file) throw badRequest("wrong file identifier/HTTP URL specified");
    const fileId = sentAgain ?? `AgACAgIAAx${(this.#nextId += 1)}`;
    if (file && method === "sendPhoto") this.photos.set(fileId, file);
    const record: MessageRecord = {
      id: (this.#nextId += 1),
      chatId: chat.id,
      from: BOT,
      date: Math.floor(Date.now() / 1_000),
      isSilent: String(values["disable_notification"]) === "true",
      shape: method === "sendPhoto" ? "photo" : method === "sendDocument" ? "document" : "text",
      ...wordsOf(values),
      keyboard: keyboardOf(values),
      edits: 0,
      isDeleted: false,
      ...(file ? { file, fileId } : {}),
      ...(topicId === undefined ? {} : { topicId }),
      ...(replied ? { replyTo: replied.id } : {}),
    };
    this.messages.push(record);
    return record;
  }

  #messageOf(values: Readonly<Record<string, unknown>>): MessageRecord {
    const chat = this.#chatOf(values);
    const id = Number(values["message_id"]);
    const message = this.messages.find(
      (each) => each.id === id && each.chatId === chat.id && !each.isDeleted && each.from === BOT,
    );
    if (!message) throw badRequest("message to edit not found");
    return message;
  }

  /** Our own, what was written to us in a direct chat, and in a group anybody's where we are an admin. */
  #pin(values: Readonly<Record<string, unknown>>, isPinned: boolean): true {
    const chat = this.#chatOf(values);
    const isAdmin = this.#status.get(`${chat.id} ${BOT.id}`) === "administrator";
    if (chat.type !== "private" && !isAdmin)
      throw badRequest("not enough rights to manage pinned messages in the chat");
    const id = Number(values["message_id"]);
    const message = this.messages.find((each) => each.id === id && each.chatId === chat.id && !each.isDeleted);
    if (!message) throw badRequest(`message to ${isPinned ? "pin" : "unpin"} not found`);
    message.isPinned = isPinned;
    return true;
  }

  #deletable(values: Readonly<Record<string, unknown>>): MessageRecord {
    const chat = this.#chatOf(values);
    const id = Number(values["message_id"]);
    const message = this.messages.find((each) => each.id === id && each.chatId === chat.id && !each.isDeleted);
    if (!message) throw badRequest("message to delete not found");
    const isAdmin = this.#status.get(`${chat.id} ${BOT.id}`) === "administrator";
    if (message.from !== BOT && chat.type !== "private" && !isAdmin) throw badRequest("message can't be deleted");
    return message;
  }

  #edit(method: Method, { values, uploads }: Body): unknown {
    const message = this.#messageOf(values);
    const keyboard = keyboardOf(values);
    const media = values["media"] as { media: string; type: string } | undefined;
    const words = method === "editMessageReplyMarkup" ? message : wordsOf({ ...values, ...media });
    if (method === "editMessageText" && message.shape !== "text")
      throw badRequest("there is no text in the message to edit");
    if (method === "editMessageMedia" && media?.type !== message.shape) throw badRequest("message can't be edited");
    const isSame =
      method !== "editMessageMedia" &&
      JSON.stringify([message.text, message.entities, message.keyboard]) ===
        JSON.stringify([words.text, words.entities, keyboard]);
    if (isSame)
      throw badRequest(
        "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
      );
    message.text = words.text;
    message.entities = words.entities;
    message.keyboard = keyboard;
    message.edits += 1;
    const file = media && uploads.get(media.media.replace("attach://", ""));
    if (file) message.file = file;
    return this.toMessage(message);
  }

  #answerInline(values: Readonly<Record<string, unknown>>): true {
    const query = this.inlineQueries.find(({ id }) => id === values["inline_query_id"]);
    if (!query || query.answer)
      throw badRequest("query is too old and response timeout expired or query ID is invalid");
    query.answer = {
      results: values["results"] as InlineOffer[],
      cacheTime: Number(values["cache_time"] ?? 300),
      isPersonal: values["is_personal"] === true,
      button: (values["button"] as { text: string } | undefined)?.text,
    };
    return true;
  }

  #answerPress(values: Readonly<Record<string, unknown>>): true {
    const press = this.presses.find(({ id }) => id === values["callback_query_id"]);
    if (!press || press.isDead || press.answer)
      throw badRequest("query is too old and response timeout expired or query ID is invalid");
    press.answer = {
      text: String((values["text"] as string | undefined) ?? ""),
      isAlert: values["show_alert"] === true,
      url: values["url"] as string | undefined,
    };
    return true;
  }
}

const JSON_HEADERS = { "content-type": "application/json" };

function answer(response: ServerResponse, { code, message, parameters }: Refusal): void {
  const body = { ok: false, error_code: code, description: message, ...(parameters ? { parameters } : {}) };
  response.writeHead(code, JSON_HEADERS).end(JSON.stringify(body));
}

const wordsOf = (values: Readonly<Record<string, unknown>>): { text: string; entities: readonly MessageEntity[] } => ({
  text: String((values["text"] ?? values["caption"] ?? "") as string),
  entities: (values["entities"] ?? values["caption_entities"] ?? []) as MessageEntity[],
});

const keyboardOf = (values: Readonly<Record<string, unknown>>): readonly (readonly ButtonRecord[])[] =>
  (values["reply_markup"] as { inline_keyboard?: ButtonRecord[][] } | undefined)?.inline_keyboard ?? [];
