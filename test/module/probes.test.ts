import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { HealthProbe } from '../../lib';
import { emittedContainer } from './support';

describe('the probes of a module', () => {
  test('write every field out', () => {
    const { startupProbe, readinessProbe, livenessProbe } = emittedContainer();
    const httpGet = { path: '/health', port: 'http', scheme: 'HTTP' };
    expect(startupProbe).toEqual({ httpGet, initialDelaySeconds: 0, periodSeconds: 3, timeoutSeconds: 3, failureThreshold: 30, successThreshold: 1 });
    expect(readinessProbe).toEqual({ httpGet, initialDelaySeconds: 0, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3, successThreshold: 1 });
    expect(livenessProbe).toEqual({
      tcpSocket: { port: 'http' }, initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6, successThreshold: 1,
    });
  });

  test('restart a container after three times its start time, at least 30 s', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 7200 }), (seconds) => {
      const { periodSeconds, failureThreshold } = emittedContainer({ startTime: Duration.seconds(seconds) }).startupProbe;
      const budget = Math.max(30, 3 * seconds);
      expect(periodSeconds * failureThreshold).toBeGreaterThanOrEqual(budget);
      expect(periodSeconds * (failureThreshold - 1)).toBeLessThan(budget);
      expect(periodSeconds).toBeLessThanOrEqual(10);
    }), { numRuns: 30 });
  });

  test('use the readiness probe as startup probe', () => {
    const { startupProbe } = emittedContainer({ probes: { readiness: HealthProbe.httpGet('/ready', { period: Duration.seconds(60) }) } });
    expect(startupProbe).toMatchObject({ httpGet: { path: '/ready' }, periodSeconds: 3 });
  });

  test('use the liveness probe as startup probe without a readiness probe', () => {
    const container = emittedContainer({ probes: { readiness: HealthProbe.none() } });
    expect(container).not.toHaveProperty('readinessProbe');
    expect(container.startupProbe).toHaveProperty('tcpSocket');
  });

  test('can all be left out', () => {
    const none = HealthProbe.none();
    const container = emittedContainer({ probes: { startup: none, readiness: none, liveness: none } });
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) expect(container).not.toHaveProperty(probe);
  });

  test('take any handler, with its timing', () => {
    const timing = { period: Duration.seconds(7), timeout: Duration.seconds(2), failureThreshold: 9 };
    const { startupProbe, readinessProbe, livenessProbe } = emittedContainer({
      probes: {
        startup: HealthProbe.command(['/app/up'], timing),
        readiness: HealthProbe.tcpSocket({ port: 9000, ...timing }),
        liveness: HealthProbe.grpc(),
      },
    });
    expect(startupProbe).toMatchObject({ exec: { command: ['/app/up'] }, periodSeconds: 7, timeoutSeconds: 2, failureThreshold: 9 });
    expect(readinessProbe).toMatchObject({ tcpSocket: { port: 9000 }, periodSeconds: 7, timeoutSeconds: 2, failureThreshold: 9 });
    expect(livenessProbe.grpc).toEqual({ port: 8080 });
  });

  test('are rejected where readiness and liveness are the same probe', () => {
    expect(() => emittedContainer({ probes: { liveness: HealthProbe.httpGet('/health') } })).toThrow('readiness and liveness are the same probe, so that a busy container is restarted; use a lighter liveness probe, such as HealthProbe.tcpSocket()');
  });

  test('are rejected where no container could become Ready', () => {
    const startup = HealthProbe.tcpSocket({ period: Duration.seconds(2), failureThreshold: 5 });
    expect(() => emittedContainer({ probes: { startup }, startTime: Duration.seconds(60) }))
      .toThrow('the startup probe (5 failures, one every 2 s) allows less than the start time of 60 s: no container becomes ready; raise the failure threshold, or remove it');
  });

  test.each([
    [{ failureThreshold: 0 }, 'the failure threshold of the readiness probe must be a whole number above 0, got 0'],
    [{ period: Duration.millis(500) }, 'the period of the readiness probe must be a whole number of seconds, at least 1, got 0.5 s'],
    [{ timeout: Duration.seconds(0) }, 'the timeout of the readiness probe must be a whole number of seconds, at least 1, got 0 s'],
  ])('are refused with %j', (timing, message) => {
    expect(() => emittedContainer({ probes: { readiness: HealthProbe.httpGet('/ready', timing) } })).toThrow(message);
  });

  test('are refused without a path or a program', () => {
    expect(() => HealthProbe.httpGet('health')).toThrow("'health' is not a path; start it with a slash");
    expect(() => HealthProbe.command([])).toThrow('the probe command is an empty list; name a program');
  });
});

test('a start time is whole seconds', () => {
  expect(() => emittedContainer({ startTime: Duration.millis(100) })).toThrow('the start time must be a whole number of seconds, at least 1, got 0.1 s');
});
