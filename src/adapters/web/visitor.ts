import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getSignedCookie, setSignedCookie } from "hono/cookie";
import { COOKIE_SECONDS } from "./limits.ts";

/** What a browser has proved: that it typed the sign-in code, that it opened the owner link. Each holds for its cookie alone. */
type Grade = "visitor" | "signed" | "owner";

/** A browser, as its cookie says. `id` is its account on the platform `web`. */
export interface Visitor {
  readonly id: string;
  readonly grade: Grade;
}

const NAME = "westbound";
const VALUE = /^([\w-]{22})\.(visitor|signed|owner)$/;

/** 128 random bits, 22 characters. */
export const makeVisitor = (): Visitor => ({
  id: randomBytes(16).toString("base64url"),
  grade: "visitor",
});

/** Whether it has the form of a visitor's id. */
export const isVisitorId = (id: string): boolean => /^[\w-]{22}$/.test(id);

/**
 * The cookie is signed with the desk's secret and carries the grade, so that a cookie somebody planted before a sign-in is not
 * signed in afterwards, and no browser can name its own id. Over https it is bound to host and https by its prefix.
 * @returns undefined without a cookie of ours
 */
export async function readVisitor(context: Context, secret: string, isSecure: boolean): Promise<Visitor | undefined> {
  const value = isSecure
    ? await getSignedCookie(context, secret, NAME, "host")
    : await getSignedCookie(context, secret, NAME);
  const match = typeof value === "string" ? VALUE.exec(value) : null;
  return match?.[1] === undefined ? undefined : { id: match[1], grade: match[2] as Grade };
}

export async function keepVisitor(
  context: Context,
  { id, grade }: Visitor,
  secret: string,
  isSecure: boolean,
): Promise<void> {
  await setSignedCookie(context, NAME, `${id}.${grade}`, secret, {
    path: "/",
    httpOnly: true,
    sameSite: "Strict",
    maxAge: COOKIE_SECONDS,
    ...(isSecure ? { secure: true, prefix: "host" as const } : {}),
  });
}
