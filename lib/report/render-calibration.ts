import { formatNumber, formatShare } from '../results/format';
import { type AgreementFigureScenario, type AgreementScenario, type WorkloadScenario } from '../scenario/scenario';
import { intervalText } from '../scenario/calibration-state';
import { type Calibration, type DemandResult, type WorkloadCalibration } from '../studies/calibrate/calibrate';
import { printable } from '../values/printable';
import { stateText } from './calibration-scenario';
import { terminalTable } from './table';
import { bold, type Terminal } from './terminal';

/**
 * Renders a calibration: of each workload the state, the parameters, the agreement and what the recording cannot show.
 */
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
    ...(calibration?.agreement ? [agreementTable(calibration.agreement, terminal)] : []),
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
    return [path, valueText(path, values), interval ? intervalText(interval) : '-', origin];
  });
}

/** Value at a path of the settings; of start-up as a whole, its interval tells. */
function valueText(path: string, settings: Omit<WorkloadScenario, 'calibration'>): string {
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
  return `${terminalTable({ head: ['mean error of', 'prediction', 'a week before', 'constant'], rows }, terminal)}${within}`;
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

/** '203.1ms, 6 at a time' */
function serviceText({ time, concurrency }: NonNullable<WorkloadScenario['service']>): string {
  const mean = typeof time === 'object' && 'mean' in time ? time.mean : time;
  return `${String(mean)}, ${concurrency} at a time`;
}

function demandTable(demand: readonly DemandResult[], terminal: Terminal): string {
  const rows = demand.map(({ factor, attainment, peakReplicas }) => [`×${factor}`, attainment === null ? '-' : formatShare(attainment), String(peakReplicas)]);
  return `with censored demand multiplied, on ${demand[0].day}:\n${terminalTable({ head: ['demand', 'within the SLO', 'peak replicas'], rows }, terminal)}`;
}
