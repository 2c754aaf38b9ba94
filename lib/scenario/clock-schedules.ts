import { KedaCron, type KedaCronMetadata } from '../keda/cron';
import { levelAt } from '../schedule/level-year';
import { windowsOf } from '../schedule/schedule-note';
import { type ScheduledFloor } from '../simulator/world/scheduled-floor';
import { MemorySource, Query } from '../promql';
import { type Workload } from '../simulator/world/world';
import { durationText } from './units';

const MINUTE = 60;
const NO_SERIES = new MemorySource();

/** Returns true if the autoscaler depends on the time of day or the date. */
export function goesByTheClock({ autoscaler, metrics }: Workload): boolean {
  if (metrics.some(({ query }) => query !== undefined && /\b(?:time|hour|minute|day_of_\w+|month|year)\s*\(/.test(query.text))) return true;
  if (autoscaler.kind === 'hpa') return [autoscaler.floor, autoscaler.cronJobs, autoscaler.patches].some((each) => each !== undefined);
  return autoscaler.kind === 'keda' && autoscaler.scaledObject.triggers.some(({ source }) => source.kind === 'cron');
}

/**
 * Returns the time for which the schedule windows of a workload are active in a run, as a sentence; undefined without
 * windows.
 *
 * @param start Unix time in seconds at simulated time 0.
 */
export function scheduleRemark(workload: Workload, start: number, durationSeconds: number): string | undefined {
  const asks = [...floors(workload), ...clockQueries(workload), ...cronTriggers(workload)];
  if (asks.length === 0) return undefined;
  const end = start + durationSeconds;
  let seconds = 0;
  for (let time = start; time < end; time += MINUTE) {
    if (asks.some((asksAt) => asksAt(time))) seconds += Math.min(MINUTE, end - time);
  }
  if (seconds === 0) return 'none of its schedules is active in this run; set start to a time at which one is.';
  return seconds >= durationSeconds ? 'its schedules are active for all of this run.' : `its schedules are active for ${durationText(seconds)} of the ${durationText(durationSeconds)} of this run.`;
}

type Asks = (time: number) => boolean;

function floors({ autoscaler }: Workload): Asks[] {
  return autoscaler.kind === 'hpa' && autoscaler.floor ? [floorAsks(autoscaler.floor)] : [];
}

function floorAsks({ note }: ScheduledFloor): Asks {
  const windows = windowsOf(note);
  return (time) => levelAt(windows, Math.floor(time / MINUTE)) > note.base;
}

/** Returns the queries that depend on the clock only. */
function clockQueries({ metrics }: Workload): Asks[] {
  return metrics.flatMap(({ query }) => {
    if (!query || query.rules.length > 0) return [];
    const parsed = Query.parse(query.text);
    return parsed.selections.length > 0 ? [] : [(time) => parsed.vector(NO_SERIES, time).some(({ value }) => value > 0)];
  });
}

function cronTriggers({ autoscaler }: Workload): Asks[] {
  if (autoscaler.kind !== 'keda') return [];
  return autoscaler.scaledObject.triggers.flatMap(({ source }) => (source.kind === 'cron' ? [cronAsks(source)] : []));
}

/** Evaluates the cron trigger again only after its next start or end. */
function cronAsks(metadata: KedaCronMetadata): Asks {
  const trigger = new KedaCron(metadata);
  let isActive = false;
  let until = -Infinity;
  return (time) => {
    if (time >= until) {
      isActive = trigger.isActive(time);
      until = trigger.nextEdge(time);
    }
    return isActive;
  };
}
