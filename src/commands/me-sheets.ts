import type { Alert } from "../alerts/alert.ts";
import { type AlertNameParts, namesIn } from "./alert-names.ts";
import { conditionWords } from "./alert-words.ts";
import { hiddenAddress } from "./alert-webhook.ts";
import type { OwnLists } from "./me-book.ts";
import { scheduleWords } from "./digest-words.ts";
import { numberCell, sheetLine, textCell } from "../core/sheet.ts";
import { typedTime } from "./alert-values.ts";

export type SheetParts = Pick<AlertNameParts, "assets" | "sector">;

/** The lists that people open as sheets, as CSV that runs nothing there; an empty list has no file. */
export function sheetsOf(
  { watched, alerts, digests, notes }: OwnLists,
  parts: SheetParts,
  locale: string,
): readonly { readonly name: string; readonly text: string }[] {
  const coin = (id: string): readonly string[] => {
    const asset = parts.assets.byId(id);
    return [textCell(id), textCell(asset?.symbol ?? ""), textCell(asset?.name ?? "")];
  };
  return [
    sheet("watchlist", ["Id", "Symbol", "Name"], watched.map(coin)),
    sheet(
      "alerts",
      ["Number", "Tells when", "State", "Tells", "Repeats", "Until", "Note", "Made", "Told last"],
      alerts.map((alert) => [
        numberCell(String(alert.number)),
        textCell(conditionWords(alert.condition, namesIn(alert.condition, parts), locale)),
        textCell(alert.state),
        textCell(toldBy(alert)),
        textCell(alert.repetition.kind === "once" ? "once" : `every ${typedTime(alert.repetition.coolDownMs)}`),
        instant(alert.expiresAt),
        textCell(alert.note ?? ""),
        instant(alert.createdAt),
        instant(alert.firedAt),
      ]),
    ),
    sheet(
      "digests",
      ["Number", "Comes", "State", "On", "Next", "Layers", "Sections", "With", "Without", "Made"],
      digests.map(({ number, settings, state, place, nextAt, createdAt }) => [
        numberCell(String(number)),
        textCell(scheduleWords(settings)),
        textCell(state),
        textCell(place.platform),
        instant(nextAt),
        ...[settings.layers, settings.sections, settings.keywordsIn, settings.keywordsOut].map((words) =>
          textCell(words.join(" ")),
        ),
        instant(createdAt),
      ]),
    ),
    sheet(
      "notes",
      ["Number", "Note"],
      notes.map(({ number, text }) => [numberCell(String(number)), textCell(text)]),
    ),
  ].filter((each) => each !== undefined);
}

const sheet = (name: string, head: readonly string[], rows: readonly (readonly string[])[]) =>
  rows.length === 0 ? undefined : { name, text: [head, ...rows].map(sheetLine).join("") };

/** A webhook's address may let whoever reads it post there. */
const toldBy = ({ target, place }: Pick<Alert, "target" | "place">): string =>
  target.kind === "webhook" ? hiddenAddress(target.url) : place.platform;

const instant = (at: number | undefined): string => (at === undefined ? "" : new Date(at).toISOString());
