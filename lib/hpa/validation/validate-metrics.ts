import { type Fields, fieldsAt, isFields, listAt, numberAt, textAt, valueAt } from '../../values/fields';
import { isDnsLabel } from '../../values/names';
import { quantitySign } from './api-quantity';
import { isContainerResource } from './container-resource';
import { type FieldProblem } from './field-problem';
import { validateReference, validateSegment } from './validate-reference';

type SourceName = 'object' | 'external' | 'pods' | 'resource' | 'containerResource';

/** Metric sources in the API server's order. Only the first one given is validated. */
const SOURCES: readonly SourceName[] = ['object', 'external', 'pods', 'resource', 'containerResource'];
const SOURCE_OF_TYPE: Readonly<Record<string, SourceName>> = {
  Object: 'object', External: 'external', Pods: 'pods', Resource: 'resource', ContainerResource: 'containerResource',
};
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];

/** Validates an HPA's metrics. */
export function* validateMetrics(spec: Fields, checksApiVersion: boolean): Iterable<FieldProblem> {
  const metrics = listAt(spec, 'metrics').map((metric) => (isFields(metric) ? metric : {}));
  for (const [i, metric] of metrics.entries()) yield* validateMetric(metric, `spec.metrics[${i}]`, checksApiVersion);
  if (numberAt(spec, 'minReplicas') === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) {
    yield { field: 'spec.metrics', message: 'must hold an Object or an External metric where minReplicas is 0' };
  }
}

function* validateMetric(metric: Fields, path: string, checksApiVersion: boolean): Iterable<FieldProblem> {
  const type = textAt(metric, 'type') ?? '';
  const expected = Object.hasOwn(SOURCE_OF_TYPE, type) ? SOURCE_OF_TYPE[type] : undefined;
  if (!expected) yield { field: `${path}.type`, message: `must be one of ${Object.keys(SOURCE_OF_TYPE).join(', ')}, got '${type}'` };
  const present = SOURCES.filter((name) => fieldsAt(metric, name));
  if (present.length > 0) yield* validateSource(present[0], fieldsAt(metric, present[0])!, `${path}.${present[0]}`, checksApiVersion);
  if (expected && !present.includes(expected)) yield { field: `${path}.${expected}`, message: `must be set where type is ${type}` };
  if (present.length === 1) return;
  for (const name of present) {
    if (name !== expected) yield { field: `${path}.${name}`, message: `must not be set where type is '${type}'` };
  }
}

function* validateSource(name: SourceName, source: Fields, path: string, checksApiVersion: boolean): Iterable<FieldProblem> {
  const target = fieldsAt(source, 'target') ?? {};
  if (name === 'object') {
    yield* validateReference(fieldsAt(source, 'describedObject') ?? {}, `${path}.describedObject`, { checksApiVersion, needsGroup: false });
  }
  if (name === 'resource' || name === 'containerResource') yield* validateResource(name, source, path);
  else yield* validateSegment(fieldsAt(source, 'metric') ?? {}, 'name', `${path}.metric`);
  yield* validateTarget(target, `${path}.target`);
  yield* validateChoice(name, target, `${path}.target`);
}

function* validateResource(name: SourceName, source: Fields, path: string): Iterable<FieldProblem> {
  const resource = textAt(source, 'name') ?? '';
  if (resource === '') yield { field: `${path}.name`, message: 'must name a resource, as in cpu' };
  if (name !== 'containerResource') return;
  if (resource !== '' && !isContainerResource(resource)) yield { field: `${path}.name`, message: `must be a resource that containers have, as in cpu, got '${resource}'` };
  const container = textAt(source, 'container') ?? '';
  if (!isDnsLabel(container)) yield { field: `${path}.container`, message: `must be the name of a container, got '${container}'` };
}

function* validateTarget(target: Fields, path: string): Iterable<FieldProblem> {
  const type = textAt(target, 'type') ?? '';
  if (!TARGET_TYPES.includes(type)) yield { field: `${path}.type`, message: `must be one of ${TARGET_TYPES.join(', ')}, got '${type}'` };
  for (const name of ['value', 'averageValue']) {
    if (has(target, name) && quantitySign(String(target[name])) <= 0) yield { field: `${path}.${name}`, message: `must be above 0, got ${String(target[name])}` };
  }
  const utilization = numberAt(target, 'averageUtilization');
  if (utilization !== undefined && utilization < 1) yield { field: `${path}.averageUtilization`, message: `must be at least 1, got ${utilization}` };
}

/** Validates that a target has exactly one of the values that its source allows. */
function* validateChoice(name: SourceName, target: Fields, path: string): Iterable<FieldProblem> {
  const [value, averageValue, utilization] = ['value', 'averageValue', 'averageUtilization'].map((field) => has(target, field));
  switch (name) {
    case 'resource':
    case 'containerResource':
      if (!utilization && !averageValue) yield { field: `${path}.averageUtilization`, message: 'must be set, unless averageValue is' };
      if (utilization && averageValue) yield { field: `${path}.averageValue`, message: 'must not be set beside averageUtilization' };
      return;
    case 'pods':
      if (!averageValue) yield { field: `${path}.averageValue`, message: 'must be set' };
      return;
    default:
      if (!value && !averageValue) yield { field: `${path}.averageValue`, message: 'must be set, unless value is' };
      if (name === 'external' && value && averageValue) yield { field: `${path}.value`, message: 'must not be set beside averageValue' };
  }
}

function has(fields: Fields, name: string): boolean {
  return (valueAt(fields, name) ?? undefined) !== undefined;
}
