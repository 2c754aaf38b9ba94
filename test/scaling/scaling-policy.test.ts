import { ApiObject, App, Chart, Duration, Include, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as newer from 'cdk8s-plus-34';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import {
  Adoption, Autoscaler, Cluster, Cpu, FinalManifest, KubernetesVersion, MetricTarget, PausedScaling, ScalingMetric, ScalingMode, ScalingPolicy,
  type ScalingPolicyProps, ScalingRate, Schedule, ScheduleMechanism, SelectPolicy, ServedBy, WorkloadReference,
} from '../../lib';
import { autoscalerOf, chartOn, deployment, findingsOf, one } from '../support/charts';
import { stderrOf } from '../support/stderr';

const resources = { cpu: { request: kplus.Cpu.millis(500) }, memory: { request: Size.mebibytes(256) } };

function policyOn(chart: Chart, props: Partial<ScalingPolicyProps> = {}): ScalingPolicy {
  return new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 10, ...props });
}

describe('objects of a policy', () => {
  test('the minimum is two replicas on cpu utilization 60 %, without behaviour', () => {
    const chart = Testing.chart();
    policyOn(chart);
    expect(autoscalerOf(chart)).toMatchSnapshot();
  });

  test.each([KubernetesVersion.V1_35, KubernetesVersion.V1_37])('renders every option of Kubernetes %s', (version) => {
    const chart = chartOn(version);
    const target = deployment(chart);
    const everything: Required<Omit<ScalingPolicyProps, 'adopt' | 'forecast'>> & Pick<ScalingPolicyProps, 'adopt'> = {
      target,
      name: 'everything-hpa',
      adopt: Adoption.fromFixedReplicas(),
      minReplicas: version.minor >= 37 ? 0 : 1,
      maxReplicas: 40,
      autoscaler: Autoscaler.hpa(),
      mode: ScalingMode.act(),
      paused: PausedScaling.SCALE_DOWN,
      scrapeInterval: Duration.seconds(30),
      schedules: [Schedule.weekdays('9:00-17:00', { timeZone: 'Europe/Berlin', atLeast: 6 })],
      asOf: '2026-11-25',
      scheduleMechanism: ScheduleMechanism.clockMetric(),
      metrics: [
        ScalingMetric.cpuUtilization(60),
        ScalingMetric.cpuUtilization(70, { container: 'main' }),
        ScalingMetric.memoryUtilization(80),
        ScalingMetric.cpuAverage(Cpu.millis(750)),
        ScalingMetric.memoryAverage(Size.mebibytes(512)),
        ScalingMetric.requestsPerSecond(12.5, { servedBy: ServedBy.EXTERNAL }),
        ScalingMetric.pods('in_flight', '500m', { selector: { route: 'search' } }),
        ScalingMetric.object('requests', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web', target: MetricTarget.value('2k') }),
        ScalingMetric.external('queue_length', MetricTarget.averageValue('30'), { selector: { queue: 'ingest' }, servedBy: ServedBy.EXTERNAL }),
      ],
      scaleUp: {
        stabilizationWindow: Duration.seconds(30),
        policies: [ScalingRate.percent(100, Duration.seconds(15)), ScalingRate.pods(4, Duration.minutes(1))],
        selectPolicy: SelectPolicy.MIN,
        tolerance: 0.05,
      },
      scaleDown: { stabilizationWindow: Duration.seconds(0), selectPolicy: SelectPolicy.DISABLED, tolerance: 0 },
    };
    new ScalingPolicy(chart, 'Scaling', everything);
    expect(autoscalerOf(chart)).toMatchSnapshot();
  });

  test('omits a direction without options', () => {
    const chart = Testing.chart();
    policyOn(chart, { scaleUp: { stabilizationWindow: Duration.seconds(30) } });
    expect(autoscalerOf(chart).spec.behavior).toEqual({ scaleUp: { stabilizationWindowSeconds: 30 } });
  });

  test('the autoscaler is called as its target, in the namespace of its target', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const policy = policyOn(chart);
    expect(autoscalerOf(chart).metadata).toMatchObject({ name: 'web', namespace: 'rag' });
    expect(policy.autoscaler.name).toBe('web');
  });

  test('a metric that something outside the app serves is declared on the autoscaler', () => {
    const chart = Testing.chart();
    policyOn(chart, { metrics: [ScalingMetric.requestsPerSecond(100, { servedBy: ServedBy.EXTERNAL })] });
    expect(autoscalerOf(chart).metadata.annotations).toEqual({ 'cdk8s-kotaemon/metrics-served-by': 'http_requests_per_second=external' });
    expect(findingsOf(chart)).toEqual([]);
  });

  test('a metric that is not served is a warning that names it', () => {
    const chart = Testing.chart();
    policyOn(chart, { metrics: [ScalingMetric.requestsPerSecond(100)] });
    expect(findingsOf(chart)).toEqual([expect.stringMatching(/^warning KSC003 .*metric 'http_requests_per_second' is served by nothing among the manifests/)]);
  });
});

describe('target of a policy', () => {
  test('a deployment of cdk8s-plus-28 loses the replicas that cdk8s-plus would have written', () => {
    const chart = Testing.chart();
    const target = new kplus.Deployment(chart, 'Web', { replicas: 3, containers: [{ image: 'web:1', portNumber: 80, resources }] });
    new ScalingPolicy(chart, 'Scaling', { target, maxReplicas: 5 });
    expect(one(chart, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(autoscalerOf(chart).spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: target.name });
  });

  test('an existing Deployment gets an autoscaler and loses replicas', () => {
    const before = Testing.chart();
    deployment(before, { replicas: 3 });
    const after = Testing.chart();
    new ScalingPolicy(after, 'Scaling', { target: deployment(after, { replicas: 3 }), maxReplicas: 5 });
    const [old] = Testing.synth(before);
    delete old.spec.replicas;
    expect(Testing.synth(after).filter(({ kind }) => kind !== 'HorizontalPodAutoscaler')).toEqual([old]);
  });

  test('a deployment and a stateful set of a newer cdk8s-plus', () => {
    const chart = Testing.chart();
    const target = new newer.Deployment(chart, 'Web', { containers: [{ image: 'web:1', resources: { cpu: { request: newer.Cpu.millis(500) } } }] });
    const service = new newer.Service(chart, 'Service', { ports: [{ port: 80 }], clusterIP: 'None' });
    const stateful = new newer.StatefulSet(chart, 'Db', { service, containers: [{ image: 'db:1', resources: { cpu: { request: newer.Cpu.millis(500) } } }] });
    new ScalingPolicy(chart, 'A', { target, maxReplicas: 5 });
    new ScalingPolicy(chart, 'B', { target: stateful, maxReplicas: 5 });
    expect(one(chart, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(one(chart, 'StatefulSet').spec).not.toHaveProperty('replicas');
    expect(findingsOf(chart)).toEqual([expect.stringMatching(/^warning KSC006/)]);
  });

  test('an L1 object', () => {
    const chart = Testing.chart();
    const target = new kplus.k8s.KubeReplicaSet(chart, 'Web', { metadata: { name: 'web' }, spec: { replicas: 2, selector: {} } });
    new ScalingPolicy(chart, 'Scaling', { target, maxReplicas: 5, metrics: [ScalingMetric.cpuAverage(Cpu.cores(1))] });
    expect(one(chart, 'ReplicaSet').spec).toEqual({ selector: {} });
  });

  test('an object of an include, and an include that holds only one', () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'include-')), 'web.yaml');
    const template = { metadata: { labels: { app: 'legacy' } }, spec: { containers: [{ name: 'main', image: 'web:1', resources: { requests: { cpu: '1' } } }] } };
    const spec = { replicas: 6, selector: { matchLabels: { app: 'legacy' } }, template };
    fs.writeFileSync(file, JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'legacy' }, spec }));
    for (const pick of [(include: Include) => include, (include: Include) => include.apiObjects[0]]) {
      const chart = Testing.chart();
      new ScalingPolicy(chart, 'Scaling', { target: pick(new Include(chart, 'Legacy', { url: file })), maxReplicas: 9 });
      expect(one(chart, 'Deployment').spec).not.toHaveProperty('replicas');
      expect(autoscalerOf(chart).spec.scaleTargetRef.name).toBe('legacy');
    }
  });

  test('an argo rollout', () => {
    const chart = Testing.chart();
    const target = new ApiObject(chart, 'Rollout', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'web' }, spec: { replicas: 4 } });
    new ScalingPolicy(chart, 'Scaling', { target, maxReplicas: 5 });
    expect(autoscalerOf(chart).spec.scaleTargetRef).toEqual({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' });
    expect(one(chart, 'Rollout').spec).toEqual({});
  });

  test('a workload known by name only is a warning about unchecked fields', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const target = WorkloadReference.fromName(chart, 'Legacy', { name: 'legacy' });
    new ScalingPolicy(chart, 'Scaling', { target, maxReplicas: 5 });
    expect(autoscalerOf(chart)).toMatchObject({ metadata: { namespace: 'rag' }, spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy' } } });
    expect(findingsOf(chart)).toEqual([expect.stringMatching(/^warning KSC008 .*its requests, replicas and disruption budget are not checked/)]);
  });

  test.each([undefined, null, 'web', {}])('rejects the target %j, as plain JavaScript may pass', (target) => {
    expect(() => new ScalingPolicy(Testing.chart(), 'Scaling', { target: target as never, maxReplicas: 5 }))
      .toThrow(`expected a construct with one API object, got ${String(target)}; pass a workload`);
  });

  test.each([['apps/v1', 'DaemonSet'], ['batch/v1', 'Job'], ['v1', 'Service'], ['rbac.authorization.k8s.io/v1', 'Role']])('a %s %s has no scale subresource and is refused', (apiVersion, kind) => {
    const chart = Testing.chart();
    const object = new ApiObject(chart, 'Object', { apiVersion, kind, metadata: { name: 'x' } });
    const reference = WorkloadReference.fromName(chart, 'Reference', { apiVersion, kind, name: 'x' });
    for (const [id, target] of [['A', object], ['B', reference]] as const) {
      expect(() => new ScalingPolicy(chart, id, { target, maxReplicas: 5 })).toThrow(`${kind} x has no scale subresource; target a Deployment`);
    }
  });

  test('a construct that holds no object, or several, is refused', () => {
    const chart = Testing.chart();
    expect(() => new ScalingPolicy(chart, 'None', { target: new Chart(chart, 'Empty'), maxReplicas: 5 })).toThrow(/has no API object; pass a workload/);
    deployment(chart);
    new ApiObject(chart, 'Other', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'other' } });
    expect(() => new ScalingPolicy(chart, 'Several', { target: chart, maxReplicas: 5 })).toThrow('\'test\' has 2 API objects (Deployment web, Secret other); pass one of them');
  });
});

describe('rejected input', () => {
  test.each<[string, ScalingMetric, ScalingMetric]>([
    ['cpu', ScalingMetric.cpuUtilization(60), ScalingMetric.cpuUtilization(80)],
    ['in_flight', ScalingMetric.pods('in_flight', '10'), ScalingMetric.pods('in_flight', '20')],
  ])('the metric %s twice, whatever the two targets', (name, first, second) => {
    expect(() => policyOn(Testing.chart(), { metrics: [first, second] })).toThrow(new RegExp(`the policy has .*${name}.* twice, and only the lower target takes effect; keep that one`));
  });

  test('rejects one metric with two target types, or of the pod and of one container', () => {
    const metrics = [ScalingMetric.cpuUtilization(60), ScalingMetric.cpuAverage(Cpu.cores(1)), ScalingMetric.pods('a', '1'), ScalingMetric.pods('b', '1')];
    const chart = chartOn(KubernetesVersion.V1_30);
    policyOn(chart, { metrics: [...metrics, ScalingMetric.cpuUtilization(60, { container: 'main' })] });
    expect(autoscalerOf(chart).spec.metrics).toHaveLength(5);
  });

  test.each([
    [{ maxReplicas: 0 }, 'maxReplicas must be at least 1, got 0'],
    [{ maxReplicas: 2.5 }, 'maxReplicas must be a whole number, got 2.5'],
    [{ minReplicas: -1 }, 'minReplicas must be a whole number, got -1'],
    [{ minReplicas: 11 }, 'minReplicas (11) must not be above maxReplicas (10)'],
    [{ metrics: [] }, 'metrics is empty; add at least one metric, or remove metrics for a CPU utilization of 60 %'],
    [{ minReplicas: 0 }, 'Kubernetes 1.28 does not have minReplicas 0; declare Kubernetes 1.37, which has it on by default, or the feature gate HPAScaleToZero'],
    [{ scaleUp: { policies: [] } }, 'scaleUp.policies is empty; add at least one, or remove it for the default of Kubernetes'],
    [{ scaleDown: { tolerance: 0.2 } }, 'Kubernetes 1.28 does not have scaleDown.tolerance; declare Kubernetes 1.35, which has it on by default'],
    [{ scaleUp: { stabilizationWindow: Duration.seconds(3601) } }, 'the stabilization window of scaleUp must be a whole number of seconds from 0 to 3600, got 3601 s'],
    [{ scaleUp: { stabilizationWindow: Duration.millis(1500) } }, 'got 1.5 s'],
    [{ name: 'a', adopt: Adoption.fromHorizontalPodAutoscaler('b') }, "the autoscaler is named 'a' and adopts 'b', which would be two autoscalers of one target; remove the name"],
    [{ name: 'Not_A_Name' }, "HorizontalPodAutoscaler name 'Not_A_Name' is not a DNS label"],
    [{ name: 'x'.repeat(64) }, 'has 64 characters, and at most 63 are allowed; shorten it'],
  ])('%j', (props, message) => {
    expect(() => policyOn(Testing.chart(), props)).toThrow(message);
  });

  test('minReplicas 0 without a metric that can wake the workload', () => {
    expect(() => policyOn(chartOn(KubernetesVersion.V1_37), { minReplicas: 0 })).toThrow('minReplicas is 0, which needs an Object or External metric such as a queue length, since a workload without pods has no metrics of its own; add one, or set minReplicas to 1');
  });

  test.each([-0.1, 1.1, Number.NaN])('a tolerance of %d', (tolerance) => {
    expect(() => policyOn(chartOn(KubernetesVersion.V1_35), { scaleUp: { tolerance } })).toThrow('scaleUp.tolerance must be from 0 to 1, got ');
  });

  test('a utilization where a container has no request', () => {
    const chart = Testing.chart();
    const target = deployment(chart, { containers: [{ name: 'main', resources: { requests: { cpu: '1' } } }, { name: 'side' }] });
    new ScalingPolicy(chart, 'Scaling', { target, maxReplicas: 5 });
    expect(() => Testing.synth(chart)).toThrow("error KSC002 HorizontalPodAutoscaler web: scales on cpu utilization, but container 'side' requests no cpu; add the request");
  });

  test('a second autoscaler on one target, in whatever chart', () => {
    const chart = Testing.chart();
    const target = deployment(chart);
    new ScalingPolicy(chart, 'A', { target, maxReplicas: 5 });
    new ScalingPolicy(new Chart(chart, 'other'), 'B', { target, maxReplicas: 5, name: 'second' });
    expect(() => Testing.synth(chart)).toThrow('HorizontalPodAutoscaler second: Deployment web is already scaled by HorizontalPodAutoscaler web; keep one of the two');
  });

  test('replicas that a patch restores', () => {
    const chart = Testing.chart();
    const target = deployment(chart);
    new ScalingPolicy(chart, 'Scaling', { target, maxReplicas: 5 });
    FinalManifest.of(target).add('/spec/replicas', 3);
    expect(() => Testing.synth(chart)).toThrow('error KSC004 Deployment web: spec.replicas is 3 although HorizontalPodAutoscaler web scales the workload');
  });
});

describe('a feature gate that is off by default', () => {
  test('is opted into by name', () => {
    const app = new App();
    Cluster.declare(app, { kubernetesVersion: KubernetesVersion.V1_33, featureGates: ['HPAConfigurableTolerance'] });
    const chart = new Chart(app, 'chart');
    policyOn(chart, { scaleUp: { tolerance: 0.025 } });
    expect(autoscalerOf(chart).spec.behavior).toEqual({ scaleUp: { tolerance: '25m' } });
  });
});

describe('adopting a running workload', () => {
  test('an hpa that exists is updated in place, under its own name', () => {
    const chart = Testing.chart();
    policyOn(chart, { adopt: Adoption.fromHorizontalPodAutoscaler('web-legacy-hpa') });
    expect(autoscalerOf(chart).metadata.name).toBe('web-legacy-hpa');
  });

  test('the steps hand the live replica count over before it leaves the manifest', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    expect(policyOn(chart, { adopt: Adoption.fromFixedReplicas() }).adoptionSteps).toMatchSnapshot();
    expect(policyOn(Testing.chart(), { adopt: Adoption.fromFixedReplicas() }).adoptionSteps[1]).not.toContain('-n ');
  });

  test('rejects a name with characters that a shell interprets', () => {
    const chart = Testing.chart();
    const target = new ApiObject(chart, 'Rollout', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'web;reboot' }, spec: {} });
    expect(() => new ScalingPolicy(chart, 'Scaling', { target, maxReplicas: 5, name: 'web', adopt: Adoption.fromFixedReplicas() })).toThrow(/'web;reboot' is not a DNS subdomain/);
  });

  test('a new workload needs no steps', () => {
    expect(policyOn(Testing.chart()).adoptionSteps).toEqual([]);
  });
});

describe('a manifest that fixed its replicas', () => {
  const outputOf = (adopt?: Adoption): string => {
    const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'synth-')) });
    const chart = new Chart(app, 'web');
    new ScalingPolicy(chart, 'Scaling', { target: deployment(chart, { replicas: 4 }), maxReplicas: 9, adopt });
    return stderrOf(() => app.synth());
  };

  test('is named in the output, with what to do where it runs already', () => {
    expect(outputOf()).toContain('removed spec.replicas (4) from Deployment web; if it already runs, set adopt: Adoption.fromFixedReplicas() to keep its pods');
  });

  test('is adopted by the steps alone', () => {
    expect(outputOf(Adoption.fromFixedReplicas())).not.toContain('removed spec.replicas');
  });
});
