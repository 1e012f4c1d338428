const ASKED =
  /^\s*(?:(?:please|so|and|hey|hi|ok(?:ay)?|can you|could you)[,!]? )*(?<how>what(?:'s|’s| is| are| about)|who(?:'s|’s| is| are)(?: behind)?|who (?:made|makes|built|builds|founded|created|owns)|(?:tell|show) (?:me|us) (?:more |something |all )?about|what do you (?:know|have) about|describe)\s+(?<subject>.+?)(?:,? please)?[\s?!.]*$/iu;
const ARTICLE = /^(?:an?|this|that|these|those|my|your|our|it|its|there|going|up|new|wrong|on|in|with)\b/iu;
const AROUND = /^the\s+|\s+(?:project|token|about|exactly|then|now|today)$/giu;
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}.&'’/ -]*$/u;

/**
 * What a question of the form "what is …", "who is behind …" or "tell me about …" is about: one name of at most four words. In
 * lower case after "what is" two at most, since more are rather a sentence.
 * @returns undefined where the question is no such question
 */
export function subjectOf(question: string): string | undefined {
  const { how, subject = "" } = ASKED.exec(question)?.groups ?? {};
  if (how === undefined || ARTICLE.test(subject)) return undefined;
  const name = subject.replaceAll(AROUND, "").trim();
  const words = name.split(" ");
  const isNamed = /\p{Lu}/u.test(name) || !/^what/iu.test(how);
  return NAME.test(name) && /\p{L}/u.test(name) && words.length <= (isNamed ? 4 : 2) ? name : undefined;
}
