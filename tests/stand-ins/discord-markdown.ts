/**
 * What a person reads of Discord's Markdown, by the rules of Discord's own client: escapes taken away, marks gone, mentions,
 * emoji and bare links made visible in brackets, so that a test sees what should have stayed text.
 */
export function readMarkdown(source: string): string {
  let out = "";
  let rest = source;
  const rules: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
    [/^```(?:[a-z0-9_+\-.#]*\n)?\n?([^]*?)\n*```/, ([, inside = ""]) => inside],
    [/^(`+)([^]*?[^`])\1(?!`)/, ([, , inside = ""]) => inside.replace(/^ (?= *`)|(` *) $/g, "$1")],
    [/^\\([^0-9A-Za-z\s])/, ([, mark = ""]) => mark],
    [/^<(?:@[!&]?|#)\d+>/, ([all]) => `[mention ${all.slice(1, -1)}]`],
    [/^<\/[^>]+:\d+>/, () => "[command]"],
    [/^<t:-?\d+(?::[tTdDfFRsS])?>/, () => "[time]"],
    [/^<a?:\w+:\d+>/, () => "[emoji]"],
    [/^@(?:everyone|here)/, ([all]) => `[mention ${all}]`],
    [/^\[((?:\\.|[^\]\\])*)\]\(<?(https?:\/\/[^\s)>]+)>?\)/, ([, label = ""]) => readMarkdown(label)],
    [/^<(https?:\/\/[^\s>]+)>/, ([, url = ""]) => url],
    [/^https?:\/\/[^\s<]+[^<.,:;"')\]\s]/, ([all]) => `[link ${all}]`],
    [/^:[a-z0-9_+-]+:/i, () => "[emoji]"],
    [/^(?:\*\*|__|~~|\|\|)(?=\S|$|\s)/, () => ""],
    [/^[*_]/, () => ""],
  ];
  while (rest !== "") {
    if (out === "" || out.endsWith("\n")) {
      const mark = /^(?:-# |#{1,3} |>>> |> |\s*[-*+] |\s*\d+\. )/.exec(rest);
      if (mark) {
        rest = rest.slice(mark[0].length);
        // A list's mark is shown in another shape: that would be a mangled text.
        if (/[-*+]\s$|\d\. $/.test(mark[0])) out += "[list] ";
        continue;
      }
    }
    let matched = false;
    for (const [pattern, read] of rules) {
      const match = pattern.exec(rest);
      if (!match) continue;
      out += read(match);
      rest = rest.slice(match[0].length);
      matched = true;
      break;
    }
    if (matched) continue;
    out += rest[0] ?? "";
    rest = rest.slice(1);
  }
  return out.replaceAll("\u200B", "");
}
