import { cli, HPA, TestFolder, TRACE } from './cli';

let folder: TestFolder;

beforeAll(() => {
  folder = new TestFolder();
  folder.write('hpa.yaml', HPA);
  folder.write('traffic.csv', TRACE);
});

afterAll(() => folder.remove());

interface Input {
  readonly manifest?: string;
  readonly scenario?: string;
  readonly trace?: string;
}

const MANIFESTS = [
  '', '\0', 'a: b', '[]', '{}', 'kind: HorizontalPodAutoscaler', 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler', HPA.replace('maxReplicas: 20', 'maxReplicas: 1'),
  HPA.replace('maxReplicas: 20', 'maxReplicas: lots'), HPA.replace('maxReplicas: 20', ''), HPA.replace('scaleTargetRef', 'target'), HPA.replace('averageUtilization: 60', 'averageUtilization: 0'),
  HPA.replace('"100"', '"a hundred"'), HPA.replace('type: Pods', 'type: Pod'), HPA.replace('name: cpu,', ''), HPA.replace('kind: Deployment, ', ''), `${HPA}---\n${HPA.replace('name: web,', 'name: b,')}`,
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}', 'apiVersion: v1\nkind: List\nitems: []', '- - - -', '<html></html>', '{"apiVersion": "v1",', '%', '!!python/object:os.system ls', '? ? ?',
];

const SCENARIOS = [
  'x', '[]', '3', 'a: [', 'seed: x', 'seed: -1', 'seed: 1.5', 'kubernetes: 1.35', 'kubernetes: "2.0"', 'kubernetes: "1.99"', 'duration: 0', 'duration: long', 'duration: 400d', 'start: now',
  'slo: fast', 'slo: {latency: -1s}', 'slo: {objective: 2}', 'slo: {objectiv: 0.9}', 'workloads: []', 'workloads: {web: 3}', 'workloads: {nobody: {}}', 'workloads: {web: {replicas: -1}}',
  'workloads: {web: {replicas: 1e9}}', 'workloads: {web: {service: {}, servce: {}}}', 'workloads: {web: {service: {time: {}}}}', 'workloads: {web: {service: {time: {mean: 1, p50: 1}}}}',
  'workloads: {web: {service: {time: {mean: x}}}}', 'workloads: {web: {service: {time: 1s, tokens: {}}}}', 'workloads: {web: {service: {tokens: {preset: gpt}}}}', 'workloads: {web: {service: {time: {samples: []}}}}',
  'workloads: {web: {balancer: none}}', 'workloads: {web: {balancer: {connections: 0}}}', 'workloads: {web: {nodePool: none}}', 'workloads: {web: {containers: {app: {loadShare: 0.5}}}}',
  'workloads: {web: {metrics: {http_requests_per_second: nonsense}}}', 'workloads: {web: {metrics: {http_requests_per_second: {signal: constant}}}}',
  'workloads: {web: {metrics: {http_requests_per_second: {signal: running, workload: nobody}}}}', 'workloads: {web: {startUp: {boot: soon}}}', 'workloads: {web: {drain: {grace: -5}}}',
  'workloads: {web: {maxSurge: half}}', 'workloads: {web: {fixed: 2, replicas: 3}}', 'workloads: {web: {slo: {latency: x}}}', 'workloads: {web: {price: -1}}', 'workloads: {db: {external: true}}',
  'flows: []', 'flows: {a: {}}', 'flows: {a: {stages: []}}', 'flows: {a: {stages: [nobody]}}', 'flows: {a: {stages: [web, web]}}', 'flows: {a: {stages: [{workload: web, probability: 7}]}}',
  'flows: {a: {stages: [web], share: 0}}', 'flows: {a: {stages: [web], traffic: {file: traffic.csv}}}', 'cluster: {nodePools: {a: {cpu: many}}}', 'cluster: {nodePools: {a: {min: 5, max: 1}}}', 'cluster: {nodePool: {}}',
  'controller: {syncPeriod: 0}', 'controller: {tolerance: -0.1}', 'controller: {sync-period: 15s}', 'pipeline: {resource: {resolution: 0s}}', 'pipeline: {custom: {nan: skip}}',
  'faults: [{}]', 'faults: [{kind: none}]', 'faults: [{kind: rollout}]', 'faults: [{kind: node-loss, at: 1}]', 'faults: [{kind: scale, at: 1m}]', 'faults: [{kind: metric, workload: nobody}]',
  'faults: [{kind: metric, effect: multiply}]', 'faults: [{kind: slow-start, factor: 2, from: 5, until: 1}]', 'limits: {maxRequestStages: 0}', 'featureGates: {HPAScaleToZero: "yes"}', 'featureGates: {None: true}',
  'traffic: {step: 0}', 'traffic: {timezone: Nowhere/Here}', 'traffic: {path: "["}', 'traffic: {skip: 1d}', 'traffic: {skip: 30s}', 'traffic: {load: 0}', 'traffic: {load: 1e300}', 'traffic: {format: xml}',
  'traffic: {gaps: error, step: 30s}', 'seed: 1\nseed: 2', '*a', 'a: &a [*a]', '"', "'", '{', 'workloads: {? [web] : {}}', `x: ${'['.repeat(9000)}${']'.repeat(9000)}`,
];

const TRACES = [
  '', '\n', '\0\0\0', '%PDF-1.7', 'seconds,requests', 'seconds,requests\n', 'seconds,requests\n0,1', 'seconds,requests\n0,1\n0,1', '0,1\n60,2', 'a,b\n1,2', 'seconds;requests\n0;1,5\n60;2',
  'seconds,requests\n0,x\n60,1', 'seconds,requests\n0,-1\n60,1', 'seconds,requests\n0,Infinity\n60,1', 'seconds,requests\n0,NaN\n60,NaN', 'seconds,requests\nx,1\n60,1', 'seconds,requests\n0,1\n60', 'seconds,requests\n0,1,2\n60,1',
  'seconds,requests\n-60,1\n0,1', 'seconds,requests\n0,1\n60,1\n120,1\n150,1', 'seconds,requests\n0,1\n1,1\n1e12,1', 'seconds,requests\n0,1e300\n60,1e300', 'time,requests\n2024-13-01,1\n2024-14-01,1',
  'time,requests\n2024-01-01T00:00Z,1\n5,1', 'timestamp,input_tokens\n0,1', 'timestamp,input_tokens,output_tokens\n0,-1,1', '{"status":"error","error":"nope"}', '{"status":"success","data":{"resultType":"vector","result":[]}}',
  '{"status":"success","data":{"resultType":"matrix","result":[]}}', '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"x_total"},"values":[[0,"1"],[1,"2"]]}]}}', '[1,2,3]', '{}', '{"a":',
  '{"level":"info"}\n{"level":"info"}', '1.2.3.4 - - [99/Xyz/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1', 'hello world', '<svg/>', '"', ',,,\n,,,',
];

const CASES: [string, Input][] = [
  ...MANIFESTS.map((manifest): [string, Input] => ['manifest', { manifest }]),
  ...SCENARIOS.map((scenario): [string, Input] => ['scenario', { scenario }]),
  ...TRACES.map((trace): [string, Input] => ['trace', { trace }]),
];

test('covers more than a hundred bad inputs', () => {
  expect(CASES.length).toBeGreaterThan(150);
});

test.each(CASES)('a bad %s ends with status 2, one clear message and no stack: %j', async (_, { manifest, scenario, trace }) => {
  const argv = [
    manifest === undefined ? `${folder.path}/hpa.yaml` : folder.write('bad.yaml', manifest),
    '--trace', trace === undefined ? `${folder.path}/traffic.csv` : folder.write('bad.csv', trace),
    ...(scenario === undefined ? [] : ['--scenario', folder.write('bad-scenario.yaml', scenario)]),
  ];
  const { status, stdout, stderr } = await cli(['simulate', ...argv]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^(?:warning: .+\n)*error: .+/);
  expect(stderr).not.toMatch(/\n\s+at |undefined|\[object|internal error/);
});
