import type { OtlpReceiver, Receiver } from "#intake";
import { SECOND_MS } from "#kernel";
import type { ObjectiveCounter } from "#objectives";
import type { LiveGateway } from "../gateway/live-gateway.ts";
import type { ServerParts } from "../server-parts.ts";
import { exposition, type MetricFamily, type Sample } from "./exposition.ts";

/** What a server tells Prometheus about itself and about its objectives. No client is named. */
export function metricsText(parts: ServerParts, { receiver, otlp, gateway }: Doors): string {
  const intake = [...intakeFamilies(receiver), ...otlpFamilies(otlp), ...(gateway?.families() ?? [])];
  return exposition([...ownFamilies(parts), ...intake, ...objectiveFamilies(parts)]);
}

/** Through what requests and records come in. */
interface Doors {
  readonly receiver: Receiver;
  readonly otlp: OtlpReceiver;
  readonly gateway: Pick<LiveGateway, "families"> | undefined;
}

function ownFamilies({ version, startedAt, measurement, stream, clock }: ServerParts): MetricFamily[] {
  const { rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return [
    gauge("plimsoll_build_info", "Which program this is.", [{ labels: { version }, value: 1 }]),
    gauge("plimsoll_clock_jump_seconds", "How far the machine's clock has jumped away from the even one.", [
      { value: clock.jumpMs / SECOND_MS },
    ]),
    gauge("plimsoll_tick_seconds", "How long the last evaluation of all objectives worked.", [
      { value: measurement.ticks.lastMs / SECOND_MS },
    ]),
    gauge("plimsoll_tick_slice_seconds_max", "The longest time that an evaluation held up everything else.", [
      { value: measurement.ticks.longestSliceMs / SECOND_MS },
    ]),
    gauge("plimsoll_open_streams", "Pages that listen for changes.", [{ value: stream.openStreams }]),
    gauge("plimsoll_counts_bytes", "Minute counts on disk.", [{ value: measurement.traffic.sizes().bytesOnDisk }]),
    counter("plimsoll_log_frames_total", "Frames of the record log that were counted.", [
      { value: measurement.log.position },
    ]),
    gauge("process_resident_memory_bytes", "Memory that the process holds.", [{ value: rss }]),
    counter("process_cpu_seconds_total", "Time on a processor.", [{ value: (user + system) / 1e6 }]),
    gauge("process_start_time_seconds", "When the server started, Unix time.", [{ value: startedAt / SECOND_MS }]),
  ];
}

function intakeFamilies({ counters, rowsInUse }: Receiver): MetricFamily[] {
  const byReason = Object.entries(counters.dropped).map(([reason, value]): Sample => ({ labels: { reason }, value }));
  const byStatus = [...counters.refused].map(([status, value]): Sample => ({
    labels: { status: String(status) },
    value,
  }));
  return [
    counter("plimsoll_intake_bodies_total", "Bodies of records that were taken.", [{ value: counters.bodies }]),
    counter("plimsoll_intake_repeats_total", "Bodies that came again with their key.", [{ value: counters.repeats }]),
    counter("plimsoll_intake_refused_total", "Bodies that were refused, by status.", byStatus),
    counter("plimsoll_intake_aborted_total", "Bodies whose sender went away.", [{ value: counters.aborted }]),
    gauge("plimsoll_intake_bodies_in_flight", "Bodies that are read or made durable now.", [
      { value: counters.inFlight },
    ]),
    gauge("plimsoll_intake_rows_in_use", "Rows that bodies in flight hold.", [{ value: rowsInUse }]),
    counter("plimsoll_intake_decoded_bytes_total", "Bytes of bodies, decompressed.", [
      { value: counters.decodedBytes },
    ]),
    counter("plimsoll_intake_lines_total", "Lines that were read: kept and dropped.", [{ value: counters.lines }]),
    counter("plimsoll_intake_records_kept_total", "Records that were kept.", [{ value: counters.kept }]),
    counter("plimsoll_intake_records_dropped_total", "Lines that were dropped, by reason.", byReason),
    counter("plimsoll_intake_decode_seconds_total", "Time spent reading lines.", [
      { value: counters.decodeMs / SECOND_MS },
    ]),
    counter("plimsoll_intake_durable_seconds_total", "Time that bodies waited to be durable.", [
      { value: counters.durableMs / SECOND_MS },
    ]),
  ];
}

function otlpFamilies({ counters: { others, repeats, sampled } }: OtlpReceiver): MetricFamily[] {
  return [
    counter("plimsoll_otlp_repeats_total", "Spans and log records that came again, and were not counted again.", [
      { value: repeats },
    ]),
    counter("plimsoll_otlp_other_spans_total", "Spans of other kinds than servers', which are not counted.", [
      { value: others },
    ]),
    counter("plimsoll_otlp_sampled_total", "Records of traces that were sampled at their head: counts are too low.", [
      { value: sampled },
    ]),
  ];
}

/** The counters that the exported rules read exist from 0 on for every objective. */
function objectiveFamilies({ measurement }: ServerParts): MetricFamily[] {
  const { objectives, apis } = measurement;
  const all = apis.names.flatMap((api) => objectives.results(api).map((result) => ({ api, result })));
  const totals = (value: (counter: ObjectiveCounter) => number): Sample[] =>
    objectives.counters().map((one) => ({ labels: { api: one.api, objective: one.objective }, value: value(one) }));
  const samples = (value: (one: (typeof all)[number]) => number): Sample[] =>
    all.map((one) => ({ labels: { api: one.api, objective: one.result.name }, value: value(one) }));
  const firing = new Map<string, number>();
  for (const { objective, urgency } of objectives.firing()) {
    const key = JSON.stringify({ objective, urgency });
    firing.set(key, (firing.get(key) ?? 0) + 1);
  }
  return [
    counter(
      "plimsoll_objective_valid_total",
      "Valid requests (or slices) of an objective.",
      totals(({ valid }) => valid),
    ),
    counter(
      "plimsoll_objective_bad_total",
      "Bad requests (or slices) of an objective.",
      totals(({ bad }) => bad),
    ),
    gauge(
      "plimsoll_objective_target_ratio",
      "What is promised.",
      samples(({ result }) => result.targetPpm / 1e6),
    ),
    gauge(
      "plimsoll_objective_budget_remaining_ratio",
      "Share of the error budget that is left; negative when it is overspent.",
      samples(({ result }) => result.remaining),
    ),
    gauge(
      "plimsoll_alerts_firing",
      "Alerts that fire, of the API and of its clients.",
      [...firing].map(([key, value]) => ({
        labels: JSON.parse(key) as Record<string, string>,
        value,
      })),
    ),
  ];
}

function counter(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, type: "counter", help, samples };
}

function gauge(name: string, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, type: "gauge", help, samples };
}
