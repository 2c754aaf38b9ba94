import { resourceTargetIsReachable } from '../../../lib/checks/autoscaling/resource-target-is-reachable';
import { resourceMetric, webContainer, webHpa } from '../../support/manifests';
import { verdict, verdictOn } from '../../support/verdict';

const hpa = (averageUtilization: number, behavior = {}) => webHpa({ metrics: [resourceMetric('cpu', { type: 'Utilization', averageUtilization })], behavior });
const container = (cpu: string, limit?: string) => webContainer({ resources: { requests: { cpu }, ...(limit && { limits: { cpu: limit } }) } });

test.each([
  ['no limit', hpa(95), container('1')],
  ['a limit well above', hpa(95), container('1', '2')],
  ['a target below the limit', hpa(90), container('1', '1')],
  ['a smaller tolerance', hpa(95, { scaleUp: { tolerance: '0.02' } }), container('1', '1')],
  ['another resource', webHpa({ metrics: [resourceMetric('memory', { type: 'Utilization', averageUtilization: 95 })] }), container('1', '1')],
])('compliant: %s', (_name, ...manifests) => {
  expect(verdict(resourceTargetIsReachable, ...manifests)).toEqual([]);
});

test('non-compliant: the limit ends usage inside the tolerance', () => {
  expect(verdict(resourceTargetIsReachable, hpa(95), container('1', '1'))).toEqual(['the cpu target of 95 % is never exceeded: the limits cap usage at 100 %, and the HPA scales up only above 104.5 %; lower the target, or raise the limits']);
  expect(verdict(resourceTargetIsReachable, hpa(180), webContainer({ resources: { limits: { cpu: '1' } } }))).toHaveLength(1);
});

test('a smaller tolerance counts from Kubernetes 1.35 on, which reads it', () => {
  const manifests = [hpa(95, { scaleUp: { tolerance: '0.02' } }), container('1', '1')];
  expect(verdictOn('1.35', resourceTargetIsReachable, ...manifests)).toEqual([]);
  expect(verdictOn('1.34', resourceTargetIsReachable, ...manifests)).toHaveLength(1);
});
