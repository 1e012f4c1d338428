import { KEEP_TURN_MS, KEPT_TURNS, OPEN_TURNS } from "./limits.ts";
import { type LineStream, lineStream } from "./lines.ts";

interface Turn {
  /** A hash of what was asked, to tell a retry from another question under the same key. */
  readonly asked: string;
  readonly account: string;
  readonly watchers: Set<LineStream>;
  /** The newest progress line, then the answer. */
  latest: unknown;
  doneAt: number | undefined;
}

/** `conflict`: the key belongs to another question. `busy`: too many of this browser are open. */
export type Begun = { readonly body: ReadableStream<Uint8Array> } | "conflict" | "busy";

/**
 * Questions in work and just answered. A page that lost its connection asks again with the same key and gets the same answer:
 * nothing is worked on, paid for or written twice. Lost with the process: then the page's retry asks anew, and the key that the
 * call carries keeps writes from happening twice.
 */
export class Turns<Answer extends object> {
  readonly #turns = new Map<string, Turn>();
  readonly #open = new Set<Promise<void>>();
  readonly #clock: () => number;
  readonly #beatMs: number;

  constructor({ clock, beatMs }: { readonly clock: () => number; readonly beatMs: number }) {
    this.#clock = clock;
    this.#beatMs = beatMs;
  }

  /** @param work  gives the answer and never rejects */
  begin(
    { account, key, asked }: { readonly account: string; readonly key: string; readonly asked: string },
    work: (progress: (line: string) => void) => Promise<Answer>,
  ): Begun {
    this.#forget();
    const id = `${account}:${key}`;
    const known = this.#turns.get(id);
    if (known) return known.asked === asked ? { body: this.#watch(known) } : "conflict";
    const open = [...this.#turns.values()].filter((turn) => turn.account === account && turn.doneAt === undefined);
    if (open.length >= OPEN_TURNS) return "busy";
    const turn: Turn = { asked, account, watchers: new Set(), latest: undefined, doneAt: undefined };
    this.#turns.set(id, turn);
    const body = this.#watch(turn);
    const working = this.#work(turn, work).finally(() => this.#open.delete(working));
    this.#open.add(working);
    return { body };
  }

  /** Resolves when nothing is open any more. */
  async settle(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  async #work(turn: Turn, work: (progress: (line: string) => void) => Promise<Answer>): Promise<void> {
    const tell = (line: unknown): void => {
      turn.latest = line;
      for (const watcher of turn.watchers) watcher.write(line);
    };
    const answer = await work((line) => {
      if (turn.doneAt === undefined) tell({ progress: line });
    });
    turn.doneAt = this.#clock();
    tell(answer);
    for (const watcher of turn.watchers) watcher.end();
  }

  #watch(turn: Turn): ReadableStream<Uint8Array> {
    const stream = lineStream({ beatMs: this.#beatMs, onClose: () => turn.watchers.delete(stream) });
    if (turn.latest !== undefined) stream.write(turn.latest);
    if (turn.doneAt === undefined) turn.watchers.add(stream);
    else stream.end();
    return stream.body;
  }

  #forget(): void {
    const done = [...this.#turns].filter(([, { doneAt }]) => doneAt !== undefined);
    const oldest = this.#clock() - KEEP_TURN_MS;
    for (const [index, [id, { doneAt = 0 }]] of done.entries())
      if (doneAt < oldest || done.length - index > KEPT_TURNS) this.#turns.delete(id);
  }
}
