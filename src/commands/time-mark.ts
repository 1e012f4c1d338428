import { link, type Span } from "../core/reply.ts";

/** A time from the start of a recording: "11:15", "1:02:03". */
export function timeMark(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const padded = [minutes, rest].map((each) => String(each).padStart(2, "0"));
  return hours > 0 ? `${hours}:${padded.join(":")}` : `${minutes}:${padded[1] ?? ""}`;
}

/** The same as a link into the recording. @param url  of a video, its id in the query */
export const markLink = (seconds: number, url: string): Span => link(timeMark(seconds), `${url}&t=${seconds}s`);
