import type { AboutMe } from "./me-book.ts";
import type { AnyCommand } from "../core/command.ts";
import { type Audit, audit } from "./audit.ts";
import { feedback, type GiveFeedback } from "./feedback.ts";
import { me } from "./me.ts";
import { meDelete } from "./me-delete.ts";
import { meExport } from "./me-export.ts";
import { meForget } from "./me-forget.ts";
import type { PortfolioExportParts } from "./portfolio-export.ts";
import type { SheetParts } from "./me-sheets.ts";

/** What the commands about one's own data and about changes are made of. */
export interface PrivacyCommandParts {
  readonly me: AboutMe;
  readonly changes: Audit;
  /** Absent where nothing can be sent. */
  readonly giveFeedback?: GiveFeedback;
}

/** Everything about what is kept of people, and who changed what. */
export const privacyCommands = (
  parts: PrivacyCommandParts & PortfolioExportParts & SheetParts,
): readonly AnyCommand[] => [
  me(parts.me),
  meExport({ ...parts, ...parts.me }),
  meForget(parts.me),
  meDelete(parts.me),
  ...(parts.giveFeedback === undefined ? [] : [feedback(parts.giveFeedback)]),
  audit(parts.changes),
];
