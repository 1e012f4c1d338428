// The conversation of this tab, so that a reload keeps it. It ends with the tab; nothing of it stays on the machine.

const NAME = "westbound";
const ENTRIES = 60;

/** What was kept for this account; nothing when it was another's. */
export function readHistory(account) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(NAME) ?? "{}");
    return kept.account === account && Array.isArray(kept.entries) ? kept.entries : [];
  } catch {
    return []; // Not ours, or storage is forbidden: the conversation begins anew.
  }
}

const withoutPictures = (entry) =>
  entry.reply
    ? {
        ...entry,
        reply: {
          ...entry.reply,
          blocks: entry.reply.blocks.map((block) =>
            block.kind === "picture" ? { kind: "text", spans: [{ text: block.alt }] } : block,
          ),
        },
      }
    : entry;

/** Keeps the newest entries; where they do not fit, pictures go before words do. */
export function keepHistory(account, entries) {
  const newest = entries.slice(-ENTRIES);
  const tries = [newest, newest.map((entry, index) => (index < newest.length - 4 ? withoutPictures(entry) : entry))];
  for (const each of [...tries, newest.slice(-8).map(withoutPictures)]) {
    try {
      sessionStorage.setItem(NAME, JSON.stringify({ account, entries: each }));
      return;
    } catch {
      // Full: the next try is smaller.
    }
  }
}
