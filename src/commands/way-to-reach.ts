import type { Platform } from "../core/call.ts";

/** How somebody opens the chat that the desk writes to them alone in. */
export function wayToReach(platform: Platform): string {
  switch (platform) {
    case "discord":
      return "Discord does not let me write to you. Allow direct messages from members of this server in its privacy settings.";
    case "telegram":
      return "Telegram lets me write only to those who have begun and have not blocked me. Open our chat and press Start.";
    case "web":
    case "mcp":
    case "webhook":
      return "There is no direct chat with you that I know of.";
  }
  return platform satisfies never;
}
