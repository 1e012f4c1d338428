import { createHash } from "node:crypto";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { tooLarge } from "../../core/chat-file.ts";
import { cleanLine } from "../../core/clean.ts";
import type { Desk } from "../../core/desk.ts";
import { failureSentence } from "../../core/failure.ts";
import type { Log } from "../../core/log.ts";
import { type EditionPages, editionRoutes } from "./editions.ts";
import { isTypedCode } from "../../core/secret.ts";
import { Bucket } from "./bucket.ts";
import { guard, pageHeaders, refuse, type WebEnv } from "./guard.ts";
import { BODY_BYTES, OPEN_UPLOADS, SIGN_IN_TRIES, STRANGER_REQUESTS, UPLOAD_BYTES } from "./limits.ts";
import { complete } from "./line.ts";
import type { OpenPages } from "./open-pages.ts";
import type { OwnerCode } from "./owner-code.ts";
import { readPageFiles } from "./page-files.ts";
import { type Answered, type Asker, firstSteps, makeCall, mayAsk, talk, type TalkParts } from "./talk.ts";
import type { Turns } from "./turns.ts";
import { Uploads } from "./uploads.ts";
import { keepVisitor, makeVisitor, readVisitor } from "./visitor.ts";

export interface AppParts extends TalkParts {
  /** Undefined before the start and after the stop. */
  readonly desk: () => Desk | undefined;
  readonly turns: Turns<Answered>;
  readonly pages: OpenPages;
  readonly publicUrl: URL | undefined;
  readonly secret: string;
  readonly ownerCode: OwnerCode;
  /** Undefined where the page cannot be reached from elsewhere. */
  readonly signInCode: string | undefined;
  readonly makeOwner: (userId: string) => Promise<void>;
  readonly log: Log;
  readonly editions: EditionPages;
}

const key = z.string().regex(/^[\w:.-]{1,128}$/);
const turnBody = z.union([
  z.object({ key, text: z.string(), file: z.string().max(64).exactOptional() }).strict(),
  z.object({ key, press: z.string().max(64) }).strict(),
]);
const suggestBody = z.object({ line: z.string().max(500) });
const signInBody = z.object({ code: z.string().max(64) });
const receivedBody = z.object({ key: z.string().max(256) });

/** Where a file is sent to, ahead of the turn that names it. */
const UPLOAD = "/api/file";

/** A file's name as the page sends it, percent-encoded since headers are no place for other letters. */
function fileName(header: string | undefined): string {
  try {
    return cleanLine(decodeURIComponent(header ?? ""), 100) || "file";
  } catch {
    return "file"; // Not encoded as ours are: the name is only shown.
  }
}

/** The language that the browser asks for first. */
const readLocale = (header: string | undefined): string =>
  /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*/i.exec(header?.trim() ?? "")?.[0] ?? "en";

/**
 * The page's routes. `GET` serves files and changes nothing but by the owner link; everything else is `POST` with JSON, which
 * no page of another origin can send unasked. Only those set the cookie: a link from another site comes without the cookie
 * (SameSite=Strict), and answering it with a new one would take the person's identity away.
 */
export function createApp(parts: AppParts): Hono<WebEnv> {
  const { turns, pages, publicUrl, secret, ownerCode, signInCode, clock } = parts;
  const files = readPageFiles();
  const strangers = new Bucket(STRANGER_REQUESTS, clock);
  const tries = new Bucket(SIGN_IN_TRIES, clock);
  const uploads = new Uploads(clock);
  let openUploads = 0;
  const app = new Hono<WebEnv>();

  app.use(pageHeaders(), guard(publicUrl));

  app.post("/api/*", async (context, next) => {
    context.header("Cache-Control", "no-store, no-transform");
    context.header("X-Accel-Buffering", "no");
    const type = context.req.header("content-type") ?? "";
    const isUpload = context.req.path === UPLOAD;
    const wanted = isUpload ? /^application\/octet-stream$/i : /^application\/json\s*(;|$)/i;
    // Of neither type can another site's form be; both make a browser ask first whether its script may send this.
    if (!wanted.test(type)) return refuse(context, 415, "Requests here are JSON, files are bytes.");
    // A body of unsaid length would be read before anybody counts how many are on their way.
    if (isUpload && context.req.header("content-length") === undefined)
      return refuse(context, 411, "A file has to say its length.");
    const arrival = context.get("arrival");
    const known = await readVisitor(context, secret, arrival.isSecure);
    const visitor = known ?? makeVisitor();
    context.set("visitor", visitor);
    if (!mayAsk({ visitor, arrival, locale: "" }) && !strangers.take())
      return refuse(
        context,
        429,
        "Too much is asked from outside right now. Please try again in a minute, or sign in.",
      );
    // A visit makes the cookie last anew.
    if (!known || context.req.path === "/api/visit") await keepVisitor(context, visitor, secret, arrival.isSecure);
    await next();
  });
  const limitOf = (maxSize: number, sentence: string) =>
    bodyLimit({ maxSize, onError: (context) => refuse(context, 413, sentence) });
  const lineLimit = limitOf(BODY_BYTES, "That is too long to be read.");
  const fileLimit = limitOf(UPLOAD_BYTES, tooLarge(UPLOAD_BYTES).message);
  app.post("/api/*", (context, next) => {
    if (context.req.path === UPLOAD) return fileLimit(context, next);
    // Of unsaid length: hono counts it and makes a new request of what it read, which Node allows with its own requests only.
    if (context.req.header("transfer-encoding") !== undefined) context.req.raw = asPlatforms(context.req.raw);
    return lineLimit(context, next);
  });

  const asker = (context: {
    get(name: "visitor"): Asker["visitor"];
    get(name: "arrival"): Asker["arrival"];
    req: { header(name: string): string | undefined };
  }): Asker => ({
    visitor: context.get("visitor"),
    arrival: context.get("arrival"),
    locale: readLocale(context.req.header("accept-language")),
  });

  app.post("/api/visit", async (context) => {
    const desk = parts.desk();
    if (!desk) return refuse(context, 503, "The desk is starting or stopping. Please try again in a moment.");
    const visiting = asker(context);
    const { visitor } = visiting;
    const isOwner = visitor.grade === "owner" && (await makeCall(visiting, "visit", parts)).caller.role === "owner";
    return context.json({
      account: visitor.id,
      isOwner,
      signIn: mayAsk(visiting) ? "done" : signInCode === undefined ? "closed" : "wanted",
      firstSteps: firstSteps(desk),
    });
  });

  app.post("/api/turn", async (context) => {
    const desk = parts.desk();
    if (!desk) return refuse(context, 503, "The desk is starting or stopping. Please try again in a moment.");
    const body = turnBody.safeParse(await readJson(context));
    if (!body.success) return refuse(context, 400, 'A turn is {"key", "text"} or {"key", "press"}.');
    const { key: turnKey, ...asked } = body.data;
    const asking = asker(context);
    // Only to tell a retry from another question: what was typed is not kept for it.
    const hash = createHash("sha256").update(JSON.stringify(asked)).digest("base64");
    const begun = turns.begin({ account: asking.visitor.id, key: turnKey, asked: hash }, (progress) =>
      talk({ asked, asker: asking, key: turnKey }, { ...parts, uploads, desk, progress }),
    );
    if (begun === "conflict") return refuse(context, 409, "This key belongs to another question.");
    if (begun === "busy") return refuse(context, 429, "Please wait for the answers to what you asked before.");
    return context.body(begun.body, 200, { "Content-Type": "application/x-ndjson" });
  });

  app.post(UPLOAD, async (context) => {
    const asking = asker(context);
    if (!parts.desk()) return refuse(context, 503, "The desk is starting or stopping. Please try again in a moment.");
    if (!mayAsk(asking)) return refuse(context, 403, "Please sign in first: from outside this machine, files need it.");
    if (openUploads >= OPEN_UPLOADS) return refuse(context, 429, "Other files are on their way. Please try again.");
    openUploads += 1;
    try {
      const bytes = new Uint8Array(await context.req.arrayBuffer());
      const name = fileName(context.req.header("x-file-name"));
      return context.json({ file: uploads.keep(asking.visitor.id, name, bytes) });
    } finally {
      openUploads -= 1;
    }
  });

  app.post("/api/suggest", async (context) => {
    const desk = parts.desk();
    const body = suggestBody.safeParse(await readJson(context));
    if (!desk || !body.success) return context.json({ completions: [] });
    const call = await makeCall(asker(context), "suggest", parts);
    return context.json({ completions: await complete(body.data.line, desk, call) });
  });

  app.post("/api/sign-in", async (context) => {
    const body = signInBody.safeParse(await readJson(context));
    if (signInCode === undefined)
      return refuse(
        context,
        403,
        "Sign-in is closed: this desk was not set up to be reached from outside (PUBLIC_URL).",
      );
    if (!tries.take()) return refuse(context, 429, "Too many tries. Please wait a minute.");
    if (!body.success || !isTypedCode(body.data.code, signInCode))
      return refuse(context, 403, "This code is not right. The current one stands in the desk's log.");
    const { id, grade } = context.get("visitor");
    const signed = { id, grade: grade === "owner" ? grade : ("signed" as const) };
    await keepVisitor(context, signed, secret, context.get("arrival").isSecure);
    return context.json({ signIn: "done" });
  });

  app.post("/api/events", (context) => {
    const body = parts.desk() && pages.open(context.get("visitor").id);
    if (!body) return refuse(context, 503, "Too many pages are open.");
    return context.body(body, 200, { "Content-Type": "application/x-ndjson" });
  });

  app.post("/api/received", async (context) => {
    const body = receivedBody.safeParse(await readJson(context));
    if (body.success) pages.received(context.get("visitor").id, body.data.key);
    return context.json({});
  });

  app.get("/owner/:code", async (context) => {
    const arrival = context.get("arrival");
    context.header("Cache-Control", "no-store");
    if (!arrival.mayOwn)
      return refuse(
        context,
        403,
        "The owner link works on this machine itself or at PUBLIC_URL, and through no proxy.",
      );
    // Looking ahead must not use the code up.
    if (context.req.method !== "GET" || context.req.header("sec-purpose") !== undefined)
      return refuse(context, 405, "Open this link in a browser.");
    const known = await readVisitor(context, secret, arrival.isSecure);
    const site = context.req.header("sec-fetch-site");
    // Followed from another site, the link arrives without the cookie; asked again from our own page it brings it along.
    if (!known && (site === "cross-site" || site === "same-site") && context.req.query("again") === undefined)
      return context.html('<!doctype html><title>Westbound</title><meta http-equiv="refresh" content="0;url=?again">');
    if (!ownerCode.use(context.req.param("code"), clock()))
      return refuse(context, 403, "This link was used before or is too old. A restart of the desk prints a fresh one.");
    const visitor = { id: (known ?? makeVisitor()).id, grade: "owner" as const };
    try {
      await parts.makeOwner((await parts.identify("web", visitor.id)).userId);
    } catch (error) {
      ownerCode.restore();
      throw error;
    }
    parts.log.info({}, "the owner link was opened");
    await keepVisitor(context, visitor, secret, arrival.isSecure);
    return context.redirect("/#owner", 303);
  });

  app.use("/editions*", async (context, next) => {
    // A page of digests reads and draws: strangers together may not ask for more of that than for look-ups.
    if (!context.get("arrival").isLocal && !strangers.take())
      return refuse(context, 429, "Too much is asked from outside right now. Please try again in a minute.");
    await next();
  });
  app.route("/", editionRoutes({ ...parts, localeOf: readLocale }));

  for (const [path, { body, type, etag }] of files)
    app.get(path, (context) => {
      const headers = { ETag: etag, "Cache-Control": "no-cache" };
      if (context.req.header("if-none-match") === etag) return context.body(null, 304, headers);
      return context.body(body, 200, { ...headers, "Content-Type": type });
    });

  app.onError((error, context) => {
    return refuse(context, 500, failureSentence(error, parts.report(error, "web")));
  });
  return app;
}

/** The same request as one of the platform's own class. */
const asPlatforms = ({ url, method, headers, body }: Request): Request =>
  new Request(url, { method, headers, body, duplex: "half" });

/** What cannot be read as JSON is undefined, which no schema takes. */
async function readJson(context: { req: { json(): Promise<unknown> } }): Promise<unknown> {
  try {
    return await context.req.json();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
