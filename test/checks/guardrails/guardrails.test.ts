import { describeDemand, formatFinding, guardrailFindings, type GuardrailLimits } from '../../../lib/checks';
import { type Manifest } from '../../../lib/manifest/manifest';
import { ManifestIndex } from '../../../lib/manifest/manifest-index';
import { manifest, webContainer, webHpa, webScaledObject, webService } from '../../support/manifests';

const prices = { currency: 'EUR', cpuCoreHour: 0.05, memoryGibibyteHour: 0.01, extendedHour: { 'nvidia.com/gpu': 2 } };
const breaches = (limits: GuardrailLimits, ...manifests: Manifest[]) => guardrailFindings(manifests, limits).map(formatFinding);

describe('images', () => {
  const allowedRegistries = ['registry.example.com', 'ghcr.io/acme', 'docker.io/library/redis'];

  test.each(['registry.example.com/web:1', 'ghcr.io/acme/web:1', 'ghcr.io/acme/team/web@sha256:' + 'a'.repeat(64), 'redis:7'])('may come from an allowed registry: %s', (image) => {
    expect(breaches({ allowedRegistries }, webContainer({ image }))).toEqual([]);
  });

  test.each(['ghcr.io/acme-labs/web:1', 'web:1', 'registry.example.com.evil.org/web:1', 'REGISTRY/x', ''])('may not come from elsewhere: %s', (image) => {
    expect(breaches({ allowedRegistries }, webContainer({ image }))).toEqual([
      `error KSG001 Deployment web: container 'main': the image is '${image}', and the allowed registries are registry.example.com, ghcr.io/acme, docker.io/library/redis; mirror it into one of them`,
    ]);
  });

  test('are checked in every container, image volume and object of an operator', () => {
    const image = 'quay.io/a:1';
    const workload = webContainer({ image }, { initContainers: [{ name: 'init', image }], volumes: [{ name: 'model', image: { reference: image } }] });
    const labels = breaches({ allowedRegistries }, workload, manifest('postgresql.cnpg.io/v1', 'Cluster', 'db', { spec: { imageName: image } })).map((line) => line.split(': ')[1]);
    expect(labels).toEqual(["container 'init'", "container 'main'", "volume 'model'", 'spec.imageName']);
  });
});

test('replicas of autoscalers and of manifests are limited', () => {
  expect(breaches({ maxReplicas: 10 }, webContainer(), webHpa())).toEqual([]);
  expect(breaches({ maxReplicas: 9 }, webContainer(), webHpa())).toEqual(['error KSG002 Deployment web: may have 10 replicas, and the guardrail allows 9; lower maxReplicas']);
  expect(breaches({ maxReplicas: 9 }, webContainer({}, {}, { replicas: 12 }))).toEqual(['error KSG002 Deployment web: may have 12 replicas, and the guardrail allows 9; lower maxReplicas']);
  expect(breaches({ maxReplicas: 9 }, webContainer(), webHpa({ maxReplicas: 2 }), webScaledObject({ maxReplicaCount: 30 })))
    .toEqual(['error KSG002 Deployment web: may have 30 replicas, and the guardrail allows 9; lower maxReplicas']);
});

test('the replica limit applies to an autoscaler without its target among the manifests', () => {
  const cronHpa = (targetSize: number) => manifest('autoscaling.alibabacloud.com/v1beta1', 'CronHorizontalPodAutoscaler', 'cron', { spec: { jobs: [{ targetSize }] } });
  expect(breaches({ maxReplicas: 10 }, webHpa(), webScaledObject({ maxReplicaCount: 10 }), cronHpa(10))).toEqual([]);
  expect(breaches({ maxReplicas: 9 }, webHpa(), webScaledObject({ maxReplicaCount: 10 }), cronHpa(12))).toEqual([
    expect.stringMatching(/^error KSG002 HorizontalPodAutoscaler \S+: may scale its target to 10 replicas, and the guardrail allows 9; lower its maximum$/),
    expect.stringMatching(/^error KSG002 ScaledObject \S+: may scale its target to 10 replicas/),
    'error KSG002 CronHorizontalPodAutoscaler cron: may scale its target to 12 replicas, and the guardrail allows 9; lower its maximum',
  ]);
});

describe('cost', () => {
  const web = webContainer({ resources: { requests: { cpu: '2', memory: '10Gi' }, limits: { 'nvidia.com/gpu': 1 } } });

  test('is that of all workloads at their most replicas', () => {
    expect(breaches({ maxCostPerHour: 22, prices }, web, webHpa())).toEqual([]);
    expect(breaches({ maxCostPerHour: 21, prices }, web, webHpa())).toEqual([
      'error KSG003 Deployment web: the app may cost 22.00 EUR an hour, and the guardrail allows 21.00 EUR; the most expensive is Deployment web, 22.00 EUR for 10 replicas',
    ]);
  });

  test('is unknown with a device without a price', () => {
    const sliced = webContainer({ resources: { limits: { 'nvidia.com/mig-3g.40gb': 1 } } });
    expect(breaches({ maxCostPerHour: 22, prices }, sliced, webHpa({ maxReplicas: 4 }))).toEqual([
      'error KSG003 Deployment web: may request 4 nvidia.com/mig-3g.40gb, which has no price; add it to prices.extendedHour, with 0 if it is free',
    ]);
    const free = { ...prices, extendedHour: { ...prices.extendedHour, 'nvidia.com/mig-3g.40gb': 0 } };
    expect(breaches({ maxCostPerHour: 22, prices: free }, sliced, webHpa({ maxReplicas: 4 }))).toEqual([]);
  });

  test('cannot be limited without prices', () => {
    expect(() => breaches({ maxCostPerHour: 1 }, web)).toThrow('a cost limit needs prices');
  });

  test('is printed with the requests of the app', () => {
    const index = new ManifestIndex([web, webHpa({ minReplicas: 2 })]);
    expect(describeDemand(index)).toBe('the app requests 4 cores, 20 GiB, 2 nvidia.com/gpu at minimum replicas (2 pods) and 20 cores, 100 GiB, 10 nvidia.com/gpu at maximum replicas (10 pods)');
    expect(describeDemand(index, prices)).toMatch(/; 4\.40 EUR to 22\.00 EUR an hour$/);
    expect(describeDemand(new ManifestIndex([]))).toBe('the app requests 0 cores, 0 GiB at minimum replicas (0 pods) and 0 cores, 0 GiB at maximum replicas (0 pods)');
  });
});

test('labels are required on workloads and on their pods', () => {
  const labelled = (onPods: object, onWorkload: object): Manifest => manifest('apps/v1', 'Deployment', 'web', {
    metadata: { labels: onWorkload }, spec: { template: { metadata: { labels: onPods }, spec: { containers: [] } } },
  });
  const requiredLabels = ['team', 'cost-center'];
  const both = { team: 'search', 'cost-center': '42' };
  expect(breaches({ requiredLabels }, labelled(both, both))).toEqual([]);
  expect(breaches({ requiredLabels }, labelled({ team: 'search' }, both))).toEqual(['error KSG004 Deployment web: label cost-center is not set on both the workload and its pods; set it on both']);
  expect(breaches({ requiredLabels }, labelled({}, { team: '' }))).toEqual(['error KSG004 Deployment web: label team, cost-center is not set on both the workload and its pods; set it on both']);
});

describe('availability', () => {
  const budget = (spec: object) => manifest('policy/v1', 'PodDisruptionBudget', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, ...spec } });
  const web = (minReplicas: number, ...more: Manifest[]) => breaches({ minAvailable: 2 }, webContainer(), webHpa({ minReplicas }), ...more);

  test.each([
    ['three, one may go', 3, { maxUnavailable: 1 }],
    ['four, half may go', 4, { maxUnavailable: '50%' }],
    ['two, none may go', 2, { minAvailable: 2 }],
    ['three, most stay', 3, { minAvailable: '34%' }],
  ])('is sufficient with %s', (_, minReplicas, spec) => {
    expect(web(minReplicas, webService(), budget(spec))).toEqual([]);
  });

  test.each([
    ['two, one may go', 2, { maxUnavailable: 1 }, 1, 'its PodDisruptionBudget allows 1 of at least 2 replicas to be evicted at once'],
    ['three, half may go', 3, { maxUnavailable: '50%' }, 1, 'its PodDisruptionBudget allows 2 of at least 3 replicas to be evicted at once'],
    ['one, which the budget would keep', 1, { minAvailable: 3 }, 1, 'its PodDisruptionBudget allows 0 of at least 1 replicas to be evicted at once'],
    ['a budget that says nothing', 3, {}, 0, 'its PodDisruptionBudget allows 3 of at least 3 replicas to be evicted at once'],
  ])('is insufficient with %s', (_, minReplicas, spec, stays, why) => {
    expect(web(minReplicas, webService(), budget(spec))).toEqual([`error KSG005 Deployment web: keeps ${stays} pods available while nodes are drained, and the guardrail requires 2: ${why}`]);
  });

  test('is zero without a budget, and not required of workloads without callers', () => {
    expect(web(5, webService())).toEqual(['error KSG005 Deployment web: keeps 0 pods available while nodes are drained, and the guardrail requires 2: it has no PodDisruptionBudget']);
    expect(web(1)).toEqual([]);
  });
});

test('forbidden suppressions are reported despite a reason', () => {
  const suppressing = (id: string) => manifest('v1', 'ConfigMap', 'a', { metadata: { annotations: { [`cdk8s-kotaemon/suppress-${id}`]: 'we know' } } });
  expect(breaches({ forbiddenSuppressions: ['KSC001', 'KSC031'] }, suppressing('KSC002'))).toEqual([]);
  expect(breaches({ forbiddenSuppressions: ['KSC001', 'KSC031'] }, suppressing('KSC031'))).toEqual([
    'error KSG006 ConfigMap a: suppresses KSC031, which the guardrails do not allow to be suppressed; fix what the rule reports, and remove the annotation',
  ]);
});

test('quotas outside of the manifests are enforced', () => {
  const quotas = [{ namespace: 'default', hard: { 'requests.cpu': '4' } }];
  const web = webContainer({ resources: { requests: { cpu: '1' } } });
  expect(breaches({ quotas }, web, webHpa({ maxReplicas: 4 }))).toEqual([]);
  const full = webContainer({ resources: { requests: { cpu: '1' } } }, {}, { strategy: { rollingUpdate: { maxUnavailable: 0 } } });
  expect(breaches({ quotas }, full, webHpa({ maxReplicas: 4 }))).toEqual([expect.stringMatching(/^warning KSG007 Deployment web: a rollout of Deployment web at maximum replicas adds 1 pod/)]);
  expect(breaches({ quotas }, web, webHpa())).toEqual([expect.stringMatching(/^error KSG007 Deployment web: requests\.cpu of namespace default is 10 /)]);
});

test('an exemption lifts all limits of an object, and an annotation lifts none', () => {
  const web = webContainer({}, {}, { replicas: 99 }, { annotations: { 'cdk8s-kotaemon/suppress-KSG002': 'we need them' } });
  expect(breaches({ maxReplicas: 9 }, web)).toHaveLength(1);
  expect(breaches({ maxReplicas: 9, exemptions: { 'Deployment web': 'agreed' } }, web)).toEqual([]);
});
