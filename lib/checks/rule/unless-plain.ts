import { type Manifest } from '../../manifest/manifest';
import { hasPlainPods } from '../../manifest/pod-template';
import { type Violation } from './rule';

/** Returns the severity of pods that the API server rejects: a warning if a controller may add to the pod template. */
export function unlessPlain(workload: Manifest): Pick<Violation, 'severity'> {
  return hasPlainPods(workload) ? {} : { severity: 'warning' };
}
