import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { TelegramError } from "telegraf";
import { afterEach, expect, test } from "vitest";
import { toFailure } from "../../src/adapters/telegram/failure.ts";
import { createSend, keptConnections, type Send } from "../../src/adapters/telegram/request.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const TOKEN = "1:secret";
const never = new AbortController().signal;

async function serve(listener: RequestListener): Promise<Send> {
  server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/below/`;
  return createSend(TOKEN, root, keptConnections(root));
}

const failed = async (calling: Promise<unknown>): Promise<unknown> =>
  await calling.then(
    () => undefined,
    (error: unknown) => error,
  );

test("a call is posted below the root, without what has no value, and gives its result", async () => {
  const asked: unknown[] = [];
  const send = await serve((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      asked.push(request.method, request.url, JSON.parse(body));
      response.end(JSON.stringify({ ok: true, result: { message_id: 7, text: "Čau 🌊" } }));
    });
  });
  const payload = { chat_id: "5", text: "Čau 🌊", reply_parameters: undefined, entities: [{ url: null, offset: 0 }] };
  expect(await send("sendMessage", payload, { signal: never })).toEqual({ message_id: 7, text: "Čau 🌊" });
  expect(asked).toEqual([
    "POST",
    "/below/bot1:secret/sendMessage",
    { chat_id: "5", text: "Čau 🌊", entities: [{ offset: 0 }] },
  ]);
});

test("what Telegram refuses keeps its code, its words and its parameters", async () => {
  const send = await serve((_, response) => {
    response.statusCode = 429;
    response.end('{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":9}}');
  });
  const error = await failed(send("sendMessage", {}, { signal: never }));
  expect(error).toBeInstanceOf(TelegramError);
  expect(toFailure("sendMessage", error)).toMatchObject({ kind: "limited", afterMs: 9_000 });
});

test.each([
  ["a page of a gateway", 502, "<html>Bad Gateway</html>", "unknown"],
  ["a page with a good status", 200, "<html>Hello</html>", "unknown"],
  ["JSON of something else", 200, '{"hello":1}', "unknown"],
  ["nothing", 200, "", "unknown"],
])("%s is no answer, and may have happened", async (_, status, body, kind) => {
  const send = await serve((_request, response) => {
    response.statusCode = status;
    response.end(body);
  });
  const failure = toFailure("sendMessage", await failed(send("sendMessage", {}, { signal: never })));
  expect(failure.kind).toBe(kind);
});

test("an answer that breaks off may have happened; a server that is not there has not", async () => {
  const broken = await serve((_, response) => {
    response.writeHead(200, { "content-length": 100 });
    response.write('{"ok":true,');
    setTimeout(() => response.destroy(), 20);
  });
  const cut = toFailure("sendMessage", await failed(broken("sendMessage", {}, { signal: never })));
  expect(cut).toMatchObject({ kind: "unknown", detail: "ECONNRESET" });

  const nobody = createSend(TOKEN, "http://127.0.0.1:1/", keptConnections("http://127.0.0.1:1/"));
  const error = await failed(nobody("sendMessage", {}, { signal: never }));
  expect(toFailure("sendMessage", error)).toMatchObject({ kind: "unsent", detail: "ECONNREFUSED" });
  expect(String(error)).not.toContain("secret");
});

test("what is ended by us ends at once, before the answer and in the midst of it", async () => {
  for (const begins of [false, true]) {
    const send = await serve((_, response) => {
      if (begins) response.write("{");
    });
    const ending = new AbortController();
    const calling = failed(send("getUpdates", {}, { signal: ending.signal }));
    await once(server as Server, "request");
    setTimeout(() => ending.abort(), 20);
    expect(toFailure("getUpdates", await calling).kind).toBe("unknown");
    server?.closeAllConnections();
    server?.close();
  }
});
