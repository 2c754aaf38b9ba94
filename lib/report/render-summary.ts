import { formatInstant, formatMeasure, formatNumber, formatSeconds, formatShare } from '../results/format';
import { type Measure, REPLICA_MEASURES, REQUEST_MEASURES } from '../results/measures';
import { type FlowSummary, type KedaSummary, type RequestSummary, type SloSummary, type Summary, type WorkloadSummary } from '../results/summary';
import { type ServiceState } from '../simulator/world/service';
import { printable } from '../values/printable';
import { assumptionTopics, UNKNOWN_SERVICE } from './assumption-topics';
import { type Table, terminalTable } from './table';
import { bold, type Terminal } from './terminal';
import { briefUndecidedLines, undecidedLines } from './undecided-lines';

/** Renders the assumptions, the method and the results. */
export function renderSummary(summary: Summary, terminal: Terminal = {}): string {
  const slos = sloLines(summary);
  const undecided = terminal.brief ? briefUndecidedLines([summary]) : undecidedLines(summary);
  return [
    renderAssumptions(summary, terminal),
    bold(runLine(summary), terminal.color),
    ...(slos.length > 0 ? [slos.join('\n')] : []),
    ...kedaLines(summary),
    ...(undecided.length > 0 ? [undecided.join('\n')] : []),
    terminalTable(terminal.brief && isMany(summary) ? briefTable(summary) : summaryTable(summary), terminal),
    ...(summary.nodePools.length > 0 ? [terminalTable(nodeTable(summary), terminal)] : []),
  ].join('\n\n');
}

/** Renders the assumptions, the first lines of every output. */
export function renderAssumptions(summary: Summary, { color, ascii, brief }: Terminal = {}): string {
  const lines = brief ? assumptionTopics(assumptionLines(summary), summary) : assumptionLines(summary);
  if (lines.length === 0) return 'Assumed: nothing';
  return [bold('Assumed', color), ...lines.map((line) => `  ${ascii ? '-' : '·'} ${printable(line)}`), ...(brief ? ['  (in full: --verbose)'] : [])].join('\n');
}

/** Number of workloads above which the table is in brief form. */
const MANY = 3;

export function isMany({ workloads }: Pick<Summary, 'workloads'>): boolean {
  return workloads.length > MANY;
}

/** Measures in the brief table; the full table and JSON contain all. */
const BRIEF = ['arrived', 'timed-out', 'killed', 'refused', 'slo', 'p50', 'p99', 'replica-hours', 'cost', 'peak-replicas', 'flaps', 'scale-up-latency'];

/** Returns the brief table: flows and workloads in rows, a few measures in columns, without empty columns. */
function briefTable(summary: Summary): Table {
  const subjects = [...flowsOfTheirOwn(summary), ...summary.workloads];
  const columns = [...REQUEST_MEASURES, ...REPLICA_MEASURES as ReadonlyArray<Measure<any>>].filter(({ name }) => BRIEF.includes(name)).map((measure) => ({
    name: measure.name,
    cells: subjects.map((subject) => (
      'id' in subject || REQUEST_MEASURES.includes(measure) ? formatMeasure(measure.read(subject), measure.dimension) : ''
    )),
  })).filter(({ cells }) => cells.some((text) => !/^(?:-?|0|0\/h|0 s)$/.test(text)));
  return {
    head: ['', ...columns.map(({ name }) => name)],
    rows: subjects.map((subject, i) => ['id' in subject ? subject.name : `${subject.name} (end to end)`, ...columns.map(({ cells }) => cells[i])]),
  };
}

/** Returns the flows that are more than one workload's own requests. */
export function flowsOfTheirOwn({ flows, workloads }: Summary): readonly FlowSummary[] {
  const isOf = (flow: FlowSummary, { name, requests }: WorkloadSummary): boolean => (
    flow.name === name && JSON.stringify(flow.requests) === JSON.stringify(requests)
  );
  return flows.filter((flow) => !workloads.some((workload) => isOf(flow, workload)));
}

/** Returns the assumptions. The first one warns that figures are relative if a service model is assumed. */
export function assumptionLines({ serviceState, assumptions }: Summary): readonly string[] {
  return serviceState === 'assumed' ? [UNKNOWN_SERVICE, ...assumptions] : assumptions;
}

/** Formats a run: '2 h from Monday 2026-01-05 09:00:00 UTC, seed 1, Kubernetes 1.35, 12 345 requests' */
export function runLine({ durationSeconds, startEpochSeconds, seed, kubernetes, flows }: Summary): string {
  const from = startEpochSeconds === null ? '' : ` from ${formatInstant(startEpochSeconds)}`;
  const arrived = flows.reduce((sum, { requests }) => sum + requests.arrived, 0);
  return `${formatSeconds(durationSeconds)}${from}, seed ${seed}, Kubernetes ${kubernetes}, ${formatNumber(arrived)} requests`;
}

/**
 * Formats an SLO: '99 % within 500 ms: met (99.6 % of the requests in time; 98 % of the minutes met it)'. An assumed
 * service model yields no verdict.
 */
export function describeSlo({ objective, latencySeconds, met, attainmentByRequest, attainmentByMinute }: SloSummary, serviceState: ServiceState = 'stated'): string {
  const goal = `${formatShare(objective)} within ${formatSeconds(latencySeconds)}`;
  if (attainmentByRequest === null || attainmentByMinute === null) return `${goal}: no request was decided`;
  const verdict = serviceState === 'assumed' ? 'no verdict, as the service is assumed' : met ? 'met' : 'MISSED';
  return `${goal}: ${verdict} (${formatShare(attainmentByRequest)} of the requests in time; ${formatShare(attainmentByMinute)} of the minutes met it)`;
}

/** Returns the summary table: measures in rows; flows of several stages and workloads in columns. */
export function summaryTable(summary: Summary): Table {
  const flows = flowsOfTheirOwn(summary).filter(({ name }) => summary.flows.length > 1 || summary.workloads.length > 1 || summary.workloads[0]?.name !== name);
  const subjects: ReadonlyArray<FlowSummary | WorkloadSummary> = summary.workloads.length === 1 ? summary.workloads : [...flows, ...summary.workloads];
  const cell = (measure: Measure<any>, subject: RequestSummary): string => formatMeasure(measure.read(subject), measure.dimension);
  const requestRows = REQUEST_MEASURES.map((measure) => [measure.name, ...subjects.map((subject) => cell(measure, subject))]);
  const replicaRows = REPLICA_MEASURES.map((measure) => [measure.name, ...subjects.map((subject) => ('id' in subject ? cell(measure, subject) : ''))]);
  return {
    head: ['', ...subjects.map((subject) => ('id' in subject ? subject.name : `${subject.name} (end to end)`))],
    rows: [...requestRows, ...replicaRows].filter(([name, ...cells]) => cells.some((text) => text !== '' && text !== '-' && !(name === 'cost' && text === '0'))),
  };
}

function nodeTable({ nodePools }: Summary): Table {
  return {
    head: ['nodes', 'node-hours', 'peak', 'cost'],
    rows: nodePools.map(({ name, nodeHours, peakNodes, cost }) => [name, formatNumber(nodeHours), String(peakNodes), formatNumber(cost)]),
  };
}

/** Formats KEDA's scalings: 'KEDA of worker: activated the workload 3 times and deactivated it 2 times' */
export function kedaLines({ workloads }: Summary): string[] {
  const lines = workloads.flatMap(({ name, keda }) => {
    const told = keda ? describeKeda(keda) : '';
    return told === '' ? [] : [printable(`KEDA of ${name}: ${told}`)];
  });
  return lines.length > 0 ? [lines.join('\n')] : [];
}

function describeKeda({ activations, deactivations, failingSeconds, fallbackSeconds }: KedaSummary): string {
  return [
    ...(activations + deactivations > 0 ? [`activated the workload ${times(activations)} and deactivated it ${times(deactivations)}`] : []),
    ...(failingSeconds > 0 ? [`a trigger failed for ${formatSeconds(failingSeconds)}`] : []),
    ...(fallbackSeconds > 0 ? [`a fallback was in effect for ${formatSeconds(fallbackSeconds)}`] : []),
  ].join('; ');
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** Returns the SLO lines of flows, and of workloads if they differ from their flow's. */
function sloLines({ flows, workloads, serviceState }: Summary): string[] {
  const lines = ({ name, slo }: RequestSummary): string[] => (slo ? [`${name}: ${describeSlo(slo, serviceState)}`] : []);
  const said = flows.flatMap(lines);
  const names = flows.map(({ name }) => name);
  const own = workloads.flatMap((workload) => lines(workload).filter((line) => !said.includes(line)).map((line) => `${names.includes(workload.name) ? 'workload ' : ''}${line}`));
  return [...said, ...own].map((line) => printable(`SLO of ${line}`));
}
