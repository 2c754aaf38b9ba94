import { type Fields, fieldsAt } from '../../values/fields';
import { runningContainers } from '../analysis/containers';
import { type Rule } from '../rule/rule';

const HANDLERS = ['httpGet', 'tcpSocket', 'exec', 'grpc'];

export const livenessDiffersFromReadiness: Rule = {
  id: 'KSC043',
  title: 'liveness probe asks for less than the readiness probe',
  topic: 'practice',
  severity: 'warning',
  reason: 'a pod that is only busy fails both probes: it is killed instead of getting no requests for a while, and the other pods get its load',
  whatToChange: 'let the liveness probe test only that the process answers: a tcpSocket, or a path without dependencies',
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
