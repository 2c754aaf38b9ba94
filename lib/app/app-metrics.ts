import { type ScalingMetric } from '../scaling/scaling-metric';
import { UserError } from '../values/user-error';

/**
 * Series of the app's /metrics. If a series counts all requests, the value is the handler that represents a question.
 */
const SERIES: Readonly<Record<string, string | undefined>> = {
  http_requests_total: '/queue/join',
  http_requests_inprogress: '/queue/data',
  gradio_queue_waiting: undefined,
  gradio_queue_running: undefined,
};

/**
 * Returns a request metric restricted to the handlers that cause load. Excludes pages, assets and heartbeats of open
 * tabs.
 *
 * @throws if the metric needs a series that the app does not expose.
 */
export function countedMetric(name: string, metric: ScalingMetric): ScalingMetric {
  const { series } = metric._definition;
  if (series === undefined || metric._servedExternally()) return metric;
  if (!(series in SERIES)) {
    throw new UserError(`scaling.metrics of app '${name}' has ${metric._definition.name} on the series ${series}, which the app does not expose; it exposes ${Object.keys(SERIES).join(', ')}: `
      + 'use requestsPerSecond, concurrency, errorRate or queueLength on one of these, or ServedBy.EXTERNAL if something else serves the metric');
  }
  const handler = SERIES[series];
  return handler === undefined ? metric : metric._withLabels({ handler });
}
