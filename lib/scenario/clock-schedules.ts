import { KedaCron, type KedaCronMetadata } from '../keda/cron';
import { levelAt } from '../schedule/level-year';
import { windowsOf } from '../schedule/schedule-note';
import { type ScheduledFloor } from '../simulator/world/scheduled-floor';
import { MemorySource, Query } from '../promql';
import { type Workload } from '../simulator/world/world';
import { durationText } from './units';

const MINUTE = 60;
const NO_SERIES = new MemorySource();

/** Whether anything of the autoscaler depends on the time of day or the date. */
export function goesByTheClock({ autoscaler, metrics }: Workload): boolean {
  if (metrics.some(({ query }) => query !== undefined && /\b(?:time|hour|minute|day_of_\w+|month|year)\s*\(/.test(query.text))) return true;
  if (autoscaler.kind === 'hpa') return autoscaler.floor !== undefined || autoscaler.cronJobs !== undefined;
  return autoscaler.kind === 'keda' && autoscaler.scaledObject.triggers.some(({ source }) => source.kind === 'cron');
}

/**
 * For how long the schedules of a workload ask for anything in a run; undefined where it has none, or only such as act at instants and not in windows.
 *
 * @param start unix seconds at simulated time 0.
 */
export function scheduleRemark(workload: Workload, start: number, durationSeconds: number): string | undefined {
  const asks = [...floors(workload), ...clockQueries(workload), ...cronTriggers(workload)];
  if (asks.length === 0) return undefined;
  const end = start + durationSeconds;
  let seconds = 0;
  for (let time = start; time < end; time += MINUTE) {
    if (asks.some((asksAt) => asksAt(time))) seconds += Math.min(MINUTE, end - time);
  }
  if (seconds === 0) return 'none of its schedules acts in this run; give a start at which one does.';
  return seconds >= durationSeconds ? 'its schedules act for all of this run.' : `its schedules act for ${durationText(seconds)} of the ${durationText(durationSeconds)} of this run.`;
}

type Asks = (time: number) => boolean;

function floors({ autoscaler }: Workload): Asks[] {
  return autoscaler.kind === 'hpa' && autoscaler.floor ? [floorAsks(autoscaler.floor)] : [];
}

function floorAsks({ note }: ScheduledFloor): Asks {
  const windows = windowsOf(note);
  return (time) => levelAt(windows, Math.floor(time / MINUTE)) > note.base;
}

/** Queries that read nothing but the clock. */
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

/** Asks the trigger again only when a start or an end of it has passed. */
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
