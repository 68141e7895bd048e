import { after } from "node:test";
import { testAlertingGroups } from "../../src/alerting/groups.testing.ts";
import { testSignalsStore } from "../../src/alerting/signals.testing.ts";
import { testAlertingStore } from "../../src/alerting/store.testing.ts";
import { testApisStore } from "../../src/apis/store.testing.ts";
import { testClientsStore } from "../../src/clients/store.testing.ts";
import { testEscalationStore } from "../../src/escalation/store.testing.ts";
import { testIdentityStore } from "../../src/identity/store.testing.ts";
import { testJobs } from "../../src/jobs/jobs.testing.ts";
import { testMailStore } from "../../src/mail/store.testing.ts";
import { testNotificationStore } from "../../src/notification/store.testing.ts";
import { testOnCallStore } from "../../src/oncall/store.testing.ts";
import { testPlansStore } from "../../src/plans/store.testing.ts";
import { testProbesStore } from "../../src/probes/store.testing.ts";
import { testBackup } from "../../src/storage/backup.testing.ts";
import { openState } from "../../src/storage/index.ts";
import type { ModuleMigrations } from "../../src/storage/migration.ts";
import { testState } from "../../src/storage/state.testing.ts";
import { startPostgres } from "./postgres.ts";

/** Each store's suite, which beside the code runs on SQLite, on a real PostgreSQL. */
const postgres = await startPostgres();
after(postgres.stop);

const open = async (modules: readonly ModuleMigrations[]) =>
  openState({ at: { url: await postgres.newDatabase() }, modules, clock: { now: () => 1 }, program: "1.0.0" });

testState("PostgreSQL", open);
testApisStore("PostgreSQL", open);
testClientsStore("PostgreSQL", open);
testEscalationStore("PostgreSQL", open);
testIdentityStore("PostgreSQL", open);
testPlansStore("PostgreSQL", open);
testProbesStore("PostgreSQL", open);
testNotificationStore("PostgreSQL", open);
testOnCallStore("PostgreSQL", open);
testJobs("PostgreSQL", open);
testAlertingStore("PostgreSQL", open);
testAlertingGroups("PostgreSQL", open);
testSignalsStore("PostgreSQL", open);
testMailStore("PostgreSQL", open);
testBackup("PostgreSQL", async () => ({ url: await postgres.newDatabase() }));
