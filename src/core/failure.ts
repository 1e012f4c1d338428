import { ProviderError } from "./errors.ts";

/** What is said of a failure that is not the asker's. Nothing of the error but the provider's name is in it. */
export const failureSentence = (error: unknown, reference: string): string =>
  error instanceof ProviderError
    ? `That could not be looked up: ${error.provider} does not answer right now. Please try again in a minute (reference ${reference}).`
    : `Something went wrong on our side. Please try again; if it stays, quote reference ${reference}.`;
