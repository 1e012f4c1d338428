const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/**
 * What stands below an instant on the time axis, in UTC: the hour within a few days (the date at midnight), the day within
 * some weeks, the month within three years (with the year in January), then the year.
 * @param span  how much time the axis shows, in milliseconds
 */
export function timeLabel(at: number, span: number): string {
  const date = new Date(at);
  const month = MONTHS[date.getUTCMonth()] ?? "";
  if (span <= 3 * DAY && at % DAY !== 0) return date.toISOString().slice(11, 16);
  if (span <= 100 * DAY) return `${date.getUTCDate()} ${month}`;
  if (span > 1_100 * DAY) return String(date.getUTCFullYear());
  return date.getUTCMonth() === 0 ? `${month} ${date.getUTCFullYear()}` : month;
}
