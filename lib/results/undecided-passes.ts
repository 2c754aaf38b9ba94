import { type PassLog } from '../simulator/run/run';
import { type HpaSummary } from './summary';

const INACTIVE = /ScalingActive=False (\w+)/;

/**
 * Counts the passes without a decision, by reason. A workload at zero does not count: the controller reads no metric
 * there.
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

/** Returns the errors of the metrics that failed in a pass. */
function errorOf({ metrics, reasons }: PassLog, pass: number): string {
  const messages = metrics.flatMap(({ name, error }) => (error[pass] >= 0 ? [metrics.length > 1 ? `${name}: ${reasons[error[pass]]}` : reasons[error[pass]]] : []));
  return messages.join('; ');
}

/** The share of the passes in which the controller could not decide; null without an HPA, or a pass. */
export function undecidedShare(hpa: HpaSummary | null): number | null {
  return hpa && hpa.passes > 0 ? undecidedPasses(hpa) / hpa.passes : null;
}

/** Passes that came to no decision, for whatever cause. */
export function undecidedPasses({ undecided }: HpaSummary): number {
  return sumOf(undecided);
}

function sumOf(undecided: HpaSummary['undecided']): number {
  return undecided.reduce((sum, { passes }) => sum + passes, 0);
}
