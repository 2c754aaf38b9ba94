import { containerSetsQuotaResources } from '../../../lib/checks/workload/container-sets-quota-resources';
import { manifest, webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const quota = (hard: object, spec: object = {}, namespace?: string) => manifest('v1', 'ResourceQuota', 'team', { metadata: { namespace }, spec: { hard, ...spec } });
const range = (limit: object) => manifest('v1', 'LimitRange', 'defaults', { spec: { limits: [{ type: 'Container', ...limit }] } });
const web = webContainer({ resources: { requests: { cpu: '1' }, limits: { memory: '1Gi' } } });

test.each([
  ['what the container says', [quota({ 'requests.cpu': '4', 'cpu': '4', 'limits.memory': '4Gi', 'requests.memory': '4Gi', 'pods': '9' })]],
  ['what nobody has to say', [quota({ 'limits.nvidia.com/gpu': '4', 'limits.ephemeral-storage': '4Gi' })]],
  ['a limit that has a default', [quota({ 'limits.cpu': '4' }), range({ default: { cpu: '1' } })]],
  ['a limit that has a bound, which is the default', [quota({ 'limits.cpu': '4' }), range({ max: { cpu: '1' } })]],
  ['some pods only', [quota({ 'limits.cpu': '4' }, { scopes: ['Terminating'] })]],
  ['pods of another namespace', [quota({ 'limits.cpu': '4' }, {}, 'other')]],
])('compliant: a quota that counts %s', (_, others) => {
  expect(verdict(containerSetsQuotaResources, web, ...others)).toEqual([]);
});

test('compliant: a pod that says anything as a whole, and is counted as a whole', () => {
  expect(verdict(containerSetsQuotaResources, webContainer({}, { resources: { requests: { cpu: '1' } } }), quota({ 'requests.memory': '4Gi' }))).toEqual([]);
  expect(verdict(containerSetsQuotaResources, webContainer({}, { resources: { limits: { cpu: '2' } } }), quota({ 'limits.cpu': '4' }))).toEqual([]);
});

test('non-compliant: a limit and a request that are not there', () => {
  expect(verdict(containerSetsQuotaResources, web, quota({ 'limits.cpu': '4' }), range({ default: { memory: '1Gi' } }))).toEqual([
    "container 'main' has no cpu limit, and ResourceQuota team limits limits.cpu and refuses the pod; set it, or add a LimitRange with a default",
  ]);
  expect(verdict(containerSetsQuotaResources, webContainer(), quota({ memory: '4Gi' }))).toEqual([
    "container 'main' has no memory request, and ResourceQuota team limits memory and refuses the pod; set it, or add a LimitRange with a default",
  ]);
});
