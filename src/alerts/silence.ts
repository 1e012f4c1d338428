import { utcMinute } from "../core/format.ts";

/** So long there has to be no figure before an alert's owner is told that there is none. */
export const SILENT_MS = 3 * 24 * 60 * 60_000;

/**
 * What is kept as the reason of an alert that is watched although there is no figure, once its owner has been told. With the instant
 * in it, it is another one when a figure has come and gone again.
 * @param seenAt  when there last was one, in UTC epoch milliseconds
 */
export const silentMark = (seenAt: number | undefined): string =>
  seenAt === undefined ? "there has been no figure yet" : `there has been no figure since ${utcMinute(seenAt)}`;

/**
 * What `/alert why` adds where there has been no figure for long; undefined where that is not so.
 * @param since  when there last was one, or when the alert was made if that is later
 */
export const silenceWords = (since: number, now: number): string | undefined =>
  now - since < SILENT_MS
    ? undefined
    : `I have had no figure of it since ${utcMinute(since)}. It is watched all the same, and tells when there is one again.`;
