// Speaks with the desk: JSON out, lines of JSON back. Everything is asked by POST, so that no other page can ask.

/** The desk said no; the message is its sentence. */
export class Refused extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/** Nothing for this long, not even an empty line, and the connection is taken for dead. The desk sends one each 15 s. */
const SILENCE_MS = 40_000;

/** Waits, but no longer than until the network is back or somebody presses "Try now". */
const pause = (ms) =>
  new Promise((resolve) => {
    const over = new AbortController();
    const go = () => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(go, ms);
    for (const sign of ["online", "westbound:retry"]) addEventListener(sign, go, { signal: over.signal });
  });

/** Ends every pause. */
export const retryNow = () => dispatchEvent(new Event("westbound:retry"));

const delayOf = (attempt) => Math.min(15_000, 1_000 * 2 ** attempt);

const post = (path, body, signal) =>
  postBytes(path, JSON.stringify(body), { "Content-Type": "application/json" }, signal);

async function postBytes(path, body, headers, signal) {
  const response = await fetch(path, {
    method: "POST",
    headers,
    body,
    credentials: "same-origin",
    cache: "no-store",
    signal: signal ?? null,
  });
  if (response.ok) return response;
  if (response.status >= 500) throw new Error(`status ${response.status}`);
  const answer = await response.json().catch(() => ({}));
  const sentence = typeof answer.error === "string" ? answer.error : `The desk refused this (${response.status}).`;
  throw new Refused(sentence, response.status);
}

/** Opens a stream and hands over each line as a value; ends when the desk ends it. */
async function* lines(path, body, signal) {
  const dead = new AbortController();
  const stop = () => dead.abort();
  signal?.addEventListener("abort", stop, { once: true });
  let timer = setTimeout(stop, SILENCE_MS);
  try {
    const response = await post(path, body, dead.signal);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(stop, SILENCE_MS);
      const parts = (rest + value).split("\n");
      rest = parts.pop();
      for (const part of parts) if (part !== "") yield JSON.parse(part);
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** Who this browser is for the desk. Tried until it answers. */
export async function visit(onLost) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await (await post("/api/visit", {})).json();
    } catch (error) {
      // Too many visitors at once is no reason to give up.
      if (error instanceof Refused && error.status !== 429) throw error;
      onLost();
      await pause(delayOf(attempt));
    }
  }
}

/**
 * Asks, and asks again with the same key while the desk cannot be reached: it knows the key and does nothing twice.
 * Throws Refused when the desk says no.
 */
export async function turn(asked, { progress, lost }) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      for await (const line of lines("/api/turn", asked)) {
        attempt = 0;
        if ("reply" in line) return line;
        if (typeof line.progress === "string") progress(line.progress);
      }
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    lost();
    await pause(delayOf(attempt));
  }
}

/** Sends a file ahead of the turn that uses it; gives the id by which the turn names it. */
export async function upload(file) {
  const headers = { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) };
  return (await (await postBytes("/api/file", file, headers)).json()).file;
}

export const suggest = async (line, signal) =>
  (await (await post("/api/suggest", { line }, signal)).json()).completions;

export const signIn = (code) => post("/api/sign-in", { code });

/**
 * Listens for what nobody asked for while the page is visible: a hidden one would only hold a connection, and what is sent
 * meanwhile comes when it is looked at again.
 */
export async function listen({ message, state }) {
  for (let attempt = 0; ;) {
    if (document.hidden) await visible();
    const away = new AbortController();
    const leave = () => document.hidden && away.abort();
    document.addEventListener("visibilitychange", leave);
    try {
      for await (const line of lines("/api/events", {}, away.signal)) {
        attempt = 0;
        state("ok");
        if (!line.reply) continue;
        message(line.key, line.reply);
        await post("/api/received", { key: line.key });
      }
    } catch {
      // Whatever it was, the page comes back below; what it missed is sent again.
    } finally {
      document.removeEventListener("visibilitychange", leave);
    }
    if (document.hidden) continue;
    state("lost");
    await pause(delayOf(attempt++));
  }
}

const visible = () =>
  new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
  });
