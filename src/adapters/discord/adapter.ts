import { type Adapter, FRESH_POST } from "../../core/desk.ts";
import { within } from "../../core/within.ts";
import { type Connection, type DiscordParts, openConnection } from "./connection.ts";
import type { KeepButton } from "./controls.ts";
import { failureOf, loggable } from "./failure.ts";
import { leave } from "./leave.ts";
import { render } from "./render.ts";
import { createRequests } from "./requests.ts";
import { sendTo } from "./send.ts";
import { TIMES } from "./session.ts";

/** When `send` is called before a start or after a stop. */
const NOT_STARTED_MS = 5_000;
/** When a reply could not be put into words just now. */
const NOT_RENDERED_MS = 60_000;

/** The desk on Discord: slash commands, buttons, mentions and direct messages, over the gateway and the REST API. */
export function createDiscordAdapter(parts: DiscordParts): Adapter {
  const { token, draw, log, report } = parts;
  const times = { ...TIMES, ...parts.times };
  const apiBase = parts.apiBase.replace(/\/+$/, "");
  const requests = createRequests({ apiBase, token, times, log });
  let connection: Connection | undefined;

  return {
    platform: "discord",

    async start(desk) {
      connection ??= openConnection({ ...parts, apiBase }, { desk, requests, times });
      await within(connection.tried, times.connectMs);
    },

    async stop() {
      const stopping = connection;
      await stopping?.stop();
      if (connection === stopping) connection = undefined;
    },

    async answers() {
      try {
        await requests.application();
        return true;
      } catch (error) {
        log.debug({ why: failureOf(error).why }, "discord: nothing is sent once more yet");
        return false;
      }
    },

    async remove({ chatId }, messageIds) {
      for (const id of messageIds)
        await requests.deleteMessage(chatId, id).catch((error: unknown) => {
          const failure = failureOf(error);
          if (failure.kind === "fault") report(loggable(error), "discord: remove");
          else log.debug({ why: failure.why }, "discord: a message was not removed");
        });
    },

    leave: async (place) => (connection && !connection.isClosed() ? await leave(place, requests, parts) : "cannot"),

    async send(to, reply, key, sending = FRESH_POST) {
      const desk = connection?.desk;
      if (!desk || connection?.isClosed())
        return { state: "later", afterMs: NOT_STARTED_MS, scope: "platform", why: "not connected to Discord" };
      const { ownerId } = sending;
      const keep: KeepButton = (button) => desk.keep(button, ownerId);
      const messages = await render(reply, { draw, log, keep }).catch((error: unknown) =>
        report(error, "discord: send"),
      );
      if (typeof messages !== "string") return await sendTo(requests, { to, messages, key, sending, report, log });
      const why = `not rendered, reference ${messages}`;
      return { state: "later", afterMs: NOT_RENDERED_MS, scope: "reply", why };
    },
  };
}
