import { type Fields, fieldsAt } from '../../manifest/fields';
import { runningContainers } from '../analysis/containers';
import { type Rule } from '../rule/rule';

const HANDLERS = ['httpGet', 'tcpSocket', 'exec', 'grpc'];

export const livenessDiffersFromReadiness: Rule = {
  id: 'KSC043',
  title: 'liveness asks for less than readiness',
  topic: 'practice',
  severity: 'warning',
  reason: 'a pod that is merely busy fails both: instead of being left alone for a while it is killed, and the others get its load',
  whatToChange: 'let liveness ask only whether the process answers at all (a tcpSocket, a path that touches nothing)',
  source: 'kubernetes docs, liveness, readiness and startup probes',
  *check(manifests) {
    for (const { workload, container, label } of runningContainers(manifests)) {
      const [readiness, liveness] = ['readinessProbe', 'livenessProbe'].map((name) => question(fieldsAt(container, name)));
      if (readiness !== undefined && readiness === liveness) yield { manifest: workload, message: `${label} is asked the same for readiness and liveness; let liveness ask for less` };
    }
  },
};

function question(probe: Fields | undefined): string | undefined {
  const handler = HANDLERS.find((name) => fieldsAt(probe, name));
  return handler && JSON.stringify([handler, fieldsAt(probe, handler)]);
}
