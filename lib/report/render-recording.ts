import { type Diagnosis } from '../recording/diagnose';
import { type Recording } from '../recording';
import { formatInstant, formatNumber, formatSeconds, formatShare } from '../results/format';
import { terminalTable } from './table';
import { bold, type Terminal } from './terminal';

/** Renders a recording: its range, a row per workload, and repairs and assumptions. */
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

/**
 * Renders diagnoses: a verdict per workload, its reasons, and the series or bucket to add. Workloads with the same
 * diagnosis share a paragraph, and findings for all workloads are listed once, at the end.
 */
export function renderDiagnoses(diagnoses: readonly Diagnosis[], terminal: Terminal = {}): string {
  const paragraphs = sameDiagnoses(diagnoses);
  const [{ findings: first = [] } = {}, ...others] = diagnoses;
  const shared = paragraphs.length > 1 ? first.filter((finding) => others.every(({ findings }) => findings.includes(finding))) : [];
  const bullets = (findings: readonly string[]): string[] => findings.map((finding) => `  - ${finding}`);
  return [
    ...paragraphs.map(([diagnosis, names]) => {
      const { verdict, days, requestsKnown, findings, next } = diagnosis;
      return [
        bold(`${names.join(', ')}: ${verdict} (${formatNumber(days)} days, requests known at ${formatShare(requestsKnown)} of the points)`, terminal.color),
        ...bullets(findings.filter((finding) => !shared.includes(finding))),
        ...(next === undefined ? [] : [`  Add next: ${next}.`]),
      ].join('\n');
    }),
    ...(shared.length > 0 ? [[bold('all workloads:', terminal.color), ...bullets(shared)].join('\n')] : []),
  ].join('\n\n');
}

/** Returns distinct diagnoses, each with its workloads. */
function sameDiagnoses(diagnoses: readonly Diagnosis[]): ReadonlyArray<readonly [Diagnosis, readonly string[]]> {
  const groups = new Map<string, [Diagnosis, string[]]>();
  for (const diagnosis of diagnoses) {
    const { workload, verdict, days, requestsKnown, findings, next } = diagnosis;
    const key = JSON.stringify([verdict, formatNumber(days), formatShare(requestsKnown), findings, next]);
    const group = groups.get(key) ?? [diagnosis, []];
    groups.set(key, group);
    group[1].push(workload);
  }
  return [...groups.values()];
}
