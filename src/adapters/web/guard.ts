import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Arrival, isAddressedToUs, isForeign, readArrival } from "../../core/arrival.ts";
import type { Visitor } from "./visitor.ts";

/** What a request carries through the page's routes. */
export interface WebEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: { arrival: Arrival; visitor: Visitor };
}

/** Answers with a sentence: JSON for the page's own requests, plain text for people. */
export const refuse = (context: Context, status: ContentfulStatusCode, sentence: string): Response =>
  context.req.path.startsWith("/api/")
    ? context.json({ error: sentence }, status)
    : context.text(`${sentence}\n`, status);

/** Nothing but the page's own files runs, nobody frames it, and nothing is said to other sites. */
export const pageHeaders = () =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
    },
    crossOriginResourcePolicy: "same-origin",
    crossOriginOpenerPolicy: "same-origin",
    xFrameOptions: "DENY",
    // Whether the address is for https alone is the proxy's to say.
    strictTransportSecurity: false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  });

/**
 * Lets a request through when it is addressed to us by a name of ours and no other page speaks; notes how it came.
 * @param publicUrl  `PUBLIC_URL`, if there is one
 */
export const guard = (publicUrl: URL | undefined) =>
  createMiddleware<WebEnv>(async (context, next) => {
    const { incoming } = context.env;
    if (!isAddressedToUs(incoming, publicUrl))
      return refuse(
        context,
        421,
        "This desk does not go by that name. Set PUBLIC_URL to the address it is reached at.",
      );
    if (isForeign(incoming, publicUrl))
      return refuse(
        context,
        403,
        "This request came from another page, so it was refused. Behind a proxy, pass the Host header on and set PUBLIC_URL.",
      );
    context.set("arrival", readArrival(incoming, publicUrl));
    await next();
  });
