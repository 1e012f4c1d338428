/** What can go wrong on the way to a server, each switched on and off while the desk runs. */
export const ROAD_FAULTS = [
  "down",
  "slow",
  "hanging",
  "resets",
  "429",
  "429 retry_after",
  "500",
  "502 HTML",
  "malformed JSON",
  "truncated body",
  "wrong types",
  "expired TLS",
  "DNS failure",
] as const;

export type RoadFault = (typeof ROAD_FAULTS)[number];

/** What is done, for the table's legend. */
export const MEANING: Readonly<Record<RoadFault, string>> = {
  down: "connections are refused",
  slow: "each answer comes 3 seconds late",
  hanging: "requests are taken and never answered, not even after the fault has ended",
  resets: "each connection is reset once it has asked",
  "429": "status 429 with no word of when",
  "429 retry_after": "status 429 that asks for 2 seconds",
  "500": "status 500 with the server's own kind of body",
  "502 HTML": "a proxy's page with status 502",
  "malformed JSON": "status 200 with JSON that breaks off in the middle of a word",
  "truncated body": "the request is carried out, half of the answer arrives, then the connection is cut",
  "wrong types": "the request is carried out, in the answer each number is a word and each text a number",
  "expired TLS": "the certificate has expired",
  "DNS failure": "the name is not found",
};

/** The same of what befalls a platform's own doings, or the machine. */
export const OTHER_MEANING: Readonly<Record<string, string>> = {
  "duplicate and out-of-order updates":
    "Telegram hands over an update again, and one that is older than what was taken; Discord's gateway is cut and delivers the last events again",
  "gateway invalid session": "Discord ends the session while something is being answered",
  "clock +1 day": "the clock of the desk's machine jumps a day ahead of everybody else's, and back",
  "clock -1 day": "the same the other way",
  "disk full": "the file system of the database has not a byte left",
  "database locked": "another program holds the database for writing",
};

export const SLOW_MS = 3_000;
export const RETRY_AFTER_S = 2;
