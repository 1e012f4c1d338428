// C0 and C1 controls but for tab and newline; soft hyphen; zero-width and joiner-like; bidi marks and isolates; tag characters.
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/**
 * One line of text from outside (names, titles, nicknames) made safe to show and to compare: NFKC, no control, invisible or
 * direction-changing characters, no line breaks, at most `limit` code points.
 */
export function cleanLine(untrusted: string, limit: number): string {
  const line = settled(untrusted).replace(/\s+/g, " ").trim();
  const points = [...line];
  return points.length <= limit
    ? line
    : `${points
        .slice(0, limit - 1)
        .join("")
        .trimEnd()}…`;
}

/** NFKC without anything invisible. What stood apart only by something invisible grows together, so it is done until nothing changes. */
function settled(text: string): string {
  // NFKC makes three dots of "…", which is how a line that was cut ends: cleaned again it would be longer, and be cut again.
  const normal = text
    .split("…")
    .map((part) => part.normalize("NFKC"))
    .join("…")
    .replace(INVISIBLE, "");
  return normal === text ? text : settled(normal);
}

/** Text from a person as it goes on to commands and the model: invisible characters gone, line breaks kept. */
export function cleanText(untrusted: string): string {
  return untrusted.replace(/\r\n?/g, "\n").replace(INVISIBLE, "").trim();
}
