/**
 * Schemas of the foreign kinds that this project uses, written by hand from their references. They are closed: a
 * misspelt field is an unknown field.
 */
type Schema = Record<string, unknown>;

const string: Schema = { type: 'string' };
const integer: Schema = { type: 'integer' };
const duration: Schema = { type: 'string', pattern: '^(0|([0-9]+(y|w|d|h|m|s|ms))+)$' };
const strings: Schema = { type: 'object', additionalProperties: string };

function object(properties: Record<string, Schema>, required: string[] = []): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: Schema): Schema {
  return { type: 'array', items, minItems: 1 };
}

function oneOf(...values: string[]): Schema {
  return { type: 'string', enum: values };
}

const expression = object({ key: string, operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'), values: list(string) }, ['key', 'operator']);
const labelSelector = object({ matchLabels: strings, matchExpressions: list(expression) });
const metadata = object({ name: string, namespace: string, labels: strings, annotations: strings }, ['name']);

function kind(apiVersion: string, name: string, spec: Schema): Record<string, Schema> {
  return { [`${apiVersion}/${name}`]: object({ apiVersion: string, kind: string, metadata, spec }, ['apiVersion', 'kind', 'metadata', 'spec']) };
}

const relabeling = object({
  sourceLabels: list(string), separator: string, targetLabel: string, regex: string, modulus: integer, replacement: string,
  action: oneOf('replace', 'keep', 'drop', 'hashmod', 'labelmap', 'labeldrop', 'labelkeep', 'lowercase', 'uppercase', 'keepequal', 'dropequal'),
});
const endpoint = {
  port: string, path: string, scheme: oneOf('http', 'https'), interval: duration, scrapeTimeout: duration, honorLabels: { type: 'boolean' },
  authorization: object({ type: string, credentials: object({ name: string, key: string }, ['name', 'key']) }),
  params: { type: 'object', additionalProperties: list(string) }, relabelings: list(relabeling), metricRelabelings: list(relabeling),
};
const scraped = { selector: labelSelector, jobLabel: string, namespaceSelector: object({ any: { type: 'boolean' }, matchNames: list(string) }), sampleLimit: integer };

/** https://prometheus-operator.dev/docs/api-reference/api/ */
const PROMETHEUS_OPERATOR = {
  ...kind('monitoring.coreos.com/v1', 'PodMonitor', object({ ...scraped, podTargetLabels: list(string), podMetricsEndpoints: list(object(endpoint)) }, ['selector', 'podMetricsEndpoints'])),
  ...kind('monitoring.coreos.com/v1', 'ServiceMonitor', object({ ...scraped, targetLabels: list(string), endpoints: list(object(endpoint)) }, ['selector', 'endpoints'])),
  ...kind('monitoring.coreos.com/v1', 'PrometheusRule', object({
    groups: list(object({
      name: string,
      interval: duration,
      rules: list(object({ record: string, alert: string, expr: string, for: duration, keep_firing_for: duration, labels: strings, annotations: strings }, ['expr'])),
    }, ['name', 'rules'])),
  }, ['groups'])),
};

const backendRef = object({ group: string, kind: string, name: string, namespace: string, port: integer, weight: integer }, ['name']);

/** https://gateway-api.sigs.k8s.io/reference/spec/ */
const GATEWAY_API = kind('gateway.networking.k8s.io/v1', 'HTTPRoute', object({
  parentRefs: list(object({ group: string, kind: string, name: string, namespace: string, sectionName: string, port: integer }, ['name'])),
  hostnames: list(string),
  rules: list(object({
    matches: list(object({ path: object({ type: oneOf('Exact', 'PathPrefix', 'RegularExpression'), value: string }) })),
    backendRefs: list(backendRef),
  })),
}));

/** https://keda.sh/docs/latest/reference/scaledobject-spec/ and https://keda.sh/docs/latest/concepts/authentication/ */
const rules = object({
  stabilizationWindowSeconds: { type: 'integer', minimum: 0, maximum: 3600 },
  selectPolicy: oneOf('Max', 'Min', 'Disabled'),
  tolerance: { type: ['string', 'number'] },
  policies: list(object({ type: oneOf('Percent', 'Pods'), value: { type: 'integer', minimum: 1 }, periodSeconds: { type: 'integer', minimum: 1, maximum: 1800 } }, ['type', 'value', 'periodSeconds'])),
});
const metricType = oneOf('AverageValue', 'Value', 'Utilization');
const authenticationRef = object({ name: string, kind: oneOf('TriggerAuthentication', 'ClusterTriggerAuthentication') }, ['name']);
const secretTarget = object({ parameter: string, name: string, key: string }, ['parameter', 'name', 'key']);
const KEDA = {
  ...kind('keda.sh/v1alpha1', 'ScaledObject', object({
    scaleTargetRef: object({ apiVersion: string, kind: string, name: string, envSourceContainerName: string }, ['name']),
    pollingInterval: integer,
    cooldownPeriod: integer,
    initialCooldownPeriod: integer,
    idleReplicaCount: integer,
    minReplicaCount: integer,
    maxReplicaCount: integer,
    fallback: object({ failureThreshold: integer, replicas: integer, behavior: oneOf('static', 'currentReplicas', 'currentReplicasIfHigher', 'currentReplicasIfLower') }, ['failureThreshold', 'replicas']),
    advanced: object({
      restoreToOriginalReplicaCount: { type: 'boolean' },
      horizontalPodAutoscalerConfig: object({ name: string, behavior: object({ scaleUp: rules, scaleDown: rules }) }),
      scalingModifiers: object({ formula: string, target: string, activationTarget: string, metricType }),
    }),
    triggers: list(object({ type: string, name: string, metadata: strings, metricType, useCachedMetrics: { type: 'boolean' }, authenticationRef }, ['type', 'metadata'])),
  }, ['scaleTargetRef', 'triggers'])),
  ...kind('keda.sh/v1alpha1', 'ScaledJob', object({
    jobTargetRef: object({ parallelism: integer, completions: integer, backoffLimit: integer, activeDeadlineSeconds: integer, template: { type: 'object' } }, ['template']),
    pollingInterval: integer,
    successfulJobsHistoryLimit: integer,
    failedJobsHistoryLimit: integer,
    minReplicaCount: integer,
    maxReplicaCount: integer,
    rollout: object({ strategy: oneOf('default', 'gradual', 'immediate'), propagationPolicy: oneOf('background', 'foreground') }),
    scalingStrategy: object({ strategy: oneOf('default', 'custom', 'accurate', 'eager') }),
    triggers: list(object({ type: string, name: string, metadata: strings, metricType, useCachedMetrics: { type: 'boolean' }, authenticationRef }, ['type', 'metadata'])),
  }, ['jobTargetRef', 'triggers'])),
  ...kind('keda.sh/v1alpha1', 'TriggerAuthentication', object({ secretTargetRef: list(secretTarget), configMapTargetRef: list(secretTarget), podIdentity: object({ provider: string }, ['provider']) })),
};

/** https://external-secrets.io/latest/api/externalsecret/ */
const remoteRef = object({ key: string, property: string, version: string }, ['key']);
const EXTERNAL_SECRETS = kind('external-secrets.io/v1', 'ExternalSecret', object({
  refreshInterval: duration,
  secretStoreRef: object({ name: string, kind: oneOf('SecretStore', 'ClusterSecretStore') }, ['name']),
  target: object({ name: string, creationPolicy: oneOf('Owner', 'Orphan', 'Merge', 'None') }),
  data: list(object({ secretKey: string, remoteRef }, ['secretKey', 'remoteRef'])),
}));

/** https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/ */
const quantity: Schema = { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?(m|k|[KMGT]i?)?$' };
const amounts: Schema = { type: 'object', additionalProperties: quantity };
const CLOUDNATIVE_PG = kind('postgresql.cnpg.io/v1', 'Cluster', object({
  imageName: string,
  enablePDB: { type: 'boolean' },
  env: list(object({ name: string, value: string, valueFrom: { type: 'object' } }, ['name'])),
  instances: { type: 'integer', minimum: 1 },
  postgresql: object({
    parameters: strings,
    synchronous: object({ method: oneOf('any', 'first'), number: integer, dataDurability: oneOf('required', 'preferred') }, ['method', 'number']),
  }),
  bootstrap: object({ initdb: object({ database: string, owner: string, secret: object({ name: string }, ['name']) }) }),
  storage: object({ size: quantity, storageClass: string }),
  resources: object({ requests: amounts, limits: amounts }),
  imagePullSecrets: list(object({ name: string }, ['name'])),
  priorityClassName: string,
  affinity: object({
    nodeSelector: strings,
    tolerations: list(object({ key: string, operator: string, value: string, effect: string, tolerationSeconds: integer })),
  }),
  inheritedMetadata: object({ annotations: strings, labels: strings }),
}, ['instances']));

/** https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/proposals/buffers.md */
const CAPACITY_BUFFER = kind('autoscaling.x-k8s.io/v1beta1', 'CapacityBuffer', object({
  provisioningStrategy: oneOf('buffer.x-k8s.io/active-capacity'),
  podTemplateRef: object({ name: string }, ['name']),
  scalableRef: object({ apiGroup: string, kind: string, name: string }, ['kind', 'name']),
  replicas: integer,
  percentage: integer,
  limits: amounts,
}));

/** https://github.com/AliyunContainerService/kubernetes-cronhpa-controller */
const CRON_HPA = kind('autoscaling.alibabacloud.com/v1beta1', 'CronHorizontalPodAutoscaler', object({
  scaleTargetRef: object({ apiVersion: string, kind: string, name: string }, ['apiVersion', 'kind', 'name']),
  excludeDates: list(string),
  jobs: list(object({
    name: string, schedule: { type: 'string', pattern: '^(\\S+ ){5}\\S+$' }, targetSize: { type: 'integer', minimum: 0 }, runOnce: { type: 'boolean' },
  }, ['name', 'schedule', 'targetSize'])),
}, ['jobs', 'scaleTargetRef']));

export const FOREIGN_SCHEMAS: Record<string, Schema> = {
  ...CRON_HPA, ...PROMETHEUS_OPERATOR, ...KEDA, ...EXTERNAL_SECRETS, ...CLOUDNATIVE_PG, ...CAPACITY_BUFFER, ...GATEWAY_API,
};
