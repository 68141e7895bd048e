import { NO_DURATION, NOT_TOLD, type AskedDimension, dictionaryOf, type RecordColumns } from "#records";
import type { DecoderOptions } from "../model/decoder.ts";
import { ATTRIBUTES, type AttributeName } from "../model/otlp/attributes.ts";
import type { OtlpNames } from "../model/otlp/item-record.ts";
import { PRODUCTION } from "../model/record.ts";
import type { LineBytes } from "./line-bytes.ts";
import { NameMemo } from "./name-memo.ts";
import { OtlpApi } from "./otlp-api.ts";
import type { OtlpAttributes } from "./otlp-attributes.ts";

const codeOf = (name: AttributeName): number => ATTRIBUTES.indexOf(name);
const API = codeOf("plimsoll.api");
const SENDER = codeOf("service.name");
const VERSION = codeOf("plimsoll.version");
const PLAN = codeOf("plimsoll.plan");
const RELEASE = codeOf("service.version");
const ENVIRONMENT = codeOf("deployment.environment.name");
const OLD_ENVIRONMENT = codeOf("deployment.environment");
const REGION = codeOf("cloud.region");

const API_BITS = (1 << API) | (1 << SENDER);
const NAME_BITS =
  (1 << VERSION) | (1 << PLAN) | (1 << RELEASE) | (1 << ENVIRONMENT) | (1 << OLD_ENVIRONMENT) | (1 << REGION);

const ENVIRONMENTS_REMEMBERED_MAX = 1_000;
const NAMES_REMEMBERED_MAX = 10_000;

/**
 * Where a span belongs: its API, environment, version, plan, region and release. Most often its resource says all of it,
 * and it is looked up once for all spans of the resource.
 */
export class OtlpPlace {
  readonly api: OtlpApi;
  readonly #options: DecoderOptions;
  readonly #names: OtlpNames;
  readonly #attributes: OtlpAttributes;
  readonly #environments: NameMemo;
  readonly #versions: NameMemo | null;
  readonly #plans: NameMemo | null;
  readonly #regions: NameMemo | null;
  readonly #releases: NameMemo | null;
  /** By the number that the gate has for an API, its id. */
  readonly #apiIds: number[] = [];
  /** The resource alone has said which API it is, and all the names. */
  #isApiKnown = false;
  #areNamesKnown = false;
  #api = NOT_TOLD;
  /** Rows from #from on are not settled. */
  #columns: RecordColumns | null = null;
  #from = 0;
  #environment = NOT_TOLD;
  #version = NOT_TOLD;
  #plan = NOT_TOLD;
  #region = NOT_TOLD;
  #release = NOT_TOLD;

  constructor(options: DecoderOptions, names: OtlpNames, attributes: OtlpAttributes) {
    const { dictionaries, dimensions } = options;
    this.#options = options;
    this.#names = names;
    this.#attributes = attributes;
    this.api = new OtlpApi(options, names, attributes);
    this.#environments = new NameMemo(dictionaries.environments, ENVIRONMENTS_REMEMBERED_MAX);
    const asked = (dimension: AskedDimension): NameMemo | null =>
      dimensions.includes(dimension) ? new NameMemo(dictionaryOf(dictionaries, dimension), NAMES_REMEMBERED_MAX) : null;
    this.#versions = asked("version");
    this.#plans = asked("plan");
    this.#regions = asked("region");
    this.#releases = asked("release");
  }

  /** To be called when another resource is read. */
  forget(): void {
    this.#isApiKnown = false;
    this.#areNamesKnown = false;
  }

  /** Whether the records of the span's API are taken; `path`: where that of the request stands, -1 when it has none. */
  isTaken(line: LineBytes, path: number, pathEnd: number): boolean {
    if (this.#isApiKnown && (this.#attributes.own & API_BITS) === 0) return true;
    const isTaken = this.api.isTaken(line, path, pathEnd);
    // What has no address is named by attributes alone.
    this.#isApiKnown = isTaken && (this.#attributes.own & API_BITS) === 0 && !this.#names.hasHosts;
    return isTaken;
  }

  /** Row columns.length is that of a span that is taken. What rows share is written by `settle`. */
  take(line: LineBytes, columns: RecordColumns): void {
    const isShared = (this.#attributes.own & NAME_BITS) === 0;
    const api = this.#apiIds[this.api.gate.lastApi] ?? this.#learnApi();
    if (isShared && this.#areNamesKnown && api === this.#api && columns === this.#columns) return;
    this.settle();
    this.#columns = columns;
    this.#from = columns.length;
    this.#api = api;
    this.#look(line);
    this.#areNamesKnown = isShared;
  }

  /** Writes the columns in which all rows since the last change are alike: at once, which costs a row next to nothing. */
  settle(): void {
    const columns = this.#columns;
    if (columns === null) return;
    const from = this.#from;
    const to = columns.length;
    columns.kind.fill(0, from, to);
    columns.outcome.fill(0, from, to);
    columns.upstreamUs.fill(NO_DURATION, from, to);
    columns.api.fill(this.#api, from, to);
    columns.environment.fill(this.#environment, from, to);
    columns.version.fill(this.#version, from, to);
    columns.plan.fill(this.#plan, from, to);
    columns.region.fill(this.#region, from, to);
    columns.release.fill(this.#release, from, to);
    this.#columns = null;
  }

  #learnApi(): number {
    const id = this.#options.dictionaries.apis.idOf(this.api.gate.lastName);
    this.#apiIds[this.api.gate.lastApi] = id;
    return id;
  }

  #look(line: LineBytes): void {
    const environment = this.#idOf(this.#environments, line, this.#attributes.pick(ENVIRONMENT, OLD_ENVIRONMENT));
    this.#environment =
      environment === NOT_TOLD ? this.#options.dictionaries.environments.idOf(PRODUCTION) : environment;
    this.#version = this.#idOf(this.#versions, line, this.#attributes.pick(VERSION, VERSION));
    this.#plan = this.#idOf(this.#plans, line, this.#attributes.pick(PLAN, PLAN));
    this.#region = this.#idOf(this.#regions, line, this.#attributes.pick(REGION, REGION));
    this.#release = this.#idOf(this.#releases, line, this.#attributes.pick(RELEASE, RELEASE));
  }

  #idOf(memo: NameMemo | null, line: LineBytes, slot: number): number {
    if (slot < 0 || memo === null) return NOT_TOLD;
    const { spans } = this.#attributes;
    return memo.idAt(line, spans[2 * slot] as number, spans[2 * slot + 1] as number);
  }
}
