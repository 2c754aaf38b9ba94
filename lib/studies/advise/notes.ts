import { type Manifest } from '../../manifest';
import { differences } from '../../manifest/edit/differences';
import { placeOf, type RecordedWorkload } from '../../recording';
import { formatSeconds, formatShare } from '../../results/format';
import { formatPath } from '../tune/edited-manifests';

/** Maximum number of fields listed for a different policy; the others are counted. */
const MOST_FIELDS = 3;

/** Returns notes on reading the advice: a different policy in the recording, and an SLO between two buckets. */
export function adviceNotes(
  { policies, latency }: Pick<RecordedWorkload, 'policies' | 'latency'>, autoscaler: Manifest | undefined, sloSeconds: number | undefined,
): string[] {
  const policy = policies[policies.length - 1];
  return [
    ...(policy && autoscaler ? policyNote(policy.manifest, autoscaler) : []),
    ...(latency && sloSeconds !== undefined ? sloNote(latency, sloSeconds) : []),
  ];
}

function policyNote(recorded: Readonly<Record<string, unknown>>, given: Manifest): string[] {
  const changed = differences({ spec: recorded.spec }, { spec: given.spec });
  if (changed.length === 0) return [];
  const named = changed.slice(0, MOST_FIELDS).map(({ path, before, after }) => `${formatPath(path)} is ${shown(after)}, it was ${shown(before)}`);
  const rest = changed.length > named.length ? [`${changed.length - named.length} more`] : [];
  return [`the policy of the manifests is not the one in force at the end of the recording: ${[...named, ...rest].join('; ')}`];
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : typeof value === 'object' ? 'another' : String(value);
}

/** The recording bounds the share by an interval; the calibrated service model provides the value. */
function sloNote(latency: NonNullable<RecordedWorkload['latency']>, seconds: number): string[] {
  const { below, above, belowShare, aboveShare } = placeOf(latency, seconds);
  if (below === above) return [];
  const place = below === 0 ? `below the lowest bucket of ${formatSeconds(above)}`
    : above === Infinity ? `above the highest bucket of ${formatSeconds(below)}` : `between the buckets ${formatSeconds(below)} and ${formatSeconds(above)}`;
  return [`the SLO's ${formatSeconds(seconds)} lie ${place}: ${formatShare(belowShare)} to ${formatShare(aboveShare)} were recorded, and shares of the SLO are those of the calibrated service`];
}
