import { fieldsListAt, textAt } from '../../values/fields';
import { runningContainers } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const probePortExists: Rule = {
  id: 'KSC044',
  title: 'probe names a port that its container declares',
  topic: 'correctness',
  severity: 'error',
  reason: 'the kubelet cannot resolve the name, so the probe always fails: the pod never becomes ready, or is restarted again and again',
  whatToChange: 'declare the port under that name on the same container, or use its number',
  source: 'kubernetes pkg/probe, ResolveContainerPort',
  *check(manifests) {
    for (const { workload, container, label } of runningContainers(manifests)) {
      const names = fieldsListAt(container, 'ports').map(({ name }) => name);
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
        const port = textAt(container, probe, 'httpGet', 'port') ?? textAt(container, probe, 'tcpSocket', 'port');
        if (port === undefined || /^\d+$/.test(port) || names.includes(port)) continue;
        yield { manifest: workload, message: `a probe of ${label} names port '${port}', which the container does not declare; it declares ${names.join(', ') || 'no ports'}` };
      }
    }
  },
};
