import type { Server } from "node:http";
import type { Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { APPLICATION_ID, BOT_ID, GUILD_ID, snowflake, TOKEN } from "./discord-world.ts";

/** The privileged intent for texts of messages that are not addressed to the bot; docs: events/gateway#message-content-intent. */
const MESSAGE_CONTENT = 1 << 15;

interface Event {
  readonly op: 0;
  readonly t: string;
  readonly s: number;
  readonly d: unknown;
}

interface Session {
  readonly id: string;
  readonly events: Event[];
  sequence: number;
  socket: WebSocket | undefined;
}

/** Discord's gateway: hello, identify, ready, heartbeats, resume with replay, invalid sessions and close codes. */
export function createGateway(server: Server, url: () => string, heartbeatMs: number) {
  let isAway = false;
  server.on("upgrade", (_request, socket: Socket) => {
    if (isAway) socket.resetAndDestroy();
  });
  const sockets = new WebSocketServer({ server, path: "/gateway" });
  const sessions = new Map<string, Session>();
  const closeCodes: number[] = [];
  /** Intents of the last identify. */
  let intents: number | undefined;
  let identified = 0;
  let resumed = 0;
  let isSilent = false;
  let mayHaveText = false;

  const tell = (socket: WebSocket, payload: unknown): void => socket.send(JSON.stringify(payload));

  function dispatch(session: Session, t: string, d: unknown): void {
    session.sequence += 1;
    const event: Event = { op: 0, t, s: session.sequence, d };
    session.events.push(event);
    if (session.socket?.readyState === 1) tell(session.socket, event);
  }

  sockets.on("connection", (socket) => {
    if (isSilent) return;
    let mine: Session | undefined;
    tell(socket, { op: 10, d: { heartbeat_interval: heartbeatMs } });
    socket.on("message", (raw: Buffer) => {
      const { op, d } = JSON.parse(raw.toString()) as { op: number; d: Record<string, unknown> };
      if (op === 1) return tell(socket, { op: 11 });
      if (op === 2) {
        const code = closeCodes.shift();
        if (code !== undefined) return socket.close(code);
        if (d["token"] !== TOKEN) return socket.close(4004);
        if ((Number(d["intents"]) & MESSAGE_CONTENT) !== 0 && !mayHaveText) return socket.close(4014);
        intents = d["intents"] as number;
        identified += 1;
        mine = { id: snowflake(), events: [], sequence: 0, socket };
        sessions.set(mine.id, mine);
        return dispatch(mine, "READY", {
          v: 10,
          user: { id: BOT_ID, username: "westbound", discriminator: "0", bot: true },
          // A server that never becomes available: nothing may wait for it.
          guilds: [{ id: GUILD_ID, unavailable: true }],
          session_id: mine.id,
          resume_gateway_url: url(),
          application: { id: APPLICATION_ID, flags: 0 },
        });
      }
      if (op === 6) {
        const session = sessions.get(String(d["session_id"]));
        if (!session) return tell(socket, { op: 9, d: false });
        mine = session;
        resumed += 1;
        session.socket = socket;
        // One more than is missing: Discord may deliver an event again that had just arrived.
        for (const event of session.events.filter(({ s }) => s >= Math.max(2, Number(d["seq"])))) tell(socket, event);
        return dispatch(session, "RESUMED", {});
      }
      return undefined;
    });
    socket.on("close", () => {
      if (mine?.socket === socket) mine.socket = undefined;
    });
  });

  const open = (): Session | undefined => [...sessions.values()].findLast(({ socket }) => socket !== undefined);

  return {
    /** To the newest session; while no socket is open it is replayed on resume. */
    dispatch(t: string, d: unknown): void {
      const session = open() ?? [...sessions.values()].at(-1);
      if (!session) throw new Error("nobody is connected to the gateway");
      dispatch(session, t, d);
    },
    isConnected: () => open() !== undefined,
    intents: () => intents,
    /** Whether messages that are not addressed to the bot come with their text. */
    hasText: () => ((intents ?? 0) & MESSAGE_CONTENT) !== 0,
    /** The switch in the developer portal; an open connection is closed when it goes off. */
    setMessageContent(state: "on" | "off"): void {
      mayHaveText = state === "on";
      if (state === "off" && ((intents ?? 0) & MESSAGE_CONTENT) !== 0)
        for (const socket of sockets.clients) socket.close(4014);
    },
    identified: () => identified,
    resumed: () => resumed,
    /** The line is cut without a goodbye. */
    drop(): void {
      for (const socket of sockets.clients) socket.terminate();
    },
    /** The line is cut, and each new connection is reset before it is made. */
    goAway(): void {
      isAway = true;
      for (const socket of sockets.clients) socket.terminate();
    },
    comeBack(): void {
      isAway = false;
    },
    /** Every session is over: who has one is told so, and finds out when resuming. */
    invalidate(): void {
      for (const socket of sockets.clients) tell(socket, { op: 9, d: false });
      sessions.clear();
    },
    /** Every open connection is closed with a code. */
    closeWith(code: number): void {
      for (const socket of sockets.clients) socket.close(code);
    },
    /** The next identify is answered by this close code. */
    refuseNext: (code: number): number => closeCodes.push(code),
    /** From now on connections are accepted and nothing is said. */
    fallSilent(): void {
      isSilent = true;
    },
    speakAgain(): void {
      isSilent = false;
    },
    async close(): Promise<void> {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => sockets.close(resolve));
    },
  };
}
