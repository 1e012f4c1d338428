/** How a model let us down. Each has its own sentence. */
export type FailureKind =
  | "down"
  | "slow"
  | "limited"
  | "quota"
  | "key"
  | "refused"
  | "nonsense"
  | "filtered"
  | "empty"
  | "overflow"
  | "deadline"
  | "budget";

const SENTENCES: Readonly<Record<FailureKind, string>> = {
  down: "The model does not answer right now.",
  slow: "The model took too long to answer.",
  limited: "The model is busy right now; try again in a minute.",
  quota: "The model's quota is used up for now.",
  key: "The model server does not accept this desk's key; its owner has to renew it.",
  refused: "The model server did not accept the request; the desk's owner finds the reason in the log.",
  nonsense: "The model's answer could not be read.",
  filtered: "The model declined to answer that.",
  empty: "The model gave no answer.",
  overflow: "That was too much for the model; ask it in fewer words.",
  budget: "This desk's budget for the model is used up for now.",
  deadline: "That took too long, so I stopped.",
};

/** What a person is told of a failure: one line, nothing of the server's own words. */
export const failureSentence = (kind: FailureKind): string => SENTENCES[kind];

/** A model, or all models, could not serve a call. The cause is for the log. */
export class ModelFailure extends Error {
  override readonly name = "ModelFailure";
  readonly kind: FailureKind;
  /** When the server said how long to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: FailureKind,
    options: { detail?: string; retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(options.detail === undefined ? `model: ${kind}` : `model: ${kind} (${options.detail})`, {
      cause: options.cause,
    });
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
  }
}

interface ServerError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly status?: unknown;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly headers?: unknown;
  readonly cause?: unknown;
}

const word = (value: unknown): string => (typeof value === "string" ? value : "");

/** Every error from the outside in; a cycle ends it. */
function chain(error: unknown): ServerError[] {
  const found: ServerError[] = [];
  for (
    let each = error;
    typeof each === "object" && each !== null && found.length < 6;
    each = (each as ServerError).cause
  )
    found.push(each as ServerError);
  return found;
}

function retryAfterMs(headers: unknown): number | undefined {
  const value = headers instanceof Headers ? headers.get("retry-after") : undefined;
  const seconds = value === null || value === undefined || value.trim() === "" ? Number.NaN : Number(value);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

const kindOfStatus = (status: number, words: string): FailureKind => {
  if (status === 402 || (status === 429 && /quota|billing|credit|balance/i.test(words))) return "quota";
  if (status === 429) return "limited";
  if (status === 401 || status === 403) return "key";
  if (status === 408 || status === 504) return "slow";
  if (status >= 500) return "down";
  if (status === 413) return "overflow";
  return "refused";
};

/** What an error of the OpenAI client, of `fetch` or of ours says about the server. */
export function failureOf(error: unknown): ModelFailure {
  const errors = chain(error);
  const own = errors.find((each) => each instanceof ModelFailure);
  if (own instanceof ModelFailure) return own;
  const words = errors.map((each) => `${word(each.code)} ${word(each.type)} ${word(each.message)}`).join(" ");
  const names = errors.map((each) => word(each.name));
  if (names.includes("ContextOverflowError")) return new ModelFailure("overflow", { cause: error });
  if (/content_filter|content management policy/i.test(words)) return new ModelFailure("filtered", { cause: error });
  if (names.includes("TimeoutError")) return new ModelFailure("slow", { cause: error });
  const answered = errors.find(({ status }) => typeof status === "number");
  if (answered)
    return new ModelFailure(kindOfStatus(Number(answered.status), words), {
      detail: String(answered.status),
      retryAfterMs: retryAfterMs(answered.headers),
      cause: error,
    });
  return new ModelFailure(names.includes("SyntaxError") ? "nonsense" : "down", { cause: error });
}
