import { runChecks } from '../../../lib/checks';
import { quotaAdmitsMaxReplicas } from '../../../lib/checks/autoscaling/quota-admits-max-replicas';
import { manifest, webContainer, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const quota = (hard: object, spec: object = {}, namespace?: string) => manifest('v1', 'ResourceQuota', 'quota', { metadata: { namespace }, spec: { hard, ...spec } });
const web = [webContainer({ resources: { requests: { cpu: '1', memory: '2Gi', 'nvidia.com/gpu': '1' }, limits: { memory: '4Gi' } } }), webHpa()];
const other = manifest('apps/v1', 'Deployment', 'other', { spec: { replicas: 2, template: { spec: { containers: [{ name: 'main', resources: { requests: { cpu: '500m' } } }] } } } });

test.each([
  ['room for all', quota({ 'requests.cpu': '11500m', 'memory': '20Gi', 'requests.nvidia.com/gpu': '10', 'pods': '13' })],
  ['a resource that nobody asks for', quota({ 'requests.storage': '1Gi', 'limits.cpu': '1' })],
  ['some pods only', quota({ pods: '1' }, { scopes: ['BestEffort'] })],
  ['some priority classes only', quota({ pods: '1' }, { scopeSelector: { matchExpressions: [] } })],
  ['another namespace', quota({ pods: '1' }, {}, 'elsewhere')],
])('compliant: a quota with %s', (_, given) => {
  expect(verdict(quotaAdmitsMaxReplicas, ...web, other, given)).toEqual([]);
});

describe('a quota that holds the replicas and no rollout on top', () => {
  const gpus = quota({ 'requests.nvidia.com/gpu': '10' });
  const withStrategy = (strategy?: object) => webContainer({ resources: { requests: { 'nvidia.com/gpu': '1' } } }, {}, { strategy });

  test('is a warning when maxUnavailable is 0', () => {
    expect(runChecks([withStrategy({ rollingUpdate: { maxUnavailable: 0 } }), webHpa(), gpus], { rules: [quotaAdmitsMaxReplicas] })).toMatchObject([{
      severity: 'warning',
      message: 'a rollout of Deployment web at maximum replicas adds 3 pods: requests.nvidia.com/gpu of namespace default is then 13, above the quota of 10, and the rollout waits for fewer replicas; '
        + 'raise the quota, or set maxSurge: 0 and maxUnavailable: 1',
    }]);
  });

  test.each([[undefined], [{ rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }], [{ rollingUpdate: { maxUnavailable: '10%' } }], [{ type: 'Recreate' }]])('suffices for %j, which removes pods first', (strategy) => {
    expect(verdict(quotaAdmitsMaxReplicas, withStrategy(strategy), webHpa(), gpus)).toEqual([]);
  });
});

test.each([['10', 'warning'], ['9', 'error']])('a quota of %s cores, which workloads exceed together or one alone, is a %s', (hard, severity) => {
  expect(runChecks([...web, other, quota({ 'requests.cpu': hard })], { rules: [quotaAdmitsMaxReplicas] })).toMatchObject([{ severity }]);
});

test.each([
  ['requests.cpu', '10', '11'],
  ['cpu', '10500m', '11'],
  ['requests.memory', '19Gi', '20Gi'],
  ['requests.nvidia.com/gpu', '9', '10'],
  ['pods', '11', '12'],
  ['limits.memory', '30Gi', '40Gi'],
])('non-compliant: %s %s', (resource, hard, asked) => {
  expect(verdict(quotaAdmitsMaxReplicas, ...web, other, quota({ [resource]: hard }))).toEqual([
    `${resource} of namespace default is ${asked} at maximum replicas, above the quota of ${hard}; the largest share is that of Deployment web: lower its maxReplicas, or raise the quota`,
  ]);
});
