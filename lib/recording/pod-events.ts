import { instantOf } from './instant';
import { LABELS, type LabelNames } from './known-series';
import { type Questions, type TimeRange } from './questions';
import { type PodStartup, type RecordedEvent } from './recording';
import { matchersOf } from './selector';
import { type RecordingTarget } from './targets';

const DAY_SECONDS = 86_400;
/** Pods whose start is kept: they tell the distribution well, and a file of more is hard to read. */
const MOST_STARTS = 5000;

/** Series of kube-state-metrics whose values are Unix times of one pod. */
const MOMENTS = {
  created: 'kube_pod_created',
  scheduled: 'kube_pod_status_scheduled_time',
  initialized: 'kube_pod_status_initialized_time',
  started: 'kube_pod_container_state_started',
  ready: 'kube_pod_status_ready_time',
} as const;

type Moment = keyof typeof MOMENTS;

const NODE_CONDITION = 'kube_node_status_condition';
const POD_INFO = 'kube_pod_info';

/**
 * Starts of the pods of a target, and the roll-outs that they tell.
 *
 * @param own labels of pods that a team has named.
 */
export async function podStarts(
  questions: Questions, target: RecordingTarget, range: TimeRange, names: ReadonlySet<string> | undefined, own?: LabelNames,
): Promise<{ readonly events: RecordedEvent[]; readonly remarks: string[] }> {
  if (names && !names.has(MOMENTS.created)) return { events: [], remarks: [] };
  const labels = await podLabels(MOMENTS.created, questions, target, range, own);
  if (!labels) return { events: [], remarks: [] };
  const matchers = matchersOf('pods', labels, target) ?? '';
  const end = range.start + range.step * (range.points - 1);
  const pods = new Map<string, Partial<Record<Moment, number>>>();
  for (const moment of Object.keys(MOMENTS) as Moment[]) {
    if (names && !names.has(MOMENTS[moment])) continue;
    for (let from = range.start; from < end; from += DAY_SECONDS) {
      const until = Math.min(end, from + DAY_SECONDS);
      // A pod that was not ready for a while has a later time then: the first counts.
      const query = `max by (${labels[1]}) (min_over_time(${MOMENTS[moment]}{${matchers}}[${Math.ceil(until - from)}s]))`;
      for (const { labels: { [labels[1]]: pod }, value } of await questions.instant(query, until)) {
        const known = pods.get(pod) ?? {};
        pods.set(pod, known);
        known[moment] = Math.min(known[moment] ?? Infinity, value);
      }
    }
  }
  const started = [...pods].filter(([, { created = 0 }]) => created >= range.start && created <= end).sort(([, a], [, b]) => a.created! - b.created!);
  const events = started.slice(0, MOST_STARTS).map(([pod, moments]): RecordedEvent => startOf(pod, moments));
  return {
    events: [...events, ...rollouts(pods, range.start, end)],
    remarks: started.length > MOST_STARTS ? [`${started.length} pods started; the first ${MOST_STARTS} are kept.`] : [],
  };
}

/**
 * Nodes that were not ready while pods of a target were on them.
 *
 * @param own labels of pods that a team has named.
 */
export async function nodeLosses(
  questions: Questions, target: RecordingTarget, range: TimeRange, names: ReadonlySet<string> | undefined, own?: LabelNames,
): Promise<RecordedEvent[]> {
  if (names && !(names.has(NODE_CONDITION) && names.has(POD_INFO))) return [];
  const labels = await podLabels(POD_INFO, questions, target, range, own);
  if (!labels) return [];
  const label = await nodeLabel(questions, range);
  const isLost = `max by (${label}) (${NODE_CONDITION}{condition="Ready",status=~"unknown|false"}) == 1`;
  const lost = await questions.range(`count by (${label}) ((${isLost}) and on (${label}) ${POD_INFO}{${matchersOf('pods', labels, target)}})`, range);
  return lost.flatMap(({ labels: { [label]: node }, values }) => [...values.keys()]
    .filter((point) => values[point] > 0 && !(point > 0 && values[point - 1] > 0))
    .map((point): RecordedEvent => ({ atEpochSeconds: range.start + point * range.step, kind: 'node-lost', text: `Node ${node} was not ready while a pod was on it.` })));
}

/** Label of the node: the target's own label has the plain name where the scrape keeps labels of the series apart. */
async function nodeLabel(questions: Questions, range: TimeRange): Promise<string> {
  const end = range.start + range.step * (range.points - 1);
  const exported = await questions.instant(`count(last_over_time(${NODE_CONDITION}{exported_node!=""}[${spanOf(range)}s]))`, end);
  return exported.some(({ value }) => value > 0) ? 'exported_node' : 'node';
}

/** Labels by which kube-state-metrics names the pods here. */
async function podLabels(
  metric: string, questions: Questions, target: RecordingTarget, range: TimeRange, own: LabelNames | undefined,
): Promise<LabelNames | undefined> {
  const end = range.start + range.step * (range.points - 1);
  for (const labels of [...(own ? [own] : []), ...LABELS.pods]) {
    const found = await questions.instant(`count(last_over_time(${metric}{${matchersOf('pods', labels, target)}}[${spanOf(range)}s]))`, end);
    if (found.some(({ value }) => value > 0)) return labels;
  }
  return undefined;
}

/** Whole seconds of a range, for a window over all of it. */
function spanOf({ step, points }: TimeRange): number {
  return Math.max(1, Math.ceil(step * (points - 1)));
}

function startOf(pod: string, { created, scheduled, initialized, started, ready }: Partial<Record<Moment, number>>): RecordedEvent {
  const parts: [keyof PodStartup, number | undefined][] = [
    ['scheduled', between(created, scheduled)],
    ['image', between(initialized ?? scheduled, started)],
    ['init', between(scheduled, initialized)],
    ['ready', between(started, ready)],
    ['total', between(created, ready)],
  ];
  const startup: PodStartup = Object.fromEntries(parts.filter(([, seconds]) => seconds !== undefined));
  const text = startup.total === undefined ? `Pod ${pod} was created; when it was ready is not recorded.` : `Pod ${pod} was ready ${startup.total} s after its creation.`;
  return { atEpochSeconds: created!, kind: 'pod-started', text, ...(Object.keys(startup).length > 0 && { startup }) };
}

/** Seconds between two moments; undefined where one is unknown, or the later one was before, as after a restart. */
function between(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined || to < from ? undefined : to - from;
}

/** First pod of each template but the first: the hash in the names of a Deployment's pods tells templates apart. */
function rollouts(pods: ReadonlyMap<string, Partial<Record<Moment, number>>>, start: number, end: number): RecordedEvent[] {
  const first = new Map<string, number>();
  for (const [pod, { created }] of pods) {
    const template = /^(.+-[a-z0-9]{1,10})-[a-z0-9]{5}$/.exec(pod)?.[1];
    if (template !== undefined && created !== undefined) first.set(template, Math.min(first.get(template) ?? Infinity, created));
  }
  const [, ...others] = [...first].sort(([, a], [, b]) => a - b);
  return others
    .filter(([, created]) => created > start && created <= end)
    .map(([template, created]): RecordedEvent => ({ atEpochSeconds: created, kind: 'deployment', text: `The first pod of ${template} was created at ${instantOf(created)}.` }));
}
