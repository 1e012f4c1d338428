import type { IncomingMessage, ServerResponse } from "node:http";
import {
  commandProblems,
  EPHEMERAL,
  IS_COMPONENTS_V2,
  type MessageBody,
  messageProblems,
  pingsOf,
  schemaProblems,
} from "./discord-rules.ts";
import {
  APPLICATION_ID,
  BOT_ID,
  CHANNEL_ID,
  directChannelOf,
  GONE_CHANNEL_ID,
  GUILD_ID,
  HIDDEN_CHANNEL_ID,
  NEWS_CHANNEL_ID,
  isEphemeral,
  MUTED_CHANNEL_ID,
  ownerOfDirect,
  PEOPLE,
  type RequestRecord,
  type SentFile,
  snowflake,
  type StandInInteraction,
  type StandInMessage,
  TOKEN,
  userById,
  type World,
} from "./discord-world.ts";

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const refusal = (status: number, code: number, message: string): Answer => ({ status, body: { code, message } });
const NOTHING: Answer = { status: 204 };

interface Sent {
  readonly body: unknown;
  readonly files: readonly SentFile[];
}

/** Reads JSON, or multipart with `payload_json` and files. */
async function readBody(request: IncomingMessage): Promise<Sent> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/"))
    return { body: raw.length === 0 ? undefined : JSON.parse(raw.toString()), files: [] };
  const form = await new Response(raw, { headers: { "content-type": type } }).formData();
  const files: SentFile[] = [];
  for (const [, value] of form)
    if (typeof value !== "string") files.push({ name: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
  const payload = form.get("payload_json");
  return { body: typeof payload === "string" ? JSON.parse(payload) : undefined, files };
}

/** The role that comes with an invitation, and what ours asks for. */
const OUR_ROLE_ID = "222222222222222223";
const INVITED = [10n, 11n, 14n, 15n, 16n, 38n].reduce((sum, bit) => sum | (1n << bit), 0n);

/** Discord's REST API, version 10, as far as a bot needs it. */
export function createRest(world: World, gatewayUrl: () => string) {
  const complain = (problems: readonly string[], where: string): void => {
    for (const problem of problems) world.violations.push(`${where}: ${problem}`);
  };

  const shown = (message: StandInMessage) => ({
    id: message.id,
    channel_id: message.channelId,
    author: { id: BOT_ID, username: "westbound", bot: true },
    content: "",
    flags: message.flags,
    components: message.components,
    attachments: [],
    embeds: [],
    mentions: [],
    type: 0,
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
    nonce: message.nonce,
  });

  const post = (
    channelId: string,
    sent: Sent,
    change: Partial<Pick<StandInMessage, "onlyFor" | "isLoading">> & { flags?: number } = {},
  ): StandInMessage => {
    const body = (sent.body ?? {}) as MessageBody;
    const message: StandInMessage = {
      id: snowflake(),
      channelId,
      flags: change.flags ?? body.flags ?? 0,
      onlyFor: change.onlyFor,
      components: body.components ?? [],
      files: sent.files,
      attachments: body.attachments ?? [],
      reference: body.message_reference?.message_id,
      nonce: body.nonce === undefined ? undefined : String(body.nonce),
      pings: pingsOf(body),
      edits: 0,
      isLoading: change.isLoading ?? false,
      isDeleted: false,
    };
    world.messages.push(message);
    return message;
  };

  const edit = (message: StandInMessage, sent: Sent): void => {
    const body = sent.body as MessageBody;
    if (!message.isLoading && (message.flags & IS_COMPONENTS_V2) !== 0 && body.flags === undefined)
      complain(["an edit that says nothing of components V2"], "edit");
    if (body.components) message.components = body.components;
    // Attachments that are not named go; what is left out altogether stays.
    if (body.attachments) message.files = sent.files;
    if (body.attachments) message.attachments = body.attachments;
    message.pings = pingsOf(body);
    message.isLoading = false;
    message.edits += 1;
  };

  const check = (schema: Parameters<typeof schemaProblems>[0], sent: Sent, where: string): boolean => {
    const body = sent.body as MessageBody;
    const problems = [
      ...schemaProblems(schema, body),
      ...messageProblems(
        body,
        sent.files.map(({ name }) => name),
      ),
    ];
    complain(problems, where);
    return problems.length === 0;
  };
  const INVALID = refusal(400, 50_035, "Invalid Form Body");

  function callback(interaction: StandInInteraction | undefined, sent: Sent): Answer {
    if (!interaction) return refusal(404, 10_062, "Unknown interaction");
    if (interaction.first !== undefined) {
      if (interaction.wasConfirmed) complain(["answered twice"], "callback");
      return refusal(400, 40_060, "Interaction has already been acknowledged.");
    }
    if (Date.now() - interaction.madeAt > world.limits.ackMs) {
      complain([`answered after ${Date.now() - interaction.madeAt} ms`], "callback");
      return refusal(404, 10_062, "Unknown interaction");
    }
    const { type, data } = sent.body as { type: number; data?: MessageBody & { choices?: unknown } };
    const allowed = { command: [4, 5], component: [4, 5, 6, 7], autocomplete: [8] }[interaction.kind];
    if (!allowed.includes(type)) {
      complain([`type ${type} to a ${interaction.kind}`], "callback");
      return INVALID;
    }
    const schema = type === 8 ? "autocomplete" : type === 6 || type === 7 ? "responseEdit" : "response";
    const problems = [
      ...schemaProblems(schema, sent.body),
      ...(type === 4 || type === 7
        ? messageProblems(
            data ?? {},
            sent.files.map(({ name }) => name),
          )
        : []),
      ...(type === 5 && ((data?.flags ?? 0) & ~EPHEMERAL) !== 0 ? ["a deferral with other flags than ephemeral"] : []),
    ];
    complain(problems, "callback");
    if (problems.length > 0) return INVALID;
    interaction.first = type;
    const inner: Sent = { body: data ?? {}, files: sent.files };
    const onlyFor = ((data?.flags ?? 0) & EPHEMERAL) !== 0 ? interaction.userId : undefined;
    if (type === 4) interaction.original = post(interaction.channelId, inner, { onlyFor });
    if (type === 5) interaction.original = post(interaction.channelId, inner, { onlyFor, isLoading: true });
    if (type === 6 || type === 7) interaction.original = interaction.source;
    if (type === 7 && interaction.source) edit(interaction.source, inner);
    if (type === 8) interaction.suggestions = data?.choices as StandInInteraction["suggestions"];
    return NOTHING;
  }

  function webhook(
    interaction: StandInInteraction | undefined,
    method: string,
    isOriginal: boolean,
    sent: Sent,
  ): Answer {
    if (!interaction || interaction.first === undefined) {
      complain(["a webhook before the first response"], method);
      return refusal(404, 10_015, "Unknown Webhook");
    }
    if (Date.now() - interaction.madeAt > world.limits.tokenMs) {
      complain(["a token was outlived"], method);
      return refusal(401, 50_027, "Invalid Webhook Token");
    }
    const { original } = interaction;
    if (method === "POST") {
      if (!check("webhook", sent, "follow-up")) return INVALID;
      interaction.followUps += 1;
      if (interaction.isUserInstallOnly && interaction.followUps > 5) {
        complain(["more than five follow-ups of a user's app"], "follow-up");
        return refusal(400, 40_094, "Maximum number of follow-ups reached");
      }
      if (original?.isLoading && !original.isDeleted) {
        complain(["the first follow-up took the deferral's place"], "follow-up");
        edit(original, sent);
        return { status: 200, body: shown(original) };
      }
      const isHidden = (((sent.body as MessageBody).flags ?? 0) & EPHEMERAL) !== 0;
      const message = post(interaction.channelId, sent, { onlyFor: isHidden ? interaction.userId : undefined });
      return { status: 200, body: shown(message) };
    }
    if (!isOriginal || !original || original.isDeleted) return refusal(404, 10_008, "Unknown Message");
    if (method === "DELETE") {
      original.isDeleted = true;
      return NOTHING;
    }
    if (method === "GET") return { status: 200, body: shown(original) };
    if (!check("webhook", sent, "edit of the original")) return INVALID;
    edit(original, sent);
    return { status: 200, body: shown(original) };
  }

  function channelRefusal(channelId: string): Answer | undefined {
    if (channelId === HIDDEN_CHANNEL_ID) return refusal(403, 50_001, "Missing Access");
    if (channelId === MUTED_CHANNEL_ID) return refusal(403, 50_013, "Missing Permissions");
    const owner = ownerOfDirect(channelId);
    const barred = world.barred.get(channelId);
    if (barred) return refusal(barred.status, barred.code, barred.message);
    if (owner && world.closed.has(owner.id)) return refusal(403, 50_007, "Cannot send messages to this user");
    if (channelId === GONE_CHANNEL_ID || (channelId !== CHANNEL_ID && channelId !== NEWS_CHANNEL_ID && !owner))
      return refusal(404, 10_003, "Unknown Channel");
    return undefined;
  }

  function channel(channelId: string, method: string, messageId: string | undefined, sent: Sent): Answer {
    const refused = channelRefusal(channelId);
    if (refused) return refused;
    if (method === "POST" && messageId === undefined) {
      if (!check("message", sent, "message")) return INVALID;
      const body = sent.body as MessageBody;
      if (((body.flags ?? 0) & EPHEMERAL) !== 0) complain(["an ephemeral message without an interaction"], "message");
      const before = world.messages.find((each) => each.nonce !== undefined && each.nonce === String(body.nonce));
      if (before && body.enforce_nonce) return { status: 200, body: shown(before) };
      return { status: 200, body: shown(post(channelId, sent)) };
    }
    const heard = world.heard.find((each) => each.id === messageId && each.channelId === channelId && !each.isDeleted);
    if (heard && method === "DELETE") {
      if (ownerOfDirect(channelId)) return refusal(403, 50_003, "Cannot execute action on a DM channel");
      if (!world.mayManageMessages) return refusal(403, 50_013, "Missing Permissions");
      heard.isDeleted = true;
      return NOTHING;
    }
    const message = world.messages.find((each) => each.id === messageId && !each.isDeleted && !isEphemeral(each));
    if (!message) return refusal(404, 10_008, "Unknown Message");
    if (method === "DELETE") {
      message.isDeleted = true;
      return NOTHING;
    }
    if (!check("messageEdit", sent, "edit of a message")) return INVALID;
    edit(message, sent);
    return { status: 200, body: shown(message) };
  }

  /** Publishing and pinning: what is done to a message of ours without changing it. */
  function treat(channelId: string, method: string, messageId: string | undefined, what: "publish" | "pin"): Answer {
    const refused = channelRefusal(channelId);
    if (refused) return refused;
    const message = world.messages.find((each) => each.id === messageId && !each.isDeleted);
    if (!message || message.channelId !== channelId) return refusal(404, 10_008, "Unknown Message");
    if (what === "pin") {
      if (!world.mayPin) return refusal(403, 50_013, "Missing Permissions");
      message.isPinned = method === "PUT";
      return NOTHING;
    }
    if (channelId !== NEWS_CHANNEL_ID) return refusal(400, 50_024, "Cannot execute action on this channel type");
    if (message.isPublished) return refusal(400, 40_033, "This message has already been crossposted");
    message.isPublished = true;
    return { status: 200, body: shown(message) };
  }

  function carryOut(method: string, path: string, sent: Sent, isAuthorised: boolean): Answer {
    const parts = path.split("/").filter((part) => part !== "");
    const [room, id = "", third, fourth, fifth] = parts;
    const byToken = (token: string | undefined): StandInInteraction | undefined =>
      world.interactions.find((each) => each.token === token);
    if (room === "interactions" && fourth === "callback")
      return callback(byToken(third)?.id === id ? byToken(third) : undefined, sent);
    if (room === "webhooks") {
      if (id !== APPLICATION_ID) return refusal(404, 10_015, "Unknown Webhook");
      return webhook(byToken(third), method, fifth === "@original", sent);
    }
    if (!isAuthorised) return refusal(401, 0, "401: Unauthorized");
    if (room === "gateway")
      return {
        status: 200,
        body: {
          url: gatewayUrl(),
          shards: 1,
          session_start_limit: { total: 1000, remaining: 999, reset_after: 1, max_concurrency: 1 },
        },
      };
    if (room === "applications" && id === "@me")
      return {
        status: 200,
        body: {
          id: APPLICATION_ID,
          name: "Westbound",
          bot: { id: BOT_ID, username: "westbound", bot: true },
          owner: { id: PEOPLE.olga.id, username: "olga" },
          team: null,
        },
      };
    if (room === "applications" && third === "commands") {
      if (method === "PUT") {
        const commands = sent.body as Record<string, unknown>[];
        complain(commandProblems(commands), "commands");
        world.commands = commands.map((command) => ({
          ...command,
          id: snowflake(),
          application_id: APPLICATION_ID,
          version: snowflake(),
          nsfw: false,
          dm_permission: true,
          name_localizations: null,
          description_localizations: null,
        }));
      }
      return { status: 200, body: world.commands };
    }
    if (room === "users" && third === "channels") {
      complain(schemaProblems("directChannel", sent.body), "direct channel");
      const user = userById((sent.body as { recipient_id: string }).recipient_id);
      return user
        ? { status: 200, body: { id: directChannelOf(user), type: 1 } }
        : refusal(400, 50_033, "Invalid Recipient(s)");
    }
    if (room === "channels" && third === undefined && method === "GET") {
      if (id === HIDDEN_CHANNEL_ID) return refusal(403, 50_001, "Missing Access");
      const owner = ownerOfDirect(id);
      if (owner) return { status: 200, body: { id, type: 1 } };
      const ours = { id: BOT_ID, type: 1, allow: "0", deny: String(world.denied) };
      return { status: 200, body: { id, type: 0, guild_id: GUILD_ID, permission_overwrites: [ours] } };
    }
    if (room === "guilds" && id === GUILD_ID && third === "audit-logs")
      return world.addedBy === undefined
        ? refusal(403, 50_013, "Missing Permissions")
        : {
            status: 200,
            body: {
              audit_log_entries: [{ id: snowflake(), action_type: 28, target_id: BOT_ID, user_id: world.addedBy }],
            },
          };
    if (room === "guilds" && id === GUILD_ID && third === "roles") {
      const pinning = world.mayPin ? 1n << 51n : 0n;
      const everyone = { id: GUILD_ID, name: "@everyone", permissions: String((1n << 10n) | (1n << 11n)) };
      return {
        status: 200,
        body: [everyone, { id: OUR_ROLE_ID, name: "Westbound", permissions: String(INVITED | pinning) }],
      };
    }
    if (room === "guilds" && id === GUILD_ID && third === "members" && fourth === BOT_ID)
      return { status: 200, body: { user: { id: BOT_ID, username: "westbound" }, roles: [OUR_ROLE_ID] } };
    if (room === "users" && third === "guilds" && method === "DELETE") {
      if (fourth !== GUILD_ID) return refusal(404, 10_004, "Unknown Guild");
      world.left.push(fourth);
      return NOTHING;
    }
    if (room === "channels" && third === "typing") {
      const refused = channelRefusal(id);
      world.typing += 1;
      return refused ?? NOTHING;
    }
    if (room === "channels" && third === "messages" && fourth === "pins") return treat(id, method, fifth, "pin");
    if (room === "channels" && fifth === "crosspost") return treat(id, method, fourth, "publish");
    if (room === "channels" && third === "messages") return channel(id, method, fourth, sent);
    complain([`no such route: ${method} ${path}`], "routes");
    return refusal(404, 0, "404: Not Found");
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname.startsWith("/ephemeral-attachments/")) {
      const bytes = world.attachments.get(pathname);
      world.fetched.push(pathname);
      return void (bytes ? response.writeHead(200).end(bytes) : response.writeHead(404).end());
    }
    const path = pathname.replace(/^\/api\/v10/, "");
    const method = request.method ?? "GET";
    const sent = await readBody(request);
    const record: RequestRecord = { method, path, ...sent, at: Date.now(), status: undefined };
    world.requests.push(record);
    const mishap = world.mishaps.find((each) => each.times > 0 && each.method === method && each.path.test(path));
    if (mishap) mishap.times -= 1;
    if (mishap?.what.kind === "hang") return;
    if (mishap?.what.kind === "reset") return void request.socket.destroy();
    if (mishap?.what.kind === "stall")
      return void response.writeHead(400, { "content-type": "application/json" }).write('{"message":');
    if (mishap?.what.kind === "delay") {
      const { ms } = mishap.what;
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
    if (mishap?.what.kind === "status") {
      record.status = mishap.what.status;
      response.writeHead(mishap.what.status, { "content-type": "application/json", ...mishap.what.headers });
      response.end(JSON.stringify(mishap.what.body ?? {}));
      return;
    }
    const answer = carryOut(method, path, sent, request.headers.authorization === `Bot ${TOKEN}`);
    if (mishap?.what.kind === "drop") return void request.socket.destroy();
    const token = path.split("/")[3];
    const interaction = path.startsWith("/interactions/")
      ? world.interactions.find((each) => each.token === token)
      : undefined;
    if (interaction && answer.status < 300) interaction.wasConfirmed = true;
    record.status = answer.status;
    response.writeHead(answer.status, answer.body === undefined ? {} : { "content-type": "application/json" });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  };
}
