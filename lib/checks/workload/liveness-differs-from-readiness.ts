import { type Fields, fieldsAt } from '../../values/fields';
import { runningContainers } from '../analysis/containers';
import { type Rule } from '../rule/rule';

const HANDLERS = ['httpGet', 'tcpSocket', 'exec', 'grpc'];

export const livenessDiffersFromReadiness: Rule = {
  id: 'KSC043',
  title: 'liveness probe checks less than the readiness probe',
  topic: 'practice',
  severity: 'warning',
  reason: 'a busy pod fails both probes: it is restarted instead of only getting no requests, and its load moves to the other pods',
  whatToChange: 'let the liveness probe check only that the process answers: a tcpSocket, or a path without dependencies',
  source: 'kubernetes docs, liveness, readiness and startup probes',
  *check(manifests) {
    for (const { workload, container, label } of runningContainers(manifests)) {
      const [readiness, liveness] = ['readinessProbe', 'livenessProbe'].map((name) => question(fieldsAt(container, name)));
      if (readiness !== undefined && readiness === liveness) yield { manifest: workload, message: `the livenessProbe and the readinessProbe of ${label} are the same; let the livenessProbe check less, such as a tcpSocket` };
    }
  },
};

function question(probe: Fields | undefined): string | undefined {
  const handler = HANDLERS.find((name) => fieldsAt(probe, name));
  return handler && JSON.stringify([handler, fieldsAt(probe, handler)]);
}
