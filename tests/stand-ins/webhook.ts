import { Agent, createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { isPublicAddress, type Lookup, publicLookup } from "../../src/wire/public-address.ts";
import { selfSigned } from "../support/certificate.ts";

/** One post, as the receiver read it. */
export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const NAME = "hooks.example.org";
/** What the name stands for in the resolver of the test. Nothing is ever sent there. */
const PUBLIC = "93.184.215.14";

/** Somebody's server on loopback that receives what alerts post; each answer is as the test says, 204 unless it says something. */
export class WebhookReceiver {
  readonly posted: Posted[] = [];
  readonly url = `https://${NAME}/in?token=not-for-logs`;
  answer: (response: ServerResponse, posted: Posted) => void = (response) => void response.writeHead(204).end();
  readonly #pair = selfSigned(NAME);
  readonly #server = createServer(this.#pair, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const posted = {
        path: request.url ?? "",
        headers: request.headers,
        text,
        body: JSON.parse(text) as Record<string, unknown>,
      };
      this.posted.push(posted);
      this.answer(response, posted);
    });
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * The desk's way to it: checks addresses as on the internet, and of those that pass it connects to loopback.
   * @param leadsTo  what the resolver says of any name, at each time it is asked
   * @param trusts  `nobody`: as a machine that does not know its certificate
   */
  agent(leadsTo: () => readonly string[] = () => [PUBLIC], trusts: "it" | "nobody" = "it"): Agent {
    const resolve = ((_host: string, _options: unknown, done: (error: null, found: unknown) => void) =>
      done(
        null,
        leadsTo().map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      )) as unknown as Parameters<typeof publicLookup>[0];
    const checked = publicLookup(resolve);
    const lookup: Lookup = (host, options, done) =>
      checked(host, options, (error, found, family) => {
        if (error) return done(error, found, family);
        const all = Array.isArray(found) ? found.map(({ address }) => address) : [found];
        if (!all.every(isPublicAddress)) throw new Error("a private address came through");
        return options.all === true ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);
      });
    const ca = trusts === "it" ? { ca: this.#pair.cert } : {};
    return new Agent({ lookup, port: this.port, keepAlive: false, maxCachedSessions: 0, ...ca });
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.closeAllConnections();
      this.#server.close(() => resolve());
    });
  }
}
