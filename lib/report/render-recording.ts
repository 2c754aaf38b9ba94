import { type Diagnosis } from '../recording/diagnose';
import { type Recording } from '../recording';
import { formatInstant, formatNumber, formatSeconds, formatShare } from '../results/format';
import { terminalTable } from './table';
import { bold, type Terminal } from './terminal';

/** A recording for people: its range, a row for each workload, and what was repaired or assumed. */
export function renderRecording(recording: Recording, terminal: Terminal = {}): string {
  const { startEpochSeconds, stepSeconds, points, scrapeIntervalSeconds, workloads, remarks } = recording;
  const scraped = scrapeIntervalSeconds === undefined ? '' : `, scraped every ${formatSeconds(scrapeIntervalSeconds)}`;
  return [
    `${formatInstant(startEpochSeconds)} to ${formatInstant(startEpochSeconds + stepSeconds * Math.max(0, points - 1))} in steps of ${formatSeconds(stepSeconds)}${scraped}.`,
    ...remarks,
    '',
    terminalTable({
      head: ['workload', 'series', 'requests known', 'buckets', 'pod starts', 'other events', 'policies'],
      rows: workloads.map(({ name, series, latency, events, policies }) => {
        const starts = events.filter(({ kind }) => kind === 'pod-started').length;
        const requests = series.find((each) => each.name === 'requests')?.values;
        const known = requests && requests.filter((value) => !Number.isNaN(value)).length / Math.max(1, points);
        return [
          name, formatNumber(series.length), known === undefined ? '-' : formatShare(known), latency ? formatNumber(latency.bounds.length) : '-',
          formatNumber(starts), formatNumber(events.length - starts), formatNumber(policies.length),
        ];
      }),
    }, terminal),
    ...workloads.flatMap(({ name, remarks: own }) => own.map((remark) => `${name}: ${remark}`)),
  ].join('\n');
}

/** Diagnoses for people: a verdict for each workload, why, and the one thing to add. */
export function renderDiagnoses(diagnoses: readonly Diagnosis[], terminal: Terminal = {}): string {
  return diagnoses.map(({ workload, verdict, days, requestsKnown, findings, next }) => [
    bold(`${workload}: ${verdict} (${formatNumber(days)} days, requests known at ${formatShare(requestsKnown)} of the points)`, terminal.color),
    ...findings.map((finding) => `  - ${finding}`),
    ...(next === undefined ? [] : [`  Add next: ${next}.`]),
  ].join('\n')).join('\n\n');
}
