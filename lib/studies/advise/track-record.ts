import { isFields } from '../../values/fields';
import { type PastPredictions } from './advice';

/** Entry of a track record: result of one comparison of a prediction with a later recording. */
export interface TrackRecordEntry {
  readonly workload: string;
  /** Time range of the recording, as timestamps. */
  readonly from: string;
  readonly to: string;
  readonly cameTrue: boolean;
  /** Sentence for the report. */
  readonly text: string;
}

/** Formats an entry of a track record, with its line break. */
export function trackRecordLine({ workload, from, to, cameTrue, text }: TrackRecordEntry): string {
  return `${JSON.stringify({ workload, from, to, cameTrue, text })}\n`;
}

/**
 * Reads a track record. A truncated line is ignored; of several entries for the same workload and range the last is
 * used.
 */
export function readTrackRecord(text: string): TrackRecordEntry[] {
  const entries = new Map<string, TrackRecordEntry>();
  for (const line of text.split('\n')) {
    const entry = parseEntry(line);
    if (entry) entries.set(JSON.stringify([entry.workload, entry.from, entry.to]), entry);
  }
  return [...entries.values()];
}

/** Counts the predictions of one workload. */
export function pastOf(entries: readonly TrackRecordEntry[], workload: string): PastPredictions {
  const own = entries.filter((entry) => entry.workload === workload);
  return { count: own.length, cameTrue: own.filter(({ cameTrue }) => cameTrue).length };
}

function parseEntry(line: string): TrackRecordEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isFields(value)) return undefined;
  const { workload, from, to, cameTrue, text } = value;
  const isWhole = [workload, from, to, text].every((each) => typeof each === 'string') && typeof cameTrue === 'boolean';
  return isWhole ? { workload, from, to, cameTrue, text } as TrackRecordEntry : undefined;
}
