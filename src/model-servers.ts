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
}

/** `name` or `name@base#KEY_VARIABLE`, with commas between. A name alone goes to the first server. */
function fallbacks(
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
        problems.push(`MODEL_FALLBACKS: "${each}" is not of the form name or name@https://server/v1#KEY_VARIABLE.`);
        return [];
      }
      if (base === undefined) return [{ ...first, name }];
      const apiKey = key === undefined ? undefined : keyOf(key);
      if (key !== undefined && apiKey === undefined)
        problems.push(`MODEL_FALLBACKS: ${key}, the key of ${name}, is not set.`);
      return [{ name, baseUrl: base.replace(/\/+$/, ""), ...(apiKey === undefined ? {} : { apiKey }) }];
    });
}

/**
 * The servers to ask, in order; none where neither key nor address is set.
 * @param keyOf     the value of the variable that a fall-back names as its key
 * @param problems  takes what is wrong, one sentence each
 */
export function modelsIn(
  env: ModelVariables,
  keyOf: (name: string) => string | undefined,
  problems: string[],
): ModelServer[] {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = env;
  const first = {
    name: env.MODEL,
    baseUrl: baseUrl ?? "https://api.openai.com/v1",
    ...(apiKey === undefined ? {} : { apiKey }),
  };
  const more = fallbacks(env.MODEL_FALLBACKS, first, keyOf, problems);
  return apiKey === undefined && baseUrl === undefined
    ? more.filter((each) => each.baseUrl !== first.baseUrl)
    : [first, ...more];
}
