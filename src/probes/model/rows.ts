/** The module's tables as they are stored: instants in epoch ms, booleans 0 or 1, lists and objects as JSON. */
export interface ProbesRows {
  probes_probes: ProbeRow;
  probes_states: StateRow;
  probes_results: ResultRow;
  probes_hours: HourRow;
  probes_heartbeats: HeartbeatRow;
  probes_beats: BeatRow;
  probes_alive: AliveRow;
}

/** See `Probe`; `checked` is its `Check`, the values of secret headers sealed. */
export interface ProbeRow {
  probe: string;
  api: string;
  title: string;
  checked: string;
  every_ms: number;
  tls_days: number;
  failures: number;
  successes: number;
  paused: number;
  created_at: number;
  revision: number;
  managed_by: string | null;
}

/** See `ProbeState`, as JSON. */
export interface StateRow {
  probe: string;
  state: string;
}

/** See `ProbeResult`. */
export interface ResultRow {
  probe: string;
  seq: number;
  at: number;
  passed: number;
  status: number;
  total_us: number;
  lookup_us: number;
  connect_us: number;
  tls_us: number;
  wait_us: number;
  certificate_ends_at: number | null;
  faults: string;
}

/** Runs of one hour. */
export interface HourRow {
  probe: string;
  /** Its beginning. */
  hour: number;
  runs: number;
  passed: number;
  /** Of those that were answered. */
  answered: number;
  total_us: number;
  slowest_us: number;
}

/** See `Heartbeat`; `state` is its `BeatState`. */
export interface HeartbeatRow {
  heartbeat: string;
  api: string;
  title: string;
  every_ms: number;
  grace_ms: number;
  paused: number;
  /** Of the secret in its own address; null without one. */
  secret_sha256: string | null;
  state: string;
  created_at: number;
  revision: number;
  managed_by: string | null;
}

/** A sign that came. */
export interface BeatRow {
  heartbeat: string;
  seq: number;
  at: number;
  failed: number;
}

/** Until when signs were listened for. */
export interface AliveRow {
  id: string;
  at: number;
}
