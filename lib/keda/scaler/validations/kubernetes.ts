import { quantityFault } from '../../../hpa/validation/api-quantity';
import { parseCron } from '../../../schedule/cron-expression';
import { goInteger } from '../go-values';
import { isLabelSelector } from '../label-selector-text';
import { type Validation, wrong } from './validation';

/** Metric types of the cpu and memory scalers. */
const RESOURCE_METRICS = ['Utilization', 'AverageValue'];

const resource: Validation = function* (settings, config) {
  const given = config.minor < 18 ? settings.text('type') : '';
  const metricType = given ? given : config.metricType ?? '';
  const value = settings.text('value') ?? '';
  if (!RESOURCE_METRICS.includes(metricType)) {
    yield { message: `has ${metricType === '' ? 'no metricType' : `metricType ${metricType}`}; set metricType: Utilization or AverageValue, beside metadata` };
  } else if (value !== '' && metricType === 'Utilization' && goInteger(value, 32) === undefined) yield wrong(config, 'value', 'which is not a whole number of percent');
  else if (value !== '' && metricType === 'AverageValue' && quantityFault(value) !== undefined) yield wrong(config, 'value', 'which is not a quantity, as in 500m or 1Gi');
};

const cron: Validation = function* (settings, config) {
  const [start, end] = [settings.text('start') ?? '', settings.text('end') ?? ''];
  for (const [name, text] of [['start', start], ['end', end]]) {
    if (text === '') continue;
    try {
      parseCron(text);
    } catch (error) {
      yield { setting: name, message: `cannot be read: ${(error as Error).message}` };
    }
  }
  if (start !== '' && start === end) yield { message: 'starts and ends at the same time; move one of the two' };
  if (settings.number('desiredReplicas') === 0 && Object.hasOwn(config.metadata, 'desiredReplicas')) {
    yield wrong(config, 'desiredReplicas', 'which KEDA takes for "no desiredReplicas specified"; use at least 1, and minReplicaCount for the time outside of the window');
  }
};

const workload: Validation = function* (settings, config) {
  const value = settings.number('value');
  if (value !== undefined && value <= 0 && !config.asMetricSource) {
    if (Object.hasOwn(config.metadata, 'value')) yield wrong(config, 'value', 'which must be above 0');
    else yield { message: 'has no value; set the number of pods per replica' };
  }
  const selector = settings.text('podSelector') ?? '';
  if (!isLabelSelector(selector)) yield wrong(config, 'podSelector', "which is not a label selector, as in 'app=web,tier in (a, b)'");
};

const object: Validation = function* (settings, config) {
  const value = settings.number('targetValue');
  if (value !== undefined && value <= 0 && !config.asMetricSource && Object.hasOwn(config.metadata, 'targetValue')) yield wrong(config, 'targetValue', 'which must be above 0');
  const [format, location] = [settings.text('format'), settings.has('valueLocation')];
  if (format === 'number' && location) yield { setting: 'valueLocation', message: 'works with format json or yaml alone; leave it out' };
  if ((format === 'json' || format === 'yaml') && !location) yield { message: `has no valueLocation, which format ${format} needs; set it` };
};

export const KUBERNETES: Readonly<Record<string, Validation>> = { cpu: resource, memory: resource, cron, 'kubernetes-workload': workload, 'kubernetes-resource': object };
