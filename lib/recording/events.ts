import { instantOf } from './instant';
import { type TimeRange } from './questions';
import { type EventKind, type RecordedEvent, type RecordedSeries, type SeriesName } from './recording';

/** Points before and after a change of the replicas in which the HPA's wish may explain it. */
const NEAR_POINTS = 3;
/** Events of one kind that are kept. */
const MOST_EVENTS = 500;
/** Seconds between restarts up to which they belong together: the longest pause of CrashLoopBackOff, and a minute. */
const LOOP_SECONDS = 360;
/** Restarts from which a series of them is a crash loop. */
const LEAST_OF_A_LOOP = 3;

/**
 * Events that the series show: replicas that the HPA did not ask for, new bounds of the policy, containers that
 * restarted.
 *
 * @param isKeda true if KEDA switches between no replica and one by itself.
 */
export function eventsOfSeries(series: readonly RecordedSeries[], { start, step }: Pick<TimeRange, 'start' | 'step'>, isKeda: boolean): RecordedEvent[] {
  const valuesOf = (name: SeriesName): Float64Array | undefined => series.find((each) => each.name === name)?.values;
  const at = (point: number, kind: EventKind, text: string): RecordedEvent => ({ atEpochSeconds: start + point * step, kind, text });
  return [
    ...manualScales(valuesOf('replicas-spec'), valuesOf('hpa-desired'), isKeda).map(({ point, before, after }) => (
      at(point, 'manual-scale', `spec.replicas went from ${before} to ${after}, which the HPA did not ask for.`)
    )),
    ...(['hpa-min', 'hpa-max'] as const).flatMap((name) => changesOf(valuesOf(name)).map(({ point, before, after }) => (
      at(point, 'policy-change', `${name === 'hpa-min' ? 'minReplicas' : 'maxReplicas'} went from ${before} to ${after}.`)
    ))),
    ...restarts(valuesOf('restarts'), step).map(({ point, last, count }) => {
      const isLoop = last > point && count >= LEAST_OF_A_LOOP;
      const text = `Containers restarted ${count === 1 ? 'once' : `${count} times`}${isLoop ? `, until ${instantOf(start + last * step)} (crash loop)` : ''}.`;
      return { ...at(point, 'restart', text), ...(last > point && { untilEpochSeconds: start + last * step }) };
    }),
  ];
}

interface Change {
  readonly point: number;
  readonly before: number;
  readonly after: number;
}

/** Points at which a value differs from the last that is known. */
function changesOf(values: Float64Array | undefined): Change[] {
  const changes: Change[] = [];
  let before = NaN;
  values?.forEach((after, point) => {
    if (Number.isNaN(after)) return;
    if (!Number.isNaN(before) && after !== before) changes.push({ point, before, after });
    before = after;
  });
  return changes.slice(0, MOST_EVENTS);
}

function manualScales(spec: Float64Array | undefined, desired: Float64Array | undefined, isKeda: boolean): Change[] {
  if (!desired) return [];
  return changesOf(spec).filter(({ point, before, after }) => {
    if (isKeda && (before === 0 || after === 0)) return false;
    const near = [...desired.subarray(Math.max(0, point - NEAR_POINTS), point + NEAR_POINTS + 1)].filter((value) => !Number.isNaN(value));
    return near.length > 0 && !near.includes(after);
  });
}

/** Stretch of points with restarts. */
interface Restarts {
  readonly point: number;
  readonly last: number;
  readonly count: number;
}

/**
 * Stretches of neighbouring points with restarts. Several that follow each other as in a crash loop are one, where they
 * have as many restarts; two pods that restart within minutes are two.
 */
function restarts(rates: Float64Array | undefined, step: number): Restarts[] {
  const neighbours: Restarts[] = [];
  rates?.forEach((rate, point) => {
    if (!(rate > 0)) return;
    const before = neighbours.at(-1);
    if (before?.last === point - 1) neighbours[neighbours.length - 1] = { ...before, last: point, count: before.count + rate * step };
    else neighbours.push({ point, last: point, count: rate * step });
  });
  const loops: Restarts[][] = [];
  for (const stretch of neighbours) {
    const before = loops.at(-1)?.at(-1);
    if (before !== undefined && (stretch.point - before.last) * step <= LOOP_SECONDS) loops[loops.length - 1].push(stretch);
    else loops.push([stretch]);
  }
  return loops.flatMap((stretches) => {
    const count = stretches.reduce((sum, each) => sum + each.count, 0);
    return Math.round(count) >= LEAST_OF_A_LOOP ? [{ point: stretches[0].point, last: stretches[stretches.length - 1].last, count }] : stretches;
  }).slice(0, MOST_EVENTS).map((each) => ({ ...each, count: Math.max(1, Math.round(each.count)) }));
}
