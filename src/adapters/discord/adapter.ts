import type { Adapter } from "../../core/desk.ts";
import { within } from "../../core/within.ts";
import { type Connection, type DiscordParts, openConnection } from "./connection.ts";
import { loggable } from "./failure.ts";
import { render } from "./render.ts";
import { createRequests } from "./requests.ts";
import { sendTo } from "./send.ts";
import { TIMES } from "./session.ts";

/** When `send` is called before a start or after a stop. */
const NOT_STARTED_MS = 5_000;

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

    async send(to, reply, key) {
      const desk = connection?.desk;
      if (!desk || connection?.isClosed())
        return { state: "later", afterMs: NOT_STARTED_MS, why: "not connected to Discord" };
      try {
        // Nobody asked for it, so its buttons serve everybody.
        const messages = await render(reply, { draw, log, keep: (button) => desk.keep(button, undefined) });
        return await sendTo(requests, { to, messages, key, report });
      } catch (error) {
        report(loggable(error), "discord: send");
        return { state: "unknown", why: "the reply could not be rendered" };
      }
    },
  };
}
