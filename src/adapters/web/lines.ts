const encoder = new TextEncoder();

/** Lines that may wait for a page that does not read; then it is given up, and comes back when it can. */
const BACKLOG = 64;

/** A response body that is written line by line, each a JSON value (NDJSON). */
export interface LineStream {
  readonly body: ReadableStream<Uint8Array>;
  write(value: unknown): void;
  /** Writing after it does nothing. */
  end(): void;
}

/** @param onClose  called once, whoever ends it; empty lines keep it alive, one each `beatMs` */
export function lineStream({ beatMs, onClose }: { readonly beatMs: number; readonly onClose: () => void }): LineStream {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const close = (): boolean => {
    if (!controller) return false;
    controller = undefined;
    clearInterval(beat);
    onClose();
    return true;
  };
  const enqueue = (line: string): void => {
    controller?.enqueue(encoder.encode(line));
    if ((controller?.desiredSize ?? 0) < -BACKLOG) end();
  };
  const end = (): void => {
    const open = controller;
    if (close()) open?.close();
  };
  const body = new ReadableStream<Uint8Array>({
    start: (created) => void (controller = created),
    cancel: () => void close(),
  });
  const beat = setInterval(() => enqueue("\n"), beatMs).unref();
  return { body, end, write: (value) => enqueue(`${JSON.stringify(value)}\n`) };
}
