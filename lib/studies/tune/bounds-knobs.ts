import { type Manifest } from '../../manifest';
import { numberAt } from '../../values/fields';
import { type Knob, numberKnob } from './knob';

/** User limits on the replicas of a workload. */
export interface ReplicaLimits {
  /** Minimum replicas. @default 1 */
  readonly least?: number;
  /** Maximum replicas. @default - none */
  readonly most?: number;
}

const STEPS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400, 500];
const MAXIMA = [0.75, 1, 1.25, 1.5, 2, 3];
/** Maximum ratio of minimum to maximum; above it there is nothing to scale. */
const HIGHEST_MINIMUM = 0.8;
const MOST_MINIMA = 12;

/**
 * Returns the settings of both bounds. An existing minimum of 0 is kept but not tried elsewhere, since the first
 * request then waits for a pod.
 *
 * @param paths fields of the bounds; @param otherwise API defaults of absent fields.
 */
export function boundsKnobs(
  workload: string, object: Manifest, paths: { readonly min: readonly string[]; readonly max: readonly string[] },
  otherwise: { readonly min: number; readonly max: number }, { least = 1, most = Infinity }: ReplicaLimits,
): Knob[] {
  const max = numberAt(object, ...paths.max) ?? otherwise.max;
  const min = numberAt(object, ...paths.min) ?? otherwise.min;
  const minima = STEPS.filter((step) => step >= least && step <= max * HIGHEST_MINIMUM);
  const maxima = MAXIMA.map((factor) => Math.ceil(max * factor)).filter((each) => each <= most && each >= Math.max(least, min));
  return [
    numberKnob(workload, object, { kind: 'bounds', label: 'minReplicas', path: paths.min, otherwise: otherwise.min, tried: minima.slice(0, MOST_MINIMA) }),
    numberKnob(workload, object, { kind: 'bounds', label: 'maxReplicas', path: paths.max, otherwise: otherwise.max, tried: maxima }),
  ];
}
