import { describeManifest, fieldsAt, fieldsListAt, type Fields, isFields, type Manifest } from '../manifest';
import { METRIC_SOURCES } from '../hpa/constants';
import { Quantity } from '../values/quantity';
import { type HorizontalPodAutoscalerSpec, type HPAScalingRules, type LabelSelector, type MetricSpec, type MetricTarget } from '../hpa/types';
import { FieldReader } from './field-reader';

/**
 * Returns the spec of a HorizontalPodAutoscaler of any API version, converted to autoscaling/v2.
 *
 * @param place source position of the manifest, such as 'hpa.yaml:3'. @default - only the object name
 * @throws UserError for values that the API server rejects.
 */
export function readAutoscalerSpec(manifest: Manifest, place?: string): HorizontalPodAutoscalerSpec {
  const read = new FieldReader(`${place === undefined ? '' : `${place}: `}${describeManifest(manifest)}`);
  const spec = fieldsAt(manifest, 'spec') ?? read.fail('spec', manifest.spec, 'an autoscaler needs one');
  const maxReplicas = read.integer(spec, 'spec', 'maxReplicas', 1) ?? read.fail('spec.maxReplicas', undefined, 'an autoscaler needs one');
  const minReplicas = read.integer(spec, 'spec', 'minReplicas', 0);
  if ((minReplicas ?? 1) > maxReplicas) read.fail('spec.minReplicas', minReplicas, `use at most maxReplicas, ${maxReplicas}`);
  const metrics = manifest.apiVersion === 'autoscaling/v1' ? readV1Metrics(spec, read) : readMetrics(spec, read);
  return {
    ...(minReplicas !== undefined && { minReplicas }),
    maxReplicas,
    ...(metrics.length > 0 && { metrics }),
    ...(isFields(spec.behavior) && { behavior: { scaleUp: readRules(spec.behavior, 'scaleUp', read), scaleDown: readRules(spec.behavior, 'scaleDown', read) } }),
  };
}

function readV1Metrics(spec: Fields, read: FieldReader): MetricSpec[] {
  const averageUtilization = read.integer(spec, 'spec', 'targetCPUUtilizationPercentage', 1);
  return averageUtilization === undefined ? [] : [{ type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization } }];
}

function readMetrics(spec: Fields, read: FieldReader): MetricSpec[] {
  if (spec.metrics !== undefined && spec.metrics !== null && !Array.isArray(spec.metrics)) read.fail('spec.metrics', spec.metrics, 'use a list');
  return fieldsListAt(spec, 'metrics').map((metric, i) => readMetric(metric, `spec.metrics[${i}]`, read));
}

function readMetric(metric: Fields, path: string, read: FieldReader): MetricSpec {
  const type = read.oneOf(metric, path, 'type', Object.keys(METRIC_SOURCES) as (keyof typeof METRIC_SOURCES)[]) ?? read.fail(`${path}.type`, undefined, 'name the kind of metric');
  const field = METRIC_SOURCES[type];
  const source = fieldsAt(metric, field) ?? read.fail(`${path}.${field}`, metric[field], `a metric of type ${type} needs it`);
  const target = readTarget(source, type, `${path}.${field}`, read);
  if (type === 'Resource' || type === 'ContainerResource') {
    return {
      type, target, resource: read.text(source, `${path}.${field}`, 'name'),
      ...(type === 'ContainerResource' && { container: read.text(source, `${path}.${field}`, 'container') }),
    };
  }
  const identifier = fieldsAt(source, 'metric') ?? read.fail(`${path}.${field}.metric`, source.metric, 'name the metric');
  const selector = fieldsAt(identifier, 'selector');
  return {
    type, target, name: read.text(identifier, `${path}.${field}.metric`, 'name'),
    ...(selector && { selector: selector as LabelSelector }),
    ...(type === 'Object' && { describedKind: read.text(fieldsAt(source, 'describedObject'), `${path}.${field}.describedObject`, 'kind') }),
  };
}

/** Target types that the controller supports for a metric of type Object. */
const OBJECT_TYPES = ['Value', 'AverageValue'] as const;

function readTarget(source: Fields, type: keyof typeof METRIC_SOURCES, path: string, read: FieldReader): MetricTarget {
  const target = fieldsAt(source, 'target') ?? read.fail(`${path}.target`, source.target, 'a metric needs one');
  const averageUtilization = read.integer(target, `${path}.target`, 'averageUtilization', 1);
  const averageValueMilli = read.quantity(target, `${path}.target`, 'averageValue');
  const valueMilli = read.quantity(target, `${path}.target`, 'value');
  const resource = type === 'Resource' || type === 'ContainerResource';
  if (averageUtilization !== undefined && !resource) read.fail(`${path}.target.averageUtilization`, averageUtilization, 'only resource metrics have one');
  const given = [averageUtilization, averageValueMilli, resource || type === 'Pods' ? undefined : valueMilli].filter((part) => part !== undefined);
  const allowed = resource ? 'averageUtilization or averageValue' : type === 'Pods' ? 'averageValue' : 'value or averageValue';
  if (given.length !== 1) read.fail(`${path}.target`, target, `give exactly one of ${allowed}`);
  // The controller decides by the field that is set, except for Object metrics, which it reads by the type.
  const ofObject = type === 'Object' ? OBJECT_TYPES.find((each) => each === target.type) : undefined;
  return {
    type: ofObject ?? (averageUtilization !== undefined ? 'Utilization' : averageValueMilli !== undefined ? 'AverageValue' : 'Value'),
    ...(averageUtilization !== undefined && { averageUtilization }),
    ...(averageValueMilli !== undefined && { averageValueMilli }),
    ...(valueMilli !== undefined && averageValueMilli === undefined && averageUtilization === undefined && { valueMilli }),
  };
}

function readRules(behavior: Fields, direction: 'scaleUp' | 'scaleDown', read: FieldReader): HPAScalingRules | undefined {
  const rules = fieldsAt(behavior, direction);
  if (!rules) return undefined;
  const path = `spec.behavior.${direction}`;
  const policies = Array.isArray(rules.policies) ? fieldsListAt(rules, 'policies').map((policy, i) => {
    const at = `${path}.policies[${i}]`;
    return {
      type: read.oneOf(policy, at, 'type', ['Pods', 'Percent'] as const) ?? read.fail(`${at}.type`, undefined, 'use Pods or Percent'),
      value: read.integer(policy, at, 'value', 1) ?? read.fail(`${at}.value`, undefined, 'a policy needs one'),
      periodSeconds: read.integer(policy, at, 'periodSeconds', 1, 1800) ?? read.fail(`${at}.periodSeconds`, undefined, 'a policy needs one'),
    };
  }) : undefined;
  if (policies?.length === 0) read.fail(`${path}.policies`, [], 'give at least one, or leave the list out');
  const stabilizationWindowSeconds = read.integer(rules, path, 'stabilizationWindowSeconds', 0, 3600);
  const selectPolicy = read.oneOf(rules, path, 'selectPolicy', ['Max', 'Min', 'Disabled'] as const);
  const tolerance = readTolerance(rules, path, read);
  return {
    ...(stabilizationWindowSeconds !== undefined && { stabilizationWindowSeconds }),
    ...(selectPolicy !== undefined && { selectPolicy }),
    ...(policies && { policies }),
    ...(tolerance !== undefined && { tolerance }),
  };
}

function readTolerance(rules: Fields, path: string, read: FieldReader): number | undefined {
  const { tolerance } = rules;
  if (tolerance === undefined || tolerance === null) return undefined;
  const parsed = typeof tolerance === 'string' || typeof tolerance === 'number' ? Quantity.tryParse(String(tolerance)) : undefined;
  if (!parsed || parsed.toNumber() < 0) read.fail(`${path}.tolerance`, tolerance, 'use a share as a quantity, 0 or above, as in 0.05');
  return parsed.toNumber();
}
