/** What is to be done later and must not be forgotten: due-time rows with leases, and the worker that does them. */
export { jobMigrations } from "./migrations.ts";
export { type JobRun, type JobVerdict, JobWorker } from "./job-worker.ts";
export { dismissJob, enqueue, enqueueAll } from "./store.ts";
