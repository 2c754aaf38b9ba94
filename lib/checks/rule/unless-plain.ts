import { type Manifest } from '../../manifest/manifest';
import { hasPlainPods } from '../../manifest/pod-template';
import { type Violation } from './rule';

/** Severity of an API server's refusal of pods: a warning where a controller may add to the pod template. */
export function unlessPlain(workload: Manifest): Pick<Violation, 'severity'> {
  return hasPlainPods(workload) ? {} : { severity: 'warning' };
}
