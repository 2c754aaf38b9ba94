import { formatSeconds, formatShare } from '../lib/results/format';
import { type WorkloadSummary } from '../lib/entry/browser';
import { element } from './dom';
import { type Judgement, type ShownFinding } from './judge';

/** Figure of a run, beside a sentence that a reader may need. */
interface Figure {
  readonly name: string;
  readonly value: string;
  readonly detail: string;
  readonly state?: 'good' | 'bad';
}

/** Returns the figures of a workload that its reader looks at first. */
export function figuresOf(workload: WorkloadSummary, durationSeconds: number): Figure[] {
  const { slo, requests, latencySeconds, replicas, replicaHours, flaps, scaleUpLatencySeconds, autoscaler } = workload;
  const lost = requests.timedOut + requests.killed + requests.refused;
  const share = requests.arrived > 0 ? lost / requests.arrived : 0;
  return [
    ...(!slo ? [] : [{
      name: 'In time', value: slo.attainmentByRequest === null ? '–' : formatShare(slo.attainmentByRequest), state: slo.met ? 'good' : 'bad',
      detail: `${slo.met ? 'objective met' : 'objective missed'}: ${formatShare(slo.objective)} within ${formatSeconds(slo.latencySeconds)}`,
    } as const]),
    { name: 'Latency p99', value: seconds(latencySeconds.p99), detail: `median ${seconds(latencySeconds.p50)}` },
    { name: 'Requests lost', value: lost.toLocaleString('en'), detail: `${formatShare(share)} of ${requests.arrived.toLocaleString('en')}`, ...(lost > 0 && share > 0.001 && { state: 'bad' as const }) },
    { name: 'Peak replicas', value: String(replicas.peak), detail: `${autoscaler.minReplicas} to ${autoscaler.maxReplicas} allowed, ${flaps.count} ${flaps.count === 1 ? 'flap' : 'flaps'}` },
    { name: 'Mean replicas', value: replicas.mean.toFixed(1), detail: `${replicaHours.toFixed(1)} replica-hours in ${formatSeconds(durationSeconds)}` },
    { name: 'Too few pods', value: seconds(scaleUpLatencySeconds.longest ?? 0), detail: 'longest time with more demand than capacity' },
  ];
}

function seconds(value: number | null): string {
  return value === null ? '–' : formatSeconds(value);
}

/** Returns the figures that fit one line: '93.1 % in time, p99 24.9 s, peak 14'. */
export function lineOf({ slo, latencySeconds, replicas }: WorkloadSummary): string {
  const attained = slo?.attainmentByRequest ?? null;
  const inTime = attained === null ? [] : [`${formatShare(attained)} in time`];
  return unbroken([...inTime, `p99 ${seconds(latencySeconds.p99)}`, `peak ${replicas.peak}`].join(', '));
}

/** Returns the figures as a list of terms. */
export function renderFigures(figures: readonly Figure[]): HTMLElement[] {
  return figures.map(({ name, value, detail, state }) => element('div', { class: state }, element('dt', {}, name), element('dd', {}, value, element('small', {}, unbroken(detail)))));
}

/** Keeps a number and its unit on one line. */
function unbroken(text: string): string {
  return text.replace(/(\d) (?=%|(?:ms|s|m|h|d)\b)/g, '$1\u00a0');
}

/** Returns the findings, those about scaling first and practice folded. */
export function renderFindings(judgement: Judgement): HTMLElement[] {
  const { findings, problems } = judgement;
  const practice = findings.filter(({ topic }) => topic === 'practice');
  const others = findings.filter(({ topic }) => topic !== 'practice');
  return [
    ...problems.map((problem) => element('p', { class: 'finding error' }, element('strong', {}, 'Cannot be read'), ` ${problem}`)),
    ...others.map(renderFinding),
    ...(others.length === 0 && problems.length === 0 ? [element('p', { class: 'finding fine' }, 'No finding about scaling or correctness.')] : []),
    ...(practice.length > 0 ? [element('details', { class: 'practice' }, element('summary', {}, `${practice.length} of good practice`), practice.map(renderFinding))] : []),
  ];
}

function renderFinding({ severity, id, object, message, reason, whatToChange }: ShownFinding): HTMLElement {
  return element('details', { class: `finding ${severity}` },
    element('summary', {}, element('span', { class: 'tag' }, severity === 'error' ? 'Error' : 'Warning'), ' ', element('span', {}, `${object}: ${message}`)),
    element('p', {}, `${id}: ${sentence(reason)}`),
    element('p', {}, `What to change: ${sentence(whatToChange)}`));
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
