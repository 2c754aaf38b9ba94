import { Document, isScalar, isNode, type Node } from 'yaml';
import { type FlowScenario, type IntervalScenario, type Scenario, type WorkloadScenario } from '../scenario/scenario';
import { intervalText } from '../scenario/calibration-state';
import { type Calibration, DEMAND_FACTORS, type WorkloadCalibration } from '../studies/calibrate/calibrate';
import { printable } from '../values/printable';

/** Files of a calibration: the scenario and the traffic files that it references. */
export interface CalibrationFiles {
  /** Scenario file in YAML. */
  readonly scenario: string;
  /** Traffic files: content by file name. */
  readonly traffic: ReadonlyMap<string, string>;
}

/**
 * Writes a calibration as a scenario with its evidence in comments.
 *
 * @param base scenario whose other settings are kept.
 * @param stem prefix of the traffic file names: 'shop'.
 * @param source recording, as the user named it.
 */
export function calibrationFiles(calibration: Calibration, base: Scenario, stem: string, source: string): CalibrationFiles {
  const traffic = new Map<string, string>();
  const workloads: Record<string, WorkloadScenario> = { ...base.workloads };
  const flows: Record<string, FlowScenario> = {};
  const hints = new Map<string, string>();
  for (const workload of calibration.workloads) {
    const { name, settings } = workload;
    workloads[name] = { ...base.workloads?.[name], ...settings };
    const [file, ...variants] = trafficFiles(workload, stem, traffic);
    flows[name] = { stages: [name], traffic: { file, step: `${workload.traffic.stepSeconds}s` } };
    if (variants.length > 0) hints.set(name, `where demand is censored it was at least this: ${variants.join(' and ')} have it ${DEMAND_FACTORS.slice(1).join(' and ')} times as high`);
  }
  const kept = Object.entries(base).filter(([key]) => key !== 'traffic' && key !== 'flows');
  const document = new Document({ ...Object.fromEntries(kept), workloads, flows });
  document.commentBefore = heading(calibration, source);
  for (const workload of calibration.workloads) commentWorkload(document, workload);
  for (const [name, hint] of hints) comment(document, ['flows', name, 'traffic', 'file'], hint);
  return { scenario: document.toString({ lineWidth: 0, flowCollectionPadding: true }), traffic };
}

function heading({ workloads }: Calibration, source: string): string {
  return [
    ` Written by cdk8s-kotaemon calibrate from ${printable(source)}.`,
    ' Requests are attempts as the workload saw them, retries of clients included: do not add retries.',
    ...workloads.map(({ name, settings }) => ` ${printable(name)}: ${printable(stateText(settings))}`),
  ].join('\n');
}

/** Returns 'calibrated, agrees with 7 days that the fit has not seen', or the reason for the lack of calibration. */
export function stateText({ calibration }: WorkloadScenario): string {
  const { verdict, reasons = [], judgedDays = 0 } = calibration?.agreement ?? { verdict: 'untested' as const };
  if (verdict === 'agrees') return `calibrated, and agrees with ${judgedDays} days that the fit has not seen.`;
  return `calibration ${verdict === 'disagrees' ? 'does not agree' : 'was not tested'}: ${reasons.join('; ')}.`;
}

function commentWorkload(document: Document, { name, settings, origins, slo }: WorkloadCalibration): void {
  const { calibration } = settings;
  const at = ['workloads', name];
  for (const [path, origin] of Object.entries(origins)) {
    const interval = calibration?.intervals?.[path];
    comment(document, [...at, ...splitPath(path)], `${interval ? `${intervalWords(interval)}, ` : ''}${origin}`);
  }
  comment(document, [...at, 'calibration', 'highestLoadPerPod'], 'requests/s; a policy that runs pods hotter is outside the evidence');
  comment(document, [...at, 'calibration', 'alternatives'], 'services that fit the recording as well: a policy has to hold with each');
  comment(document, [...at, 'calibration', 'intervals'], '90 % intervals: times in s, CPU in cores and core-seconds');
  comment(document, [...at, 'calibration', 'censored', 'demandAtLeast'], 'requests/s; what came was not counted in full');
  if (slo?.sentence !== undefined) comment(document, [...at, 'calibration', 'agreement', 'openLoop', 'slo'], slo.sentence);
}

/** Splits a path into keys; container names contain no dot. */
function splitPath(path: string): string[] {
  return path.split('.');
}

function intervalWords(interval: IntervalScenario): string {
  return interval.assumed ? 'a default: the recording does not decide it' : `90 %: ${intervalText(interval)}`;
}

/** Adds a comment beside a value, or above the fields of a mapping or a list. */
function comment(document: Document, path: readonly string[], text: string): void {
  const node = document.getIn(path, true);
  if (!isNode(node)) return;
  if (isScalar(node)) node.comment = ` ${printable(text)}`;
  else (node as Node).commentBefore = ` ${printable(text)}`;
}

/** Adds the traffic of a workload, and its scaled variants if demand is censored; returns the file names. */
function trafficFiles({ name, traffic, settings }: WorkloadCalibration, stem: string, into: Map<string, string>): string[] {
  const factors = settings.calibration?.censored ? DEMAND_FACTORS : DEMAND_FACTORS.slice(0, 1);
  const fileOf = (each: string, factor: number): string => `${stem}.${each}.traffic${factor === 1 ? '' : `-x${factor}`}.csv`;
  const taken = new Set(Array.from(into.keys(), (file) => file.toLowerCase()));
  const plain = name.replaceAll(/[^A-Za-z0-9.-]+/g, '-');
  let own = plain;
  for (let again = 2; taken.has(fileOf(own, 1).toLowerCase()); again++) own = `${plain}-${again}`;
  return factors.map((factor) => {
    const file = fileOf(own, factor);
    into.set(file, trafficCsv(traffic, factor));
    return file;
  });
}

/** Returns the recorded rates as CSV, each at the end of its step; gaps have no row. */
function trafficCsv({ startEpochSeconds, stepSeconds, perSecond, censored }: WorkloadCalibration['traffic'], factor: number): string {
  const rows = ['time,requests_per_second'];
  perSecond.forEach((rate, step) => {
    if (Number.isNaN(rate)) return;
    const time = new Date(Math.round((startEpochSeconds + (step + 1) * stepSeconds) * 1000)).toISOString();
    rows.push(`${time},${Number((rate * (censored[step] === 1 ? factor : 1)).toPrecision(6))}`);
  });
  return `${rows.join('\n')}\n`;
}
