import { labelsOf } from '../../../lib/promql';
import { type Recording, type SeriesName } from '../../../lib/recording';
import { type RecordedSeries } from '../../support/prometheus-on-loopback';

const POD = { namespace: 'shop', pod: 'web-bcdf-bcdfg' };
const DEPLOYMENT = { namespace: 'shop', deployment: 'web' };
const HPA = { namespace: 'shop', horizontalpodautoscaler: 'web' };

/** History of a planted recording as the counters and gauges that a Prometheus would have scraped, once a step. */
export function historyOf({ startEpochSeconds, stepSeconds, points, workloads: [{ series, latency }] }: Recording): RecordedSeries[] {
  const valuesOf = (name: SeriesName): Float64Array => series.find((each) => each.name === name)!.values;
  const gauge = (labels: Record<string, string>, values: Float64Array): RecordedSeries => ({
    labels: labelsOf(labels), samples: Array.from({ length: points }, (_, i) => [startEpochSeconds + i * stepSeconds, values[i]] as const),
  });
  const counter = (labels: Record<string, string>, rates: Float64Array): RecordedSeries => {
    let total = 0;
    return gauge(labels, rates.map((rate) => (total += rate * stepSeconds)));
  };
  return [
    counter({ __name__: 'http_requests_total', ...POD, status: '200' }, valuesOf('requests').map((rate, i) => rate - valuesOf('errors')[i])),
    counter({ __name__: 'http_requests_total', ...POD, status: '503' }, valuesOf('errors')),
    counter({ __name__: 'container_cpu_usage_seconds_total', ...POD, container: 'web' }, valuesOf('cpu')),
    ...(latency?.bounds ?? []).map((bound, i) => (
      counter({ __name__: 'http_request_duration_seconds_bucket', ...POD, le: bound === Infinity ? '+Inf' : String(bound) }, latency!.rates[i])
    )),
    gauge({ __name__: 'kube_deployment_spec_replicas', ...DEPLOYMENT }, valuesOf('replicas-spec')),
    gauge({ __name__: 'kube_deployment_status_replicas_ready', ...DEPLOYMENT }, valuesOf('replicas-ready')),
    gauge({ __name__: 'kube_horizontalpodautoscaler_status_desired_replicas', ...HPA }, valuesOf('replicas-spec')),
    gauge({ __name__: 'kube_horizontalpodautoscaler_spec_max_replicas', ...HPA }, valuesOf('hpa-max')),
  ];
}
