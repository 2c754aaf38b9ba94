import { PassRecorder } from '../../../../lib/simulator/engine/autoscalers/pass-recorder';
import { type MetricSpec, type ReconcileResult } from '../../../../lib/hpa';

const METRICS: MetricSpec[] = [
  { type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
  { type: 'ContainerResource', resource: 'memory', container: 'app', target: { type: 'AverageValue', averageValueMilli: 2000 } },
  { type: 'External', name: 'lag', target: { type: 'Value', valueMilli: 5000 } },
];

function result(fields: Partial<ReconcileResult>): ReconcileResult {
  return { status: { currentReplicas: 2, desiredReplicas: 3, currentMetrics: null, conditions: [] }, replicas: 3, scaleUpdated: true, trace: {}, ...fields };
}

const seen = { now: 15_000, specReplicas: 2, statusReplicas: 4, pods: [], metrics: [] };

describe('PassRecorder', () => {
  test('keeps what a pass saw and decided', () => {
    const recorder = new PassRecorder({ minReplicas: 1, maxReplicas: 9, metrics: METRICS }, 10);
    recorder.record(seen, 1, result({
      status: {
        currentReplicas: 2, desiredReplicas: 3,
        currentMetrics: [{ averageUtilization: 90, averageValueMilli: 1 }, { averageValueMilli: 1500n }, { valueMilli: 7000 }],
        conditions: [{ type: 'AbleToScale', status: 'True', reason: 'SucceededRescale', lastTransitionTime: 0 }],
      },
      trace: {
        recommendation: 5, stabilized: 4,
        metrics: [
          { replicas: 3 }, { replicas: 5 }, { error: { reason: 'FailedGetExternalMetric', message: 'no such metric' } },
        ],
      },
    }));
    const log = recorder.log();
    expect([log.length, log.seconds[0], log.specReplicas[0], log.statusReplicas[0], log.readyPods[0]]).toEqual([1, 15, 2, 4, 1]);
    expect([log.metricReplicas[0], log.stabilizedReplicas[0], log.desiredReplicas[0], log.reasons[log.reason[0]]])
      .toEqual([5, 4, 3, 'AbleToScale=True SucceededRescale']);
    expect(log.metrics.map(({ name, target, value, proposal, error }) => [name, target, value[0], proposal[0], error[0] < 0 ? '' : log.reasons[error[0]]])).toEqual([
      ['cpu', 60, 90, 3, ''], ['memory of app', 2, 1.5, 5, ''], ['lag', 5, 7, -1, 'no such metric'],
    ]);
  });

  test('tells metrics that could not decide from metrics that were not read', () => {
    const recorder = new PassRecorder({ minReplicas: 1, maxReplicas: 9, metrics: METRICS }, 10);
    recorder.record(seen, 1, result({ trace: { metrics: [] } }));
    recorder.record(seen, 1, result({ trace: {} }));
    const log = recorder.log();
    expect([...log.metricReplicas]).toEqual([-1, -2]);
    expect([...log.stabilizedReplicas]).toEqual([3, 3]);
    expect(log.metrics[0].value[0]).toBeNaN();
    expect([...log.metrics[0].proposal]).toEqual([-1, -1]);
  });

  test('keeps each message once', () => {
    const recorder = new PassRecorder({ minReplicas: 1, maxReplicas: 9, metrics: [] }, 10);
    for (let pass = 0; pass < 5; pass++) recorder.record(seen, 1, result({}));
    expect(recorder.log().reasons).toHaveLength(1);
  });
});
