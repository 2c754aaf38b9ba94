import { RULES, runChecks } from '../../../lib/checks';
import { CONSTRAINTS } from '../../../lib/checks/api-types/constraint-table';
import { TYPES } from '../../../lib/checks/api-types/kubernetes-types';
import { valueIsAllowed } from '../../../lib/checks/api/value-is-allowed';
import { type Manifest } from '../../../lib/manifest/manifest';
import { BROAD } from '../../support/broad-manifests';
import { verdict, verdictOn } from '../../support/verdict';

type Change = readonly [path: string, value: unknown];

const POD = 'spec.template.spec';
const MAIN = `${POD}.containers.0`;
const PORT = "must be a number or the name of a port: lower-case letters, digits and '-', at most 15, one letter at least";

/** The object of a kind that has most things, with something changed; `undefined` takes it away. */
function changed(kind: string, path: string, value: unknown, which = 0): Manifest {
  const copy: any = structuredClone(BROAD.filter((each) => each.kind === kind)[which]);
  const steps = path.split('.');
  const last = steps.pop()!;
  const holder = steps.reduce((here, step) => here[step], copy);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

test('compliant: objects with most fields set, by this rule and by those on fields and quantities', () => {
  const rules = RULES.filter(({ id }) => ['KSC013', 'KSC035', 'KSC036', 'KSC037', 'KSC092', 'KSC093'].includes(id));
  expect(runChecks(BROAD as unknown as Manifest[], { rules }).map(({ rule, message }) => `${rule.id} ${message}`)).toEqual([]);
});

test('the table names existing types only', () => {
  expect([...CONSTRAINTS.keys()].filter((type) => !Object.hasOwn(TYPES, type))).toEqual([]);
});

describe('non-compliant', () => {
  test.each<[kind: string, ...Change, message: string]>([
    ['Deployment', 'spec', undefined, 'spec is missing; set it'],
    ['Deployment', 'spec.template', null, 'spec.template is missing; set it'],
    ['Deployment', 'spec.replicas', -1, 'spec.replicas is -1, and must be at least 0'],
    ['Deployment', 'spec.minReadySeconds', 600, 'spec.progressDeadlineSeconds must be more than minReadySeconds'],
    ['Deployment', 'spec.progressDeadlineSeconds', 0, 'spec.progressDeadlineSeconds must be more than minReadySeconds'],
    ['Deployment', 'spec.strategy.type', 'Rolling', 'spec.strategy.type is \'Rolling\', and must be one of RollingUpdate, Recreate'],
    ['Deployment', 'spec.strategy.type', 'Recreate', 'spec.strategy.rollingUpdate goes with the type RollingUpdate only; remove it'],
    ['Deployment', 'spec.strategy.rollingUpdate.maxSurge', '25', "spec.strategy.rollingUpdate.maxSurge is '25', and must be a whole number or a percentage, as in '25%'"],
    ['Deployment', 'spec.strategy.rollingUpdate.maxSurge', '0%', 'spec.strategy.rollingUpdate has maxSurge and maxUnavailable 0; set one of them above 0'],
    ['Deployment', `${POD}.containers`, [], `${POD}.containers is missing; set it`],
    ['Deployment', `${POD}.dnsPolicy`, 'clusterfirst', `${POD}.dnsPolicy is 'clusterfirst', and must be one of ClusterFirst, ClusterFirstWithHostNet, Default, None; did you mean ClusterFirst?`],
    ['Deployment', `${POD}.nodeSelector`, { 'a b': 'c' }, `${POD}.nodeSelector has the label key 'a b'; use [prefix/]name with at most 63 characters in the name`],
    ['Deployment', `${POD}.nodeSelector`, { zone: 'a b' }, `${POD}.nodeSelector has the label zone with the value 'a b'; use letters, digits, '-', '_' and '.', at most 63`],
    ['Deployment', `${POD}.serviceAccountName`, 'Web', `${POD}.serviceAccountName is 'Web', and must be lower-case letters, digits, '-' and '.', at most 253`],
    ['Deployment', `${POD}.tolerations.0.value`, 'true', `${POD}.tolerations[0].value goes with the operator Equal only; remove it`],
    ['Deployment', `${POD}.tolerations.1.key`, undefined, `${POD}.tolerations[1].operator must be Exists where there is no key`],
    ['Deployment', `${POD}.topologySpreadConstraints.0.maxSkew`, undefined, `${POD}.topologySpreadConstraints[0].maxSkew must be at least 1`],
    ['Deployment', `${POD}.topologySpreadConstraints.0.whenUnsatisfiable`, undefined, `${POD}.topologySpreadConstraints[0].whenUnsatisfiable is missing; set it`],
    ['Deployment', `${POD}.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution.0.weight`, 101, `${POD}.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight is 101, and must be from 1 to 100`],
    ['Deployment', `${POD}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.0.matchExpressions.0.values`, [], `${POD}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values is missing; set it`],
    ['Deployment', `${POD}.securityContext.seccompProfile.type`, 'Localhost', `${POD}.securityContext.seccompProfile.localhostProfile is missing; set it`],
    ['Deployment', `${POD}.securityContext.runAsUser`, -1, `${POD}.securityContext.runAsUser is -1, and must be from 0 to 2147483647`],
    ['Deployment', `${MAIN}.image`, '', `${POD}.containers[0].image is missing; set it`],
    ['Deployment', `${MAIN}.imagePullPolicy`, 'always', `${POD}.containers[0].imagePullPolicy is 'always', and must be one of Always, IfNotPresent, Never; did you mean Always?`],
    ['Deployment', `${MAIN}.env.1.valueFrom`, {}, `${POD}.containers[0].env[1].valueFrom sets none of configMapKeyRef, fieldRef, fileKeyRef, resourceFieldRef, secretKeyRef; set one`],
    ['Deployment', `${MAIN}.env.2.value`, 'a', `${POD}.containers[0].env[2] has both value and valueFrom; keep one`],
    ['Deployment', `${MAIN}.env.0.name`, 'A=B', `${POD}.containers[0].env[0].name is 'A=B', and must be printable and without '='`],
    ['Deployment', `${MAIN}.env.3.valueFrom.secretKeyRef.key`, undefined, `${POD}.containers[0].env[3].valueFrom.secretKeyRef.key is missing; set it`],
    ['Deployment', `${MAIN}.ports.0.containerPort`, 65536, `${POD}.containers[0].ports[0].containerPort is 65536, and must be from 1 to 65535`],
    ['Deployment', `${MAIN}.ports.0`, null, `${POD}.containers[0].ports[0].containerPort is missing; set it`],
    ['Deployment', `${MAIN}.ports.0.protocol`, 'tcp', `${POD}.containers[0].ports[0].protocol is 'tcp', and must be one of TCP, UDP, SCTP; did you mean TCP?`],
    ['Deployment', `${MAIN}.resources.limits`, { gpu: 1 }, `${POD}.containers[0].resources.limits has the key 'gpu'; use cpu, memory, ephemeral-storage, hugepages-SIZE, or the name of a device with its prefix, as in nvidia.com/gpu`],
    ['Deployment', `${MAIN}.resources.limits`, { memory: '-1Gi' }, `${POD}.containers[0].resources.limits.memory is -1Gi, and must be at least 0`],
    ['Deployment', `${MAIN}.readinessProbe.exec`, { command: ['true'] }, `${POD}.containers[0].readinessProbe has both exec and tcpSocket; keep one`],
    ['Deployment', `${MAIN}.readinessProbe`, { periodSeconds: 5 }, `${POD}.containers[0].readinessProbe sets none of exec, httpGet, tcpSocket, grpc; set one`],
    ['Deployment', `${MAIN}.readinessProbe.periodSeconds`, -1, `${POD}.containers[0].readinessProbe.periodSeconds is -1, and must be at least 0`],
    ['Deployment', `${MAIN}.livenessProbe.successThreshold`, 2, `${POD}.containers[0].livenessProbe.successThreshold must be 1`],
    ['Deployment', `${MAIN}.startupProbe.httpGet.port`, '8080', `${POD}.containers[0].startupProbe.httpGet.port is '8080', and ${PORT}; write a number without quotes`],
    ['Deployment', `${MAIN}.lifecycle.preStop`, {}, `${POD}.containers[0].lifecycle.preStop sets none of exec, httpGet, tcpSocket, sleep; set one`],
    ['Deployment', `${MAIN}.lifecycle.preStop.exec.command`, [], `${POD}.containers[0].lifecycle.preStop.exec.command is missing; set it`],
    ['Deployment', `${MAIN}.volumeMounts.1.mountPath`, '/models', `${POD}.containers[0].volumeMounts[1] has the mountPath of another one: /models; change one`],
    ['Deployment', `${POD}.volumes.1.hostPath`, { path: '/tmp' }, `${POD}.volumes[1] has both emptyDir and hostPath; keep one`],
    ['Deployment', `${POD}.volumes.1.emptyDir.sizeLimit`, '-1Gi', `${POD}.volumes[1].emptyDir.sizeLimit must be at least 0`],
    ['StatefulSet', 'spec.podManagementPolicy', 'parallel', "spec.podManagementPolicy is 'parallel', and must be one of OrderedReady, Parallel; did you mean Parallel?"],
    ['StatefulSet', 'spec.volumeClaimTemplates.0.spec.accessModes', ['RWO'], 'spec.volumeClaimTemplates[0].spec.accessModes is \'RWO\', and must be one of ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod'],
    ['PersistentVolumeClaim', 'spec.resources', {}, 'spec.resources.requests.storage is missing; set how much the claim asks for'],
    ['DaemonSet', 'spec.selector.matchExpressions.0.values', undefined, 'spec.selector.matchExpressions[0].values is missing; set it'],
    ['DaemonSet', 'spec.selector.matchExpressions.0.operator', 'Exists', 'spec.selector.matchExpressions[0].values goes with In and NotIn only; remove it'],
    ['CronJob', 'spec.schedule', '61 * * * *', "spec.schedule is '61 * * * *', and must be a schedule of five fields, as in '30 8 * * 1-5', or one such as '@daily'"],
    ['CronJob', 'spec.timeZone', 'Europe/Berlln', "spec.timeZone is 'Europe/Berlln', and must be the name of a time zone, as in Europe/Berlin"],
    ['CronJob', 'spec.schedule', '@often', "spec.schedule is '@often', and must be a schedule of five fields, as in '30 8 * * 1-5', or one such as '@daily'"],
    ['Job', 'spec.backoffLimit', -1, 'spec.backoffLimit is -1, and must be at least 0'],
    ['Service', 'spec.ports', [], 'spec.ports is missing; set it'],
    ['Service', 'spec.ports.1.name', undefined, 'spec.ports[1].name is missing; set it, since there are several ports'],
    ['Service', 'spec.ports.1.name', 'http', 'spec.ports[1] has the name of another one: http; change one'],
    ['Service', 'spec.ports.1.port', 80, 'spec.ports[1] has the port and protocol of another one: 80, TCP; change one'],
    ['Service', 'spec.type', 'NodePorts', "spec.type is 'NodePorts', and must be one of ClusterIP, NodePort, LoadBalancer, ExternalName; did you mean NodePort?"],
    ['ConfigMap', 'data', { 'a/b': '' }, "data has the key 'a/b'; use letters, digits, '-', '_' and '.', at most 253"],
    ['ConfigMap', 'binaryData', { KEY: 'aGk=' }, "binaryData has the key 'KEY', which data has too; keep one"],
    ['Ingress', 'spec.rules.0.http.paths.0.pathType', undefined, 'spec.rules[0].http.paths[0].pathType is missing; set it'],
    ['Ingress', 'spec.rules.0.http.paths.0.path', undefined, "spec.rules[0].http.paths[0].path must begin with '/'"],
    ['Ingress', 'spec.rules.0.http.paths.0.path', 'x', "spec.rules[0].http.paths[0].path must begin with '/'"],
    ['Ingress', 'spec', {}, 'spec has neither rules nor a defaultBackend; set one'],
    ['NetworkPolicy', 'spec.policyTypes', ['egress'], "spec.policyTypes is 'egress', and must be one of Ingress, Egress; did you mean Egress?"],
    ['NetworkPolicy', 'spec.ingress.0.from.0', {}, 'spec.ingress[0].from[0] names no peer; set podSelector, namespaceSelector or ipBlock'],
    ['NetworkPolicy', 'spec.egress.0.to.0.podSelector', {}, 'spec.egress[0].to[0] has both ipBlock and podSelector; keep one'],
    ['NetworkPolicy', 'spec.egress.0.to.0.ipBlock.cidr', '10.0.0.0', "spec.egress[0].to[0].ipBlock.cidr is '10.0.0.0', and must be a range of addresses, as in 10.0.0.0/8"],
    ['NetworkPolicy', 'spec.egress.0.to.0.ipBlock.except', ['10.0.0.0/33'], "spec.egress[0].to[0].ipBlock.except[0] is '10.0.0.0/33', and must be a range of addresses, as in 10.0.0.0/8"],
    ['Role', 'rules.0.apiGroups', [], 'rules[0].apiGroups is missing; set it'],
    ['RoleBinding', 'roleRef.kind', 'role', "roleRef.kind is 'role', and must be one of Role, ClusterRole; did you mean Role?"],
    ['ClusterRoleBinding', 'subjects.0', { kind: 'ServiceAccount', name: 'web' }, 'subjects[0].namespace is missing; set it'],
    ['StorageClass', 'volumeBindingMode', 'Delayed', "volumeBindingMode is 'Delayed', and must be one of Immediate, WaitForFirstConsumer"],
  ])('%s %s: %j', (kind, path, value, message) => {
    expect(verdict(valueIsAllowed, changed(kind, path, value))).toContain(message);
  });
});

test.each<[string, Manifest]>([
  ['an ExternalName needs no ports', changed('Service', 'spec.ports', undefined, 3)],
  ['a headless Service needs none', changed('Service', 'spec.ports', [], 2)],
  ['an account of a RoleBinding is of its namespace', changed('RoleBinding', 'subjects.0', { kind: 'ServiceAccount', name: 'web' })],
  ['a target port of 0 is the port', changed('Service', 'spec.ports.0.targetPort', 0)],
  ['a path is that of its type', changed('Ingress', 'spec.rules.0.http.paths.0', { pathType: 'ImplementationSpecific', backend: { service: { name: 'web', port: { number: 80 } } } })],
  ['a schedule may have a name', changed('CronJob', 'spec.schedule', '@every 1h')],
  ['urls need no group', changed('ClusterRole', 'rules.0.verbs', ['get', 'post'])],
])('compliant: %s', (_, object) => {
  expect(verdict(valueIsAllowed, object)).toEqual([]);
});

test('a time zone in the schedule is allowed on 1.28 only, and never beside timeZone', () => {
  const zoned = changed('CronJob', 'spec.schedule', 'CRON_TZ=Europe/Berlin 0 4 * * *') as any;
  const alone = { ...zoned, spec: { ...zoned.spec, timeZone: undefined } };
  expect(verdictOn('1.28', valueIsAllowed, alone)).toEqual([]);
  const message = "spec.schedule is 'CRON_TZ=Europe/Berlin 0 4 * * *', and must not name a time zone; set timeZone instead";
  expect(verdictOn('1.29', valueIsAllowed, alone)).toEqual([message]);
  expect(verdictOn('1.28', valueIsAllowed, zoned)).toEqual([message]);
});
