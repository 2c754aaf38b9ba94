import { type Manifest } from '../../manifest/manifest';
import { hasPlainPods } from '../../manifest/pod-template';
import { type Violation } from './rule';

/** What an API server asks of pods is only a possibility where a controller makes them of more than the template. */
export function unlessPlain(workload: Manifest): Pick<Violation, 'severity'> {
  return hasPlainPods(workload) ? {} : { severity: 'warning' };
}
