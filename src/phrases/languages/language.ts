/** How one language asks for plain look-ups. Nothing else in the grammar knows any words of it. */
export interface Language {
  /** What people say before a question and mean nothing by, the longer first where one begins another. Lower case. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Patterns as `readPattern` takes them, by the command that they ask for; the first that fits decides. */
  readonly look: Readonly<Record<string, readonly string[]>>;
}
