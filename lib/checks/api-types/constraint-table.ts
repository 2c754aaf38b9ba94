import { type Fields, fieldsAt, valueAt } from '../../values/fields';
import { parseCron } from '../../schedule/cron-expression';
import { TimeZone } from '../../schedule/time-zone';
import { parseAddressRange } from '../../values/ip-address';
import { isDnsLabel, isDnsSubdomain, isPortName } from '../../values/names';
import { isContainerResource } from '../../hpa/validation/container-resource';
import { typeNamed } from './api-type';
import {
  atLeast, atMostOne, between, type Constraint, distinct, eachOf, eachOneOf, exactlyOne, form, has, holds, isBelowZero, keys, labels, lengthOf, needs,
  noneBelowZero, oneOf, portNumber, portOrName, type ReportValue, where,
} from './constraints';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const MAX_ID = 2 ** 31 - 1;
const SUBDOMAIN = "lower-case letters, digits, '-' and '.', at most 253";
const LABEL = "lower-case letters, digits and '-', at most 63";
const RANGE = 'a range of addresses, as in 10.0.0.0/8';
const PERCENT = /^\d+%$/;
const DEFAULT_DEADLINE = 600;

/** Volume sources. */
const VOLUME_SOURCES = [...typeNamed('core.v1.Volume').fields.keys()].filter((field) => field !== 'name');

const probeNumbers = atLeast(0, 'initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold');
const ids = between(0, MAX_ID, 'runAsUser', 'runAsGroup');
const configKeys = (text: string): boolean => /^[-._a-zA-Z0-9]{1,253}$/.test(text) && text !== '.' && !text.startsWith('..');
const CONFIG_KEY = "letters, digits, '-', '_' and '.', at most 253";
const RESOURCE = 'cpu, memory, ephemeral-storage, hugepages-SIZE, or the name of a device with its prefix, as in nvidia.com/gpu';
const resourceNames = ['limits', 'requests'].map((list) => keys(list, isContainerResource, RESOURCE));
const countOrPercent = (field: string): Constraint => form(field, (text) => PERCENT.test(text), "a whole number or a percentage, as in '25%'");

/**
 * Validation of the most used types that no other rule covers: required fields, allowed values, ranges, formats.
 * Source: kubernetes pkg/apis/{core,apps,batch,networking,policy,rbac,storage}/validation, apimachinery
 * pkg/apis/meta/v1/validation. test/e2e/manifest-validation.test.ts asks a real API server whether it refuses the same
 * objects.
 */
export const CONSTRAINTS: ReadonlyMap<string, readonly Constraint[]> = new Map(Object.entries<readonly Constraint[]>({
  'meta.v1.LabelSelector': [labels('matchLabels')],
  'meta.v1.LabelSelectorRequirement': [
    needs('key', 'operator'),
    oneOf('operator', 'In', 'NotIn', 'Exists', 'DoesNotExist'),
    where(({ operator }) => operator === 'In' || operator === 'NotIn', needs('values')),
    where(({ operator }) => operator === 'Exists' || operator === 'DoesNotExist', holds((fields) => lengthOf(fields, 'values') === 0, 'goes with In and NotIn only; remove it', 'values')),
  ],

  'core.v1.Pod': [needs('spec')],
  'core.v1.PodTemplateSpec': [needs('spec')],
  'core.v1.PodSpec': [
    needs('containers'),
    labels('nodeSelector'),
    oneOf('dnsPolicy', 'ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
    oneOf('restartPolicy', 'Always', 'OnFailure', 'Never'),
    oneOf('preemptionPolicy', 'PreemptLowerPriority', 'Never'),
    atLeast(1, 'activeDeadlineSeconds'),
    form('serviceAccountName', isDnsSubdomain, SUBDOMAIN),
    form('priorityClassName', isDnsSubdomain, SUBDOMAIN),
    form('hostname', isDnsLabel, LABEL),
    distinct('topologySpreadConstraints', 'topologyKey', 'whenUnsatisfiable'),
  ],
  'core.v1.Container': [
    needs('image'),
    oneOf('imagePullPolicy', 'Always', 'IfNotPresent', 'Never'),
    oneOf('terminationMessagePolicy', 'File', 'FallbackToLogsOnError'),
    distinct('volumeMounts', 'mountPath'),
    succeedsOnce('livenessProbe'),
    succeedsOnce('startupProbe'),
  ],
  'core.v1.ContainerPort': [portNumber('containerPort'), between(0, 65535, 'hostPort'), oneOf('protocol', ...PROTOCOLS)],
  'core.v1.EnvVar': [
    needs('name'),
    form('name', (text) => /^[ -<>-~]+$/.test(text), "printable and without '='"),
    where(({ value }) => typeof value === 'string' && value !== '', holds(({ valueFrom }) => valueFrom === undefined || valueFrom === null, 'has both value and valueFrom; keep one')),
  ],
  'core.v1.EnvVarSource': [exactlyOne('configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef')],
  'core.v1.EnvFromSource': [exactlyOne('configMapRef', 'secretRef')],
  ...Object.fromEntries(['core.v1.ConfigMapKeySelector', 'core.v1.SecretKeySelector'].map((type) => [type, [needs('name', 'key'), form('name', isDnsSubdomain, SUBDOMAIN)]])),
  ...Object.fromEntries(['core.v1.ConfigMapEnvSource', 'core.v1.SecretEnvSource'].map((type) => [type, [needs('name'), form('name', isDnsSubdomain, SUBDOMAIN)]])),
  'core.v1.ObjectFieldSelector': [needs('fieldPath')],
  'core.v1.ResourceRequirements': [...resourceNames, noneBelowZero('limits'), noneBelowZero('requests')],
  'core.v1.VolumeResourceRequirements': [noneBelowZero('limits'), noneBelowZero('requests')],
  'core.v1.ResourceQuotaSpec': [noneBelowZero('hard')],
  'core.v1.VolumeMount': [needs('name', 'mountPath')],
  'core.v1.VolumeDevice': [needs('name', 'devicePath')],
  'core.v1.EmptyDirVolumeSource': [holds(({ sizeLimit }) => !isBelowZero(sizeLimit), 'must be at least 0', 'sizeLimit')],
  'core.v1.Volume': [atMostOne(...VOLUME_SOURCES)],
  'core.v1.ConfigMapVolumeSource': [needs('name')],
  'core.v1.KeyToPath': [needs('key', 'path')],
  'core.v1.PersistentVolumeClaimVolumeSource': [needs('claimName')],
  'core.v1.HostPathVolumeSource': [needs('path'), oneOf('type', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice')],
  'core.v1.NFSVolumeSource': [needs('server', 'path')],
  'core.v1.Probe': [exactlyOne('exec', 'httpGet', 'tcpSocket', 'grpc'), probeNumbers],
  'core.v1.LifecycleHandler': [exactlyOne('exec', 'httpGet', 'tcpSocket', 'sleep')],
  'core.v1.ExecAction': [needs('command')],
  'core.v1.HTTPGetAction': [needs('port'), portOrName('port'), oneOf('scheme', 'HTTP', 'HTTPS')],
  'core.v1.TCPSocketAction': [needs('port'), portOrName('port')],
  'core.v1.GRPCAction': [portNumber('port')],
  'core.v1.SecurityContext': [ids],
  'core.v1.PodSecurityContext': [ids, between(0, MAX_ID, 'fsGroup'), oneOf('fsGroupChangePolicy', 'OnRootMismatch', 'Always')],
  'core.v1.SeccompProfile': [
    needs('type'),
    oneOf('type', 'RuntimeDefault', 'Unconfined', 'Localhost'),
    where(({ type }) => type === 'Localhost', needs('localhostProfile')),
  ],
  'core.v1.Toleration': [
    oneOf('operator', 'Exists', 'Equal', 'Lt', 'Gt'),
    oneOf('effect', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'),
    where(({ operator }) => operator === 'Exists', holds(({ value }) => (value ?? '') === '', 'goes with the operator Equal only; remove it', 'value')),
    where((fields) => !has(fields, 'key'), holds(({ operator }) => operator === 'Exists', 'must be Exists where there is no key', 'operator')),
  ],
  'core.v1.TopologySpreadConstraint': [
    needs('topologyKey', 'whenUnsatisfiable'),
    oneOf('whenUnsatisfiable', 'DoNotSchedule', 'ScheduleAnyway'),
    holds(({ maxSkew }) => typeof maxSkew === 'number' && maxSkew > 0, 'must be at least 1', 'maxSkew'),
  ],
  'core.v1.PodAffinityTerm': [needs('topologyKey')],
  'core.v1.WeightedPodAffinityTerm': [needs('weight'), between(1, 100, 'weight')],
  'core.v1.PreferredSchedulingTerm': [needs('weight'), between(1, 100, 'weight')],
  'core.v1.NodeSelectorRequirement': [needs('key', 'operator'), oneOf('operator', 'In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'), where(({ operator }) => operator === 'In' || operator === 'NotIn', needs('values'))],
  'core.v1.NodeSelector': [needs('nodeSelectorTerms')],

  'core.v1.Service': [needs('spec')],
  'core.v1.ServiceSpec': [
    labels('selector'),
    oneOf('type', 'ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
    oneOf('sessionAffinity', 'None', 'ClientIP'),
    oneOf('externalTrafficPolicy', 'Cluster', 'Local'),
    oneOf('internalTrafficPolicy', 'Cluster', 'Local'),
    where(({ type }) => type === 'ExternalName', needs('externalName')),
    where(({ type, clusterIP }) => type !== 'ExternalName' && clusterIP !== 'None', needs('ports')),
    where((fields) => lengthOf(fields, 'ports') > 1, namedPorts),
    distinct('ports', 'name'),
    distinctPorts,
  ],
  'core.v1.ServicePort': [
    portNumber('port'),
    // A 0, like nothing at all, is the port.
    where(({ targetPort }) => targetPort !== 0 && targetPort !== '', portOrName('targetPort')),
    oneOf('protocol', ...PROTOCOLS),
    form('name', isDnsLabel, LABEL),
  ],
  'core.v1.ConfigMap': [...['data', 'binaryData'].map((field) => keys(field, configKeys, CONFIG_KEY)), distinctKeys('data', 'binaryData')],
  'core.v1.Secret': ['data', 'stringData'].map((field) => keys(field, configKeys, CONFIG_KEY)),
  'core.v1.PersistentVolumeClaim': [needs('spec')],
  'core.v1.PersistentVolumeClaimSpec': [
    needs('accessModes'),
    eachOneOf('accessModes', 'ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'),
    oneOf('volumeMode', 'Filesystem', 'Block'),
    holds((fields) => has(fieldsAt(fields, 'resources', 'requests') ?? {}, 'storage'), 'is missing; set how much the claim asks for', 'resources.requests.storage'),
  ],
  'core.v1.PersistentVolume': [needs('spec')],
  'core.v1.PersistentVolumeSpec': [
    needs('accessModes'),
    eachOneOf('accessModes', 'ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'),
    oneOf('persistentVolumeReclaimPolicy', 'Retain', 'Delete', 'Recycle'),
    holds((fields) => has(fieldsAt(fields, 'capacity') ?? {}, 'storage'), 'is missing; set the size of the volume', 'capacity.storage'),
  ],
  'core.v1.LimitRangeItem': [needs('type')],

  ...Object.fromEntries(['apps.v1.Deployment', 'apps.v1.StatefulSet', 'apps.v1.DaemonSet', 'batch.v1.Job', 'batch.v1.CronJob'].map((type) => [type, [needs('spec')]])),
  'apps.v1.DeploymentSpec': [
    needs('selector', 'template'),
    atLeast(0, 'replicas', 'minReadySeconds', 'revisionHistoryLimit'),
    holds(({ progressDeadlineSeconds, minReadySeconds }) => deadlineAfterReady(progressDeadlineSeconds, minReadySeconds), 'must be more than minReadySeconds', 'progressDeadlineSeconds'),
  ],
  'apps.v1.DeploymentStrategy': [
    oneOf('type', 'RollingUpdate', 'Recreate'),
    where(({ type }) => type === 'Recreate', holds(({ rollingUpdate }) => (rollingUpdate ?? undefined) === undefined, 'goes with the type RollingUpdate only; remove it', 'rollingUpdate')),
  ],
  'apps.v1.RollingUpdateDeployment': [
    countOrPercent('maxSurge'),
    countOrPercent('maxUnavailable'),
    holds(({ maxSurge, maxUnavailable }) => !(isNone(maxSurge) && isNone(maxUnavailable)), 'has maxSurge and maxUnavailable 0; set one of them above 0'),
  ],
  'apps.v1.StatefulSetSpec': [needs('selector', 'template'), atLeast(0, 'replicas', 'minReadySeconds'), oneOf('podManagementPolicy', 'OrderedReady', 'Parallel')],
  'apps.v1.StatefulSetUpdateStrategy': [oneOf('type', 'RollingUpdate', 'OnDelete')],
  'apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': [oneOf('whenDeleted', 'Retain', 'Delete'), oneOf('whenScaled', 'Retain', 'Delete')],
  'apps.v1.DaemonSetSpec': [needs('selector', 'template'), atLeast(0, 'minReadySeconds')],
  'apps.v1.RollingUpdateDaemonSet': [countOrPercent('maxSurge'), countOrPercent('maxUnavailable')],
  'apps.v1.DaemonSetUpdateStrategy': [oneOf('type', 'RollingUpdate', 'OnDelete')],

  'batch.v1.JobSpec': [
    needs('template'),
    atLeast(0, 'backoffLimit', 'completions', 'parallelism', 'activeDeadlineSeconds', 'ttlSecondsAfterFinished'),
    oneOf('completionMode', 'NonIndexed', 'Indexed'),
  ],
  'batch.v1.CronJobSpec': [
    needs('schedule', 'jobTemplate'),
    schedule,
    form('timeZone', isTimeZone, 'the name of a time zone, as in Europe/Berlin'),
    oneOf('concurrencyPolicy', 'Allow', 'Forbid', 'Replace'),
    atLeast(0, 'startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'),
  ],

  'networking.v1.NetworkPolicySpec': [
    eachOneOf('policyTypes', 'Ingress', 'Egress'),
    holds((fields) => lengthOf(fields, 'policyTypes') <= 2, 'has more than two; keep Ingress and Egress', 'policyTypes'),
  ],
  'networking.v1.NetworkPolicyPeer': [
    holds((fields) => ['ipBlock', 'namespaceSelector', 'podSelector'].some((name) => (fields[name] ?? undefined) !== undefined), 'names no peer; set podSelector, namespaceSelector or ipBlock'),
    atMostOne('ipBlock', 'namespaceSelector'),
    atMostOne('ipBlock', 'podSelector'),
  ],
  'networking.v1.NetworkPolicyPort': [oneOf('protocol', ...PROTOCOLS), portOrName('port'), between(1, 65535, 'endPort')],
  'networking.v1.IPBlock': [needs('cidr'), form('cidr', isCidr, RANGE), eachOf('except', isCidr, RANGE)],
  'networking.v1.IngressSpec': [holds((fields) => has(fields, 'defaultBackend') || has(fields, 'rules'), 'has neither rules nor a defaultBackend; set one')],
  'networking.v1.IngressClassSpec': [needs('controller')],
  'networking.v1.HTTPIngressRuleValue': [needs('paths')],
  'networking.v1.HTTPIngressPath': [
    needs('pathType', 'backend'),
    oneOf('pathType', 'Exact', 'Prefix', 'ImplementationSpecific'),
    where(({ pathType }) => pathType === 'Exact' || pathType === 'Prefix', holds(({ path = '' }) => typeof path !== 'string' || path.startsWith('/'), "must begin with '/'", 'path')),
  ],
  'networking.v1.IngressBackend': [exactlyOne('resource', 'service')],
  'networking.v1.IngressServiceBackend': [needs('name', 'port')],
  'networking.v1.ServiceBackendPort': [atMostOne('name', 'number'), between(1, 65535, 'number'), form('name', isPortName, "the name of a port: lower-case letters, digits and '-', at most 15")],

  'autoscaling.v1.HorizontalPodAutoscalerSpec': [needs('scaleTargetRef', 'maxReplicas'), atLeast(1, 'maxReplicas')],
  'autoscaling.v1.CrossVersionObjectReference': [needs('kind', 'name')],
  ...Object.fromEntries(['ValidatingWebhook', 'MutatingWebhook'].map((kind) => [`admissionregistration.v1.${kind}`, [needs('name', 'sideEffects', 'admissionReviewVersions')]])),
  'policy.v1.PodDisruptionBudgetSpec': [oneOf('unhealthyPodEvictionPolicy', 'IfHealthyBudget', 'AlwaysAllow')],
  'scheduling.v1.PriorityClass': [oneOf('preemptionPolicy', 'PreemptLowerPriority', 'Never')],
  'storage.v1.StorageClass': [needs('provisioner'), oneOf('volumeBindingMode', 'Immediate', 'WaitForFirstConsumer'), oneOf('reclaimPolicy', 'Delete', 'Retain')],

  'rbac.v1.PolicyRule': [
    needs('verbs'),
    where((fields) => lengthOf(fields, 'nonResourceURLs') === 0, needs('apiGroups', 'resources')),
  ],
  'rbac.v1.RoleBinding': [needs('roleRef')],
  'rbac.v1.ClusterRoleBinding': [needs('roleRef'), namespacedAccounts],
  'rbac.v1.RoleRef': [needs('kind', 'name'), oneOf('kind', 'Role', 'ClusterRole'), oneOf('apiGroup', 'rbac.authorization.k8s.io')],
  'rbac.v1.Subject': [needs('kind', 'name'), oneOf('kind', 'ServiceAccount', 'User', 'Group')],
}));

/** A probe for which one success is enough, and must be; a 0 is given the default. */
function succeedsOnce(probe: string): Constraint {
  const successes = (fields: Fields): unknown => valueAt(fields, probe, 'successThreshold');
  return where((fields) => typeof successes(fields) === 'number', holds((fields) => [0, 1].includes(successes(fields) as number), 'must be 1', `${probe}.successThreshold`));
}

function namedPorts(fields: Fields, minor: number, report: ReportValue): void {
  const ports = fields.ports as readonly Fields[];
  for (const [i, port] of ports.entries()) needs('name')(port ?? {}, minor, (_field, message) => report(`ports[${i}].name`, `${message}, since there are several ports`));
}

function distinctPorts(fields: Fields, minor: number, report: ReportValue): void {
  const ports = (Array.isArray(fields.ports) ? fields.ports : []).map((port: Fields | null) => ({ protocol: 'TCP', ...port }));
  distinct('ports', 'port', 'protocol')({ ports }, minor, report);
}

function distinctKeys(one: string, other: string): Constraint {
  return (fields, _minor, report) => {
    for (const key of Object.keys(fieldsAt(fields, one) ?? {})) {
      if (Object.hasOwn(fieldsAt(fields, other) ?? {}, key)) report(other, `has the key '${key}', which ${one} has too; keep one`);
    }
  };
}

function deadlineAfterReady(deadline: unknown, ready: unknown): boolean {
  const seconds = typeof deadline === 'number' ? deadline : DEFAULT_DEADLINE;
  return typeof ready === 'number' ? seconds > ready : seconds > 0;
}

function isNone(bound: unknown): boolean {
  return bound === 0 || bound === '0%';
}

function namespacedAccounts({ subjects }: Fields, _minor: number, report: ReportValue): void {
  for (const [i, subject] of (Array.isArray(subjects) ? subjects : []).entries()) {
    if (subject?.kind === 'ServiceAccount' && !subject.namespace) report(`subjects[${i}].namespace`, 'is missing; set it');
  }
}

const ZONE_PREFIX = /^(?:CRON_)?TZ=\S+\s+/;
/** The last version that takes a time zone in a schedule. */
const ZONE_IN_SCHEDULE = 28;

function schedule(fields: Fields, minor: number, report: ReportValue): void {
  const { schedule: text } = fields;
  if (typeof text !== 'string' || text === '') return;
  const names = ZONE_PREFIX.test(text);
  if (names && (minor > ZONE_IN_SCHEDULE || has(fields, 'timeZone'))) report('schedule', `is '${text}', and must not name a time zone; set timeZone instead`);
  else form('schedule', isSchedule, "a schedule of five fields, as in '30 8 * * 1-5', or one such as '@daily'")({ schedule: text.replace(ZONE_PREFIX, '') }, minor, report);
}

const MACRO = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every\s+\S+)$/;

function isSchedule(text: string): boolean {
  return MACRO.test(text) || canBeRead(() => parseCron(text));
}

function isTimeZone(text: string): boolean {
  return canBeRead(() => TimeZone.of(text));
}

function canBeRead(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

function isCidr(text: string): boolean {
  return parseAddressRange(text) !== undefined;
}
