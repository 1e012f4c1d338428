/** What was counted on the default branch in a stretch of days; bots are not told apart from people. */
export interface Counted {
  readonly commits: number;
  /** Different authors of those commits. */
  readonly people: number;
  /** There were more commits than were read. */
  readonly isAtLeast: boolean;
}

/** One look at a repository. What was not told is absent. */
export type RepositoryLook =
  /** GitHub knows it under another name. */
  | { readonly state: "moved" }
  /** Under that name there is nothing any more. */
  | { readonly state: "gone" }
  | {
      /** `empty`: it has no commit. */
      readonly state: "there" | "empty";
      readonly stars?: number;
      readonly isArchived?: boolean;
      readonly isFork?: boolean;
      /** UTC epoch milliseconds. */
      readonly lastCommitAt?: number;
      readonly in30Days?: Counted;
      readonly in90Days?: Counted;
      /** The newest that was published; its name is the publisher's own text. */
      readonly release?: { readonly untrustedName: string; readonly at: number };
    };

/** A look as it was kept. */
export type Looked = RepositoryLook & {
  /** "owner/name". */
  readonly repository: string;
  /** UTC epoch milliseconds. */
  readonly lookedAt: number;
};

/** What is known of a project's code. */
export type Activity = Looked & {
  /** More or fewer stars than thirty days before; absent where nobody looked then. */
  readonly starsChange30d?: number;
  /** When a look first found its release, in UTC epoch milliseconds; to the last look of that day. */
  readonly releaseSeenAt?: number;
};

/** Where looks at repositories are kept, one a UTC day. */
export interface ActivityBook {
  /** A second look of the day replaces the first. */
  keep(look: Looked): Promise<void>;
  /** When each was last looked at. */
  lookedAt(): Promise<ReadonlyMap<string, number>>;
  of(repository: string): Promise<Activity | undefined>;
}

/** From then on without a commit a repository is said to rest. */
export const RESTING_DAYS = 180;

/** "owner/name"; a name alone is an organisation, of which there is nothing to count. */
export const isRepository = (name: string): boolean => name.includes("/");

/** What the project's repository was last seen to do. @param name  as the map has it */
export const activityOf = async (name: string | undefined, book: ActivityBook): Promise<Activity | undefined> =>
  name !== undefined && isRepository(name) ? await book.of(name) : undefined;
