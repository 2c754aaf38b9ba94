import { ANYTHING, BOOL, INT32, INT64, list, map, QUANTITY, struct, TEXT, text, TIME } from './go-types';

const LABEL_SELECTOR = struct('v1.LabelSelector', {
  matchLabels: map(TEXT),
  matchExpressions: list(struct('v1.LabelSelectorRequirement', { key: TEXT, operator: text('v1.LabelSelectorOperator'), values: list(TEXT) })),
});

const OBJECT_META = struct('v1.ObjectMeta', {
  name: TEXT,
  generateName: TEXT,
  namespace: TEXT,
  selfLink: TEXT,
  uid: text('types.UID'),
  resourceVersion: TEXT,
  generation: INT64,
  creationTimestamp: TIME,
  deletionTimestamp: TIME,
  deletionGracePeriodSeconds: INT64,
  labels: map(TEXT),
  annotations: map(TEXT),
  ownerReferences: list(struct('v1.OwnerReference', {
    apiVersion: TEXT, kind: TEXT, name: TEXT, uid: text('types.UID'), controller: BOOL, blockOwnerDeletion: BOOL,
  })),
  finalizers: list(TEXT),
  managedFields: list(struct('v1.ManagedFieldsEntry', {
    manager: TEXT,
    operation: text('v1.ManagedFieldsOperationType'),
    apiVersion: TEXT,
    time: TIME,
    fieldsType: TEXT,
    fieldsV1: ANYTHING,
    subresource: TEXT,
  })),
});

const OBJECT_REFERENCE = struct('v2.CrossVersionObjectReference', { kind: TEXT, name: TEXT, apiVersion: TEXT });
const METRIC = struct('v2.MetricIdentifier', { name: TEXT, selector: LABEL_SELECTOR });
const RESOURCE_NAME = text('v1.ResourceName');
const METRIC_TYPE = text('v2.MetricSourceType');

const TARGET = struct('v2.MetricTarget', {
  type: text('v2.MetricTargetType'), value: QUANTITY, averageValue: QUANTITY, averageUtilization: INT32,
});

const METRIC_SPEC = struct('v2.MetricSpec', {
  type: METRIC_TYPE,
  object: struct('v2.ObjectMetricSource', { describedObject: OBJECT_REFERENCE, target: TARGET, metric: METRIC }),
  pods: struct('v2.PodsMetricSource', { metric: METRIC, target: TARGET }),
  resource: struct('v2.ResourceMetricSource', { name: RESOURCE_NAME, target: TARGET }),
  containerResource: struct('v2.ContainerResourceMetricSource', { name: RESOURCE_NAME, target: TARGET, container: TEXT }),
  external: struct('v2.ExternalMetricSource', { metric: METRIC, target: TARGET }),
});

const SCALING_RULES = struct('v2.HPAScalingRules', {
  stabilizationWindowSeconds: INT32,
  selectPolicy: text('v2.ScalingPolicySelect'),
  policies: list(struct('v2.HPAScalingPolicy', { type: text('v2.HPAScalingPolicyType'), value: INT32, periodSeconds: INT32 })),
  tolerance: QUANTITY,
}, { tolerance: 33 });

const SPEC = struct('v2.HorizontalPodAutoscalerSpec', {
  scaleTargetRef: OBJECT_REFERENCE,
  minReplicas: INT32,
  maxReplicas: INT32,
  metrics: list(METRIC_SPEC),
  behavior: struct('v2.HorizontalPodAutoscalerBehavior', { scaleUp: SCALING_RULES, scaleDown: SCALING_RULES }),
});

const CURRENT = struct('v2.MetricValueStatus', { value: QUANTITY, averageValue: QUANTITY, averageUtilization: INT32 });

const METRIC_STATUS = struct('v2.MetricStatus', {
  type: METRIC_TYPE,
  object: struct('v2.ObjectMetricStatus', { metric: METRIC, current: CURRENT, describedObject: OBJECT_REFERENCE }),
  pods: struct('v2.PodsMetricStatus', { metric: METRIC, current: CURRENT }),
  resource: struct('v2.ResourceMetricStatus', { name: RESOURCE_NAME, current: CURRENT }),
  containerResource: struct('v2.ContainerResourceMetricStatus', { name: RESOURCE_NAME, current: CURRENT, container: TEXT }),
  external: struct('v2.ExternalMetricStatus', { metric: METRIC, current: CURRENT }),
});

const STATUS = struct('v2.HorizontalPodAutoscalerStatus', {
  observedGeneration: INT64,
  lastScaleTime: TIME,
  currentReplicas: INT32,
  desiredReplicas: INT32,
  currentMetrics: list(METRIC_STATUS),
  conditions: list(struct('v2.HorizontalPodAutoscalerCondition', {
    type: text('v2.HorizontalPodAutoscalerConditionType'),
    status: text('v1.ConditionStatus'),
    lastTransitionTime: TIME,
    reason: TEXT,
    message: TEXT,
    observedGeneration: INT64,
  }, { observedGeneration: 37 })),
});

/** Fields of an autoscaling/v2 HorizontalPodAutoscaler and their types. Source: k8s.io/api autoscaling/v2 types.go. */
export const HORIZONTAL_POD_AUTOSCALER = struct('v2.HorizontalPodAutoscaler', {
  apiVersion: TEXT, kind: TEXT, metadata: OBJECT_META, spec: SPEC, status: STATUS,
});
