import type { IncomingMessage } from "node:http";

/** An uploaded file as it arrived. */
export interface Upload {
  readonly filename: string;
  readonly bytes: Buffer;
}

export interface Body {
  readonly values: Readonly<Record<string, unknown>>;
  readonly uploads: ReadonlyMap<string, Upload>;
  readonly isMultipart: boolean;
}

/** Parameters of a Bot API request: JSON, url-encoded or multipart. In the last two every value is text, objects are JSON. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const type = request.headers["content-type"] ?? "";
  const boundary = /multipart\/form-data;\s*boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary !== undefined) return readMultipart(raw, boundary);
  if (type.startsWith("application/x-www-form-urlencoded"))
    return plain(fromTexts([...new URLSearchParams(raw.toString("utf8"))]));
  return plain(raw.length === 0 ? {} : (JSON.parse(raw.toString("utf8")) as Record<string, unknown>));
}

const plain = (values: Readonly<Record<string, unknown>>): Body => ({ values, uploads: new Map(), isMultipart: false });

function fromTexts(pairs: readonly (readonly [string, string])[]): Record<string, unknown> {
  return Object.fromEntries(pairs.map(([name, text]) => [name, /^[[{]/.test(text) ? parsed(text) : text]));
}

/** Text that begins like JSON and is none is just text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const TEXTS = new Set(["text", "caption"]);

function readMultipart(raw: Buffer, boundary: string): Body {
  const values: Record<string, unknown> = {};
  const uploads = new Map<string, Upload>();
  const mark = Buffer.from(`--${boundary}`);
  let start = raw.indexOf(mark);
  while (start !== -1) {
    const end = raw.indexOf(mark, start + mark.length);
    if (end === -1) break;
    const part = raw.subarray(start + mark.length + 2, end - 2);
    const border = part.indexOf("\r\n\r\n");
    const head = part.subarray(0, border).toString("utf8");
    const content = part.subarray(border + 4);
    const name = / name="([^"]*)"/.exec(head)?.[1] ?? "";
    const filename = /filename="([^"]*)"/.exec(head)?.[1];
    if (filename !== undefined) uploads.set(name, { filename, bytes: content });
    else values[name] = TEXTS.has(name) ? content.toString("utf8") : parsed(content.toString("utf8"));
    start = end;
  }
  return { values, uploads, isMultipart: true };
}
