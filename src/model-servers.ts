/** A model server of the OpenAI kind. The key goes to this server only. */
export interface ModelServer {
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey?: string;
}

/** The variables that say which models are asked. */
interface ModelVariables {
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly MODEL: string;
  readonly MODEL_FALLBACKS: string;
  readonly MODEL_SMALL: string;
}

/** US dollars per million tokens. */
export interface ModelPrice {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

/** `name=in/out` with commas between: what the operator says that models cost. */
export function modelPricesIn(list: string, problems: string[]): ReadonlyMap<string, ModelPrice> {
  const prices = new Map<string, ModelPrice>();
  for (const each of list.split(",").map((part) => part.trim())) {
    if (each === "") continue;
    const { name, inputUsd, outputUsd } =
      /^(?<name>\S+)=(?<inputUsd>\d{1,5}(?:\.\d+)?)\/(?<outputUsd>\d{1,5}(?:\.\d+)?)$/.exec(each)?.groups ?? {};
    if (name === undefined) problems.push(`MODEL_PRICES: "${each}" is not of the form name=0.25/2.`);
    else prices.set(name, { inputUsd: Number(inputUsd), outputUsd: Number(outputUsd) });
  }
  return prices;
}

/** `name` or `name@base#KEY_VARIABLE`, with commas between. A name alone goes to the first server. */
function serversIn(
  variable: "MODEL_FALLBACKS" | "MODEL_SMALL",
  list: string,
  first: ModelServer,
  keyOf: (name: string) => string | undefined,
  problems: string[],
): ModelServer[] {
  return list
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "")
    .flatMap((each) => {
      const match = /^(?<name>[^@#\s]+)(?:@(?<base>https?:\/\/[^#\s]+)(?:#(?<key>\w+))?)?$/.exec(each);
      const { name, base, key } = match?.groups ?? {};
      if (name === undefined) {
        problems.push(`${variable}: "${each}" is not of the form name or name@https://server/v1#KEY_VARIABLE.`);
        return [];
      }
      if (base === undefined) return [{ ...first, name }];
      const apiKey = key === undefined ? undefined : keyOf(key);
      if (key !== undefined && apiKey === undefined)
        problems.push(`${variable}: ${key}, the key of ${name}, is not set.`);
      return [{ name, baseUrl: base.replace(/\/+$/, ""), ...(apiKey === undefined ? {} : { apiKey }) }];
    });
}

/**
 * The servers to ask, in order; none where neither key nor address is set. `small` is asked first about small questions.
 * @param keyOf     the value of the variable that a fall-back names as its key
 * @param problems  takes what is wrong, one sentence each
 */
export function modelsIn(
  env: ModelVariables,
  keyOf: (name: string) => string | undefined,
  problems: string[],
): { readonly models: readonly ModelServer[]; readonly small?: ModelServer } {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = env;
  const first = {
    name: env.MODEL,
    baseUrl: baseUrl ?? "https://api.openai.com/v1",
    ...(apiKey === undefined ? {} : { apiKey }),
  };
  const more = serversIn("MODEL_FALLBACKS", env.MODEL_FALLBACKS, first, keyOf, problems);
  const isFirstOn = apiKey !== undefined || baseUrl !== undefined;
  const models = isFirstOn ? [first, ...more] : more.filter((each) => each.baseUrl !== first.baseUrl);
  const [small, another] = serversIn("MODEL_SMALL", env.MODEL_SMALL, first, keyOf, problems);
  if (another) problems.push("MODEL_SMALL names more than one model.");
  const isSmallOn = small && models.length > 0 && (isFirstOn || small.baseUrl !== first.baseUrl);
  return { models, ...(isSmallOn && { small }) };
}
