import { Size } from 'cdk8s';
import * as fc from 'fast-check';
import { Cpu, MetricTarget, ScalingMetric } from '../../lib';
import { Quantity } from '../../lib/values/quantity';
import { hpaMetric } from '../support/scaling-metrics';

describe('a target', () => {
  test.each(['0', '-1', '0m'])('of %s is rejected as unreachable', (quantity) => {
    expect(() => MetricTarget.averageValue(quantity)).toThrow(`a metric's target must be above 0, got '${quantity}'`);
  });

  test('that is no quantity is refused', () => {
    expect(() => MetricTarget.value('100 rps')).toThrow("'100 rps' is not a quantity; write a number with an optional suffix");
  });

  test.each([0, 59.5, -1, Number.NaN])('utilization of %d is refused', (percent) => {
    expect(() => ScalingMetric.cpuUtilization(percent)).toThrow('a target utilization must be a whole number of percent, at least 1');
  });

  test('is written exactly, as the API server stores it', () => {
    expect(hpaMetric(ScalingMetric.pods('x', '1.5'))).toMatchObject({ pods: { target: { averageValue: '1500m' } } });
    expect(hpaMetric(ScalingMetric.pods('x', '100'))).toMatchObject({ pods: { target: { averageValue: '100' } } });
    expect(hpaMetric(ScalingMetric.pods('x', '500m'))).toMatchObject({ pods: { target: { averageValue: '500m' } } });
    expect(hpaMetric(ScalingMetric.memoryAverage(Size.gibibytes(2)))).toMatchObject({ resource: { target: { averageValue: '2Gi' } } });
    expect(hpaMetric(ScalingMetric.cpuAverage(Cpu.millis(1500)))).toMatchObject({ resource: { target: { averageValue: '1500m' } } });
  });

  test('of requests per second is exact for every number of thousandths', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (milli) => {
      const manifest = hpaMetric(ScalingMetric.requestsPerSecond(milli / 1000));
      expect(Quantity.parse(manifest.pods.target.averageValue).milliValue()).toBe(milli);
    }));
  });

  test('finer than a thousandth is refused, since the controller would round it', () => {
    expect(() => ScalingMetric.requestsPerSecond(0.0005)).toThrow('0.0005 is not a quantity; use a finite number in steps of 0.001');
  });
});

describe('a metric name', () => {
  test.each(['', 'a/b', '../etc', '.', '..', 'a%b'])("'%s' is not allowed in the path of a metrics API", (name) => {
    expect(() => ScalingMetric.pods(name, '1')).toThrow(`metric name '${name}' is not allowed in the path of a metrics API`);
  });

  test.each(['vllm:num_requests_waiting', 'pubsub.googleapis.com|subscription|num_undelivered_messages', 's0-rabbitmq-tasks'])("'%s' can", (name) => {
    expect(hpaMetric(ScalingMetric.pods(name, '1'))).toMatchObject({ pods: { metric: { name } } });
  });
});
