import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/** What can go wrong with one answer. */
export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly retryAfter?: string;
      readonly body?: unknown;
      /** The body begins and never ends. */
      readonly endless?: true;
    }
  /** An HTML page with status 200. */
  | { readonly kind: "html" }
  /** Starts with a byte order mark; right otherwise. */
  | { readonly kind: "bom" }
  | { readonly kind: "truncated" }
  | { readonly kind: "empty" }
  /** Well-formed JSON of this many bytes. */
  | { readonly kind: "huge"; readonly bytes: number }
  /** No header ever comes. */
  | { readonly kind: "hang" }
  /** Half of the body comes, then nothing. */
  | { readonly kind: "hang-in-body" }
  /** The body comes byte by byte for ever, so that no pause is long. */
  | { readonly kind: "drip" }
  | { readonly kind: "reset" }
  | { readonly kind: "reset-in-body" }
  /** Right, after this many milliseconds. */
  | { readonly kind: "slow"; readonly ms: number }
  /** Every number is a word. */
  | { readonly kind: "wrong-types" }
  /** Every number is numeric text. */
  | { readonly kind: "numbers-as-text" }
  /** Every value but ids, symbols and names is null. */
  | { readonly kind: "nulls" }
  /** This body instead, with status 200. */
  | { readonly kind: "body"; readonly body: unknown };

const PAGE = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>error code: 1015</body></html>";
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

/** Answers with the fault in place of `body`. */
export async function answerWith(fault: Fault, body: unknown, response: ServerResponse): Promise<void> {
  const text = JSON.stringify(body);
  switch (fault.kind) {
    case "status": {
      const retry = fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter };
      const said = typeof fault.body === "string" ? fault.body : JSON.stringify(fault.body ?? statusBody(fault.status));
      response.writeHead(fault.status, { ...JSON_TYPE, ...retry });
      if (fault.endless) response.write(said.slice(0, 10));
      else response.end(said);
      return;
    }
    case "html":
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
      return;
    case "bom":
      response.writeHead(200, JSON_TYPE).end(`\uFEFF${text}`);
      return;
    case "truncated":
      response.writeHead(200, JSON_TYPE).end(text.slice(0, Math.floor(text.length / 2)));
      return;
    case "empty":
      response.writeHead(200, JSON_TYPE).end();
      return;
    case "huge":
      response.writeHead(200, JSON_TYPE).end(`["${"x".repeat(Math.max(0, fault.bytes - 4))}"]`);
      return;
    case "hang":
      return;
    case "hang-in-body":
      response.writeHead(200, JSON_TYPE).write(text.slice(0, Math.floor(text.length / 2)));
      return;
    case "drip":
      response.writeHead(200, JSON_TYPE);
      while (!response.destroyed) {
        response.write(" ");
        await pause(5);
      }
      return;
    case "reset":
      response.destroy();
      return;
    case "reset-in-body":
      response.writeHead(200, JSON_TYPE).write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
      return;
    case "slow":
      await pause(fault.ms);
      response.writeHead(200, JSON_TYPE).end(text);
      return;
    case "wrong-types":
      response
        .writeHead(200, JSON_TYPE)
        .end(JSON.stringify(mapped(body, (value) => (typeof value === "number" ? "many" : value))));
      return;
    case "numbers-as-text":
      response
        .writeHead(200, JSON_TYPE)
        .end(JSON.stringify(mapped(body, (value) => (typeof value === "number" ? String(value) : value))));
      return;
    case "nulls":
      response
        .writeHead(200, JSON_TYPE)
        .end(JSON.stringify(mapped(body, (value, key) => (isName(key) ? value : null))));
      return;
    case "body":
      response.writeHead(200, JSON_TYPE).end(JSON.stringify(fault.body));
      return;
    default:
      fault satisfies never;
  }
}

const statusBody = (status: number): unknown =>
  status === 429
    ? { status: { error_code: 429, error_message: "You've exceeded the Rate Limit." } }
    : { error: `status ${status}` };

const isName = (key: string): boolean => ["id", "symbol", "name"].includes(key);

function mapped(value: unknown, change: (leaf: unknown, key: string) => unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((each) => mapped(each, change, key));
  if (typeof value !== "object" || value === null) return change(value, key);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapped(each, change, name)]));
}
