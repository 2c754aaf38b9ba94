import { type PassLog } from '../simulator/run/run';
import { type HpaSummary } from './summary';

const INACTIVE = /ScalingActive=False (\w+)/;

/**
 * Counts the syncs without a decision, by reason. A workload at zero does not count, because the controller reads no
 * metric then.
 */
export function hpaSummary(log: PassLog): HpaSummary {
  const found = new Map<string, { reason: string; error: string; passes: number }>();
  let last = -1;
  for (let pass = 0; pass < log.length; pass++) {
    const reason = log.metricReplicas[pass] === -1 ? INACTIVE.exec(log.reasons[log.reason[pass]])?.[1] : undefined;
    if (reason === undefined) continue;
    last = pass;
    const error = errorOf(log, pass);
    const key = `${reason} ${error}`;
    const known = found.get(key) ?? { reason, error, passes: 0 };
    known.passes++;
    found.set(key, known);
  }
  const undecided = [...found.values()].sort((a, b) => b.passes - a.passes);
  const total = sumOf(undecided);
  return { passes: log.length, undecided, undecidedOnlyAtStart: total > 0 && last + 1 === total && total < log.length };
}

/** Returns the errors of the failed metrics of a sync. */
function errorOf({ metrics, reasons }: PassLog, pass: number): string {
  const messages = metrics.flatMap(({ name, error }) => (error[pass] >= 0 ? [metrics.length > 1 ? `${name}: ${reasons[error[pass]]}` : reasons[error[pass]]] : []));
  return messages.join('; ');
}

/** Returns the share of the syncs without a decision; null without an HPA or a sync. */
export function undecidedShare(hpa: HpaSummary | null): number | null {
  return hpa && hpa.passes > 0 ? undecidedPasses(hpa) / hpa.passes : null;
}

/** Returns the number of syncs without a decision, for any cause. */
export function undecidedPasses({ undecided }: HpaSummary): number {
  return sumOf(undecided);
}

function sumOf(undecided: HpaSummary['undecided']): number {
  return undecided.reduce((sum, { passes }) => sum + passes, 0);
}
