import { instantOf } from './instant';
import { knownSpan } from './known-span';
import { type RecordedHistogram, type RecordedWorkload, type Recording, type SeriesName } from './recording';

/** Usefulness of what was recorded of one workload. */
export interface Diagnosis {
  readonly workload: string;
  readonly verdict: 'usable' | 'partly usable' | 'not usable';
  readonly days: number;
  /** Share of the points at which the rate of requests is known. */
  readonly requestsKnown: number;
  /** One sentence for each thing that is missing, the gravest first. */
  readonly findings: readonly string[];
  /** The one series or bucket that would help most; undefined where nothing is missing. */
  readonly next?: string;
}

/** Place of an objective's limit among the bounds of a histogram. */
export interface SloPlace {
  /** Largest bound at or below the limit, in seconds; 0 where there is none. */
  readonly below: number;
  /** Smallest bound at or above it; Infinity where there is none. */
  readonly above: number;
  /** Share of the requests within each. */
  readonly belowShare: number;
  readonly aboveShare: number;
  /** The finite bound that is nearer by ratio; undefined where there is none. */
  readonly nearest?: number;
}

interface Finding {
  readonly text: string;
  /** Weight: a workload without it is not usable, or partly usable; or usable with less. */
  readonly without: 'not usable' | 'partly usable' | 'usable';
  readonly next?: string;
}

const DAY_SECONDS = 86_400;
/** Below two weeks a policy is judged on days that are like those it was chosen on. */
const ENOUGH_DAYS = 14;
const FEW_REQUESTS_KNOWN = 0.5;
const MOST_REQUESTS_KNOWN = 0.95;
/** Points from which the first and the last with requests are looked for. */
const FEWEST_POINTS = 48;
/** Days without requests at an end of the recording that are named. */
const LEAST_MISSING_DAYS = 0.5;

/**
 * Judges what can be done with a recording, workload by workload.
 *
 * @param sloSeconds limit of a latency objective.
 */
export function diagnose(recording: Recording, sloSeconds?: number): Diagnosis[] {
  return recording.workloads.map((workload) => {
    const requests = valuesOf(workload, 'requests');
    const requestsKnown = requests === undefined || requests.length === 0 ? 0 : requests.filter((value) => !Number.isNaN(value)).length / requests.length;
    const days = (recording.points * recording.stepSeconds) / DAY_SECONDS;
    const all = [
      ...missingSeries(workload), ...latencyFindings(workload, sloSeconds), ...missingDetail(workload), ...spanFindings(workload, requestsKnown, days),
      ...(requests ? youthFindings(requests, recording) : []),
    ];
    const findings = all.sort((a, b) => weight(b) - weight(a));
    const next = findings.find((finding) => finding.next !== undefined)?.next;
    return {
      workload: workload.name,
      verdict: findings[0]?.without ?? 'usable',
      days,
      requestsKnown,
      findings: findings.map(({ text }) => text),
      ...(next !== undefined && { next }),
    };
  });
}

/** Place of a limit among the bounds of a histogram, with the share of requests on both sides. */
export function placeOf({ bounds, rates }: RecordedHistogram, limitSeconds: number): SloPlace {
  const totals = rates.map((values) => values.reduce((sum, rate, i) => (Number.isNaN(rate) || Number.isNaN(rates[rates.length - 1][i]) ? sum : sum + rate), 0));
  // Without a request every limit is held.
  const share = (position: number): number => (totals[totals.length - 1] > 0 ? totals[position] / totals[totals.length - 1] : 1);
  const same = (bound: number): boolean => Math.abs(bound - limitSeconds) <= limitSeconds * 1e-6;
  const below = bounds.filter((bound) => bound < limitSeconds || same(bound)).length - 1;
  const above = bounds.findIndex((bound) => bound > limitSeconds || same(bound));
  const finite = [bounds[below], bounds[above]].filter((bound): bound is number => bound !== undefined && bound < Infinity);
  const nearest = finite.sort((a, b) => Math.abs(Math.log(a / limitSeconds)) - Math.abs(Math.log(b / limitSeconds)))[0];
  return {
    below: bounds[below] ?? 0,
    above: bounds[above] ?? Infinity,
    belowShare: below < 0 ? 0 : share(below),
    aboveShare: above < 0 ? 1 : share(above),
    ...(nearest !== undefined && { nearest }),
  };
}

function valuesOf(workload: RecordedWorkload, name: SeriesName): Float64Array | undefined {
  return workload.series.find((series) => series.name === name)?.values;
}

function weight({ without, next }: Finding): number {
  return { 'not usable': 4, 'partly usable': 2, usable: 0 }[without] + Number(next !== undefined);
}

function missingSeries(workload: RecordedWorkload): Finding[] {
  const has = (name: SeriesName): boolean => valuesOf(workload, name) !== undefined;
  const findings: Finding[] = [];
  if (!has('requests')) {
    findings.push({
      text: 'requests are unknown: without them there is no demand to replay',
      without: 'not usable',
      next: has('queue-length')
        ? 'a counter of finished items, by queries.requests of a file for --queries'
        : 'a counter of requests by pod, such as http_requests_total, or its query by queries.requests of a file for --queries',
    });
  }
  if (!has('replicas-ready')) {
    findings.push({
      text: has('replicas-spec') ? 'ready replicas are unknown: pods that start count as if they served' : 'replicas are unknown: so is the load of a pod',
      without: has('replicas-spec') ? 'partly usable' : 'not usable',
      next: `${readySeries(workload.kind)} of kube-state-metrics`,
    });
  }
  if (!has('cpu')) {
    findings.push({
      text: 'CPU is unknown: a policy that scales on it cannot be judged',
      without: 'partly usable',
      next: 'container_cpu_usage_seconds_total of the kubelet (cAdvisor)',
    });
  }
  return findings;
}

function readySeries(kind: string): string {
  return kind === 'StatefulSet' ? 'kube_statefulset_status_replicas_ready' : kind === 'Rollout' ? 'kube_pod_status_ready' : 'kube_deployment_status_replicas_ready';
}

function latencyFindings({ latency }: RecordedWorkload, slo: number | undefined): Finding[] {
  if (!latency) {
    return [{
      text: 'latencies are unknown: no SLO can be judged, and the service time is a guess',
      without: 'partly usable',
      next: 'a histogram of latencies by pod, such as http_request_duration_seconds, or its query by latency.query of a file for --queries',
    }];
  }
  if (slo === undefined) return [];
  const { below, above, belowShare, aboveShare, nearest } = placeOf(latency, slo);
  if (below === above) return [];
  const next = `the bucket le="${slo}" of the histogram`;
  if (above === Infinity) {
    return [{
      text: `the SLO of ${durationOf(slo)} is above the highest bucket of ${durationOf(below)}: ${shareOf(belowShare)} of the requests were that fast, the others are unknown`,
      without: 'partly usable',
      next,
    }];
  }
  const text = below === 0
    ? `the SLO of ${durationOf(slo)} is below the lowest bucket of ${durationOf(above)}: at most ${shareOf(aboveShare)} of the requests held it`
    : `the SLO of ${durationOf(slo)} is between the buckets ${durationOf(below)} and ${durationOf(above)}: ${shareOf(belowShare)} to ${shareOf(aboveShare)} of the requests held it`;
  return [{ text: `${text}; the nearest SLO that is known exactly is ${durationOf(nearest ?? above)}`, without: 'partly usable', next }];
}

function missingDetail(workload: RecordedWorkload): Finding[] {
  const findings: Finding[] = [];
  if (!workload.events.some(({ startup }) => startup?.total !== undefined)) {
    findings.push({
      text: 'start-up is unknown: no pod started in the range, or its times were not recorded',
      without: 'usable',
      next: 'kube_pod_created and kube_pod_status_ready_time of kube-state-metrics',
    });
  }
  if (valuesOf(workload, 'hpa-desired') === undefined) {
    findings.push({
      text: 'the desired replicas of the HPA are unknown: manual scaling cannot be distinguished from the HPA',
      without: 'usable',
      next: 'kube_horizontalpodautoscaler_status_desired_replicas of kube-state-metrics',
    });
  }
  if (valuesOf(workload, 'errors') === undefined && valuesOf(workload, 'requests') !== undefined) {
    findings.push({ text: 'failed requests are unknown', without: 'usable', next: 'a label code or status on the counter of requests' });
  }
  const [first] = workload.policies;
  if (first?.sinceUnknown === true) {
    findings.push({ text: `the start of the policy and earlier policies are unknown; --policy-history reads them from Git`, without: 'usable' });
  }
  return findings;
}

function spanFindings(workload: RecordedWorkload, requestsKnown: number, days: number): Finding[] {
  const findings: Finding[] = [];
  if (valuesOf(workload, 'requests') !== undefined && requestsKnown < MOST_REQUESTS_KNOWN) {
    findings.push({
      text: `requests are known at ${shareOf(requestsKnown)} of the points only; gaps are not replayed`,
      without: requestsKnown < FEW_REQUESTS_KNOWN ? 'partly usable' : 'usable',
    });
  }
  if (days < ENOUGH_DAYS) {
    findings.push({
      text: `the recording has ${Number(days.toPrecision(3))} days; below ${ENOUGH_DAYS} advice is provisional`,
      without: days < 1 ? 'partly usable' : 'usable',
    });
  }
  return findings;
}

/** A workload that is younger than its recording, or that ended: often it was renamed, or its labels were. */
function youthFindings(requests: Float64Array, { startEpochSeconds, stepSeconds, points }: Recording): Finding[] {
  if (points < FEWEST_POINTS) return [];
  const [first, end] = knownSpan(requests);
  const few = LEAST_MISSING_DAYS * DAY_SECONDS / stepSeconds;
  const at = (point: number): string => instantOf(startEpochSeconds + point * stepSeconds);
  const days = (count: number): string => `${Number((count * stepSeconds / DAY_SECONDS).toPrecision(2))} days`;
  if (end === 0) return [{ text: 'requests have no value in the whole range: the workload or its labels may have had another name', without: 'not usable' }];
  return [
    ...(first > few ? [{
      text: `requests begin on ${at(first)}, ${days(first)} after the recording: the workload is younger, or had another name or labels before`, without: 'usable' as const,
    }] : []),
    ...(points - end > few ? [{
      text: `requests end on ${at(end - 1)}, ${days(points - end)} before the recording: the workload was removed, or got another name or labels`, without: 'partly usable' as const,
    }] : []),
  ];
}

function durationOf(seconds: number): string {
  return seconds < 1 ? `${Number((seconds * 1000).toPrecision(4))} ms` : `${Number(seconds.toPrecision(4))} s`;
}

function shareOf(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
