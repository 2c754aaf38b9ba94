import { formatNumber, formatShare } from '../results/format';
import { type AgreementFigureScenario, type AgreementScenario, type IntervalScenario, type WorkloadScenario } from '../scenario/scenario';
import { intervalText } from '../scenario/calibration-state';
import { tryParseDuration } from '../scenario/units';
import { type Calibration, type DemandResult, type WorkloadCalibration } from '../studies/calibrate/calibrate';
import { isFields } from '../values/fields';
import { printable } from '../values/printable';
import { stateText } from './calibration-scenario';
import { terminalTable } from './table';
import { bold, type Terminal } from './terminal';

const MILLI = 1000;
/** Legend of the two simple predictions beside the simulated one. */
const AGREEMENT_LEGEND = 'a week before: error of the value a week earlier as the prediction\nconstant: error of the mean of the fitted days as the prediction';

/** Renders a calibration: per workload the state, the parameters, the agreement and the limits of the recording. */
export function renderCalibration(calibration: Calibration, terminal: Terminal = {}): string {
  return [...calibration.remarks.map(printable), ...calibration.workloads.map((workload) => renderWorkload(workload, terminal))].join('\n\n');
}

function renderWorkload(workload: WorkloadCalibration, terminal: Terminal): string {
  const { name, settings, split, slo } = workload;
  const { calibration } = settings;
  const days = `fitted to ${formatNumber(split.fittedDays)} days, judged by ${formatNumber(split.judgedDays)}${split.policyChange ? ' after a change of the policy' : ''}`;
  return [
    bold(`${printable(name)}: ${printable(stateText(settings))}`, terminal.color),
    `${days}.`,
    parametersTable(workload, terminal),
    ...(calibration?.agreement ? ['', agreementTable(calibration.agreement, terminal), ''] : []),
    ...(slo?.sentence !== undefined ? [`${printable(slo.sentence)}.`] : []),
    ...evidenceLines(workload),
    ...(workload.demand.length > 0 ? [demandTable(workload.demand, terminal)] : []),
    ...workload.remarks.map(printable),
  ].join('\n');
}

function parametersTable(workload: WorkloadCalibration, terminal: Terminal): string {
  const rows = parameterRows(workload);
  if (rows.length === 0) return `nothing could be fitted: the recording has neither latency nor CPU of ${printable(workload.name)}; run record --doctor to see which series to add`;
  return terminalTable({ head: ['parameter', 'value', '90 % interval', 'from'], rows }, terminal);
}

function parameterRows({ settings, origins }: WorkloadCalibration): string[][] {
  const { calibration, ...values } = settings;
  return Object.entries(origins).map(([path, origin]) => {
    const interval = calibration?.intervals?.[path];
    const value = path === 'pipeline' ? 'unknown' : valueText(path, values);
    return [path, value, interval ? intervalInUnitOf(value, path, interval) : '-', origin];
  });
}

/** Converts an interval to the unit of its value: '0.12 to 0.121' seconds beside '120.1ms' to '120 to 121 ms'. */
function intervalInUnitOf(value: string, path: string, interval: IntervalScenario): string {
  const unit = /^[\d.]+(ms|s|m)$/.exec(value)?.[1];
  const isScaled = unit === 'ms' || (unit === 'm' && path.endsWith('Cpu'));
  const scaled = Object.fromEntries(Object.entries(interval).map(([key, bound]) => [key, isScaled && typeof bound === 'number' ? bound * MILLI : bound]));
  const text = intervalText(scaled);
  return unit === undefined || !/\d$/.test(text) ? text : `${text} ${unit}`;
}

/** Returns the mean seconds from creation to Ready of the configured phases. */
function startUpText(startUp: WorkloadScenario['startUp']): string {
  const means = Object.values(startUp ?? {}).map((part: unknown) => (isFields(part) ? part.mean : part));
  const seconds = means.map((mean) => (typeof mean === 'string' ? tryParseDuration(mean) : undefined)).filter((each) => each !== undefined);
  const sum = seconds.reduce((all, each) => all + each, 0);
  return sum === 0 ? '-' : `${Number(sum.toPrecision(3))}s`;
}

/** Returns the value at a path of the settings; for start-up the sum of its phases. */
function valueText(path: string, settings: Omit<WorkloadScenario, 'calibration'>): string {
  if (path === 'startUp') return startUpText(settings.startUp);
  const value = path.split('.').reduce<unknown>((node, key) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined), settings);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '-';
}

function agreementTable({ openLoop = {}, closedLoop }: AgreementScenario, terminal: Terminal): string {
  const row = (name: string, figure: AgreementFigureScenario | undefined, text = formatShare): string[][] => (figure
    ? [[name, text(figure.error), ...[figure.sameTimeLastWeek, figure.constant].map((error) => (error === undefined ? '-' : text(error)))]] : []);
  const points = (share: number): string => `${formatNumber(100 * share)} points`;
  const rows = [
    ...row('CPU (open loop)', openLoop.cpu), ...row('median latency (open loop)', openLoop.p50), ...row("SLO's share (open loop)", openLoop.slo, points),
    ...row('replicas (closed loop)', closedLoop?.replicas),
  ];
  if (rows.length === 0) return 'nothing could be judged';
  const within = closedLoop?.within === undefined ? '' : `\nreplicas within one or 10 % of the recorded ones in ${formatShare(closedLoop.within)} of the judged time`;
  return `${terminalTable({ head: ['mean error of', 'prediction', 'a week before', 'constant'], rows }, terminal)}\n${AGREEMENT_LEGEND}${within}`;
}

function evidenceLines({ settings, excluded }: WorkloadCalibration): string[] {
  const { highestLoadPerPod, censored, alternatives = [] } = settings.calibration ?? {};
  const kinds = new Map<string, number>();
  for (const { kind } of excluded) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [
    ...(highestLoadPerPod === undefined ? [] : [`highest load of a pod: ${formatNumber(highestLoadPerPod)} requests/s; hotter pods are outside the evidence`]),
    ...(alternatives.length > 0 ? [`other services that fit as well: ${alternatives.map(serviceText).join('; ')}`] : []),
    ...(censored ? [`demand is censored in ${formatShare(censored.share)} of the time: ${formatNumber(censored.demandAtLeast ?? 0)} requests/s came at least`] : []),
    ...[...kinds].map(([kind, count]) => `left out: ${count} × ${kind} (${excludedText(excluded.filter((each) => each.kind === kind).map(({ text }) => text))})`),
  ].map(printable);
}

const MOST_TEXTS = 3;

function excludedText(texts: readonly string[]): string {
  return [...texts.slice(0, MOST_TEXTS), ...(texts.length > MOST_TEXTS ? [`and ${texts.length - MOST_TEXTS} more`] : [])].join('; ');
}

/** Formats a service: '203.1ms, 6 at a time' */
function serviceText({ time, concurrency }: NonNullable<WorkloadScenario['service']>): string {
  const mean = typeof time === 'object' && 'mean' in time ? time.mean : time;
  return `${String(mean)}, ${concurrency} at a time`;
}

function demandTable(demand: readonly DemandResult[], terminal: Terminal): string {
  const rows = demand.map(({ factor, attainment, peakReplicas }) => [`×${factor}`, attainment === null ? '-' : formatShare(attainment), String(peakReplicas)]);
  return `with censored demand multiplied, on ${demand[0].day}:\n${terminalTable({ head: ['demand', 'within the SLO', 'peak replicas'], rows }, terminal)}`;
}
