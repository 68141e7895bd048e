/** The files of a backup, and where the same things lie in a data directory. */
export const BACKUP_NAME = "backup.json";
export const LOG_NAME = "log";
export const SEAL_KEY = "seal.key";
export const REDACTION_KEY = "redaction.key";
export const STATE_NAMES = { sqlite: "state.db", postgres: "state.ndjson" } as const;
