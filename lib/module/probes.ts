import { type Duration } from 'cdk8s';
import { type k8s, type Plain } from '../kube/plain';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';
import { HealthProbe, type ModuleProbes, probeManifest } from './health-probe';

type Probe = Plain<k8s.Probe>;

interface PodProbes {
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  /** Seconds after which a container that has not started is restarted. */
  readonly startupBudget: number;
}

interface ProbedPort {
  readonly name: string;
  readonly number: number;
}

const STARTUP_HEADROOM = 3;
const LEAST_STARTUP_BUDGET = 30;

/**
 * Returns the start-up, readiness and liveness probe of a module's container.
 *
 * @throws if readiness and liveness are the same check, or the start-up budget is below the start time.
 */
export function podProbes(probes: ModuleProbes, startTime: Duration, port: ProbedPort): PodProbes {
  const { readiness = HealthProbe.httpGet('/health'), liveness = HealthProbe.tcpSocket() } = probes;
  const startup = probes.startup ?? (readiness._handler(port.name, port.number) ? readiness : liveness);
  const ready = readiness._handler(port.name, port.number);
  const live = liveness._handler(port.name, port.number);
  if (ready && live && JSON.stringify(ready) === JSON.stringify(live)) {
    throw new UserError('readiness and liveness are the same probe, so that a busy container is restarted; use a lighter liveness probe, such as HealthProbe.tcpSocket()');
  }
  const startupProbe = startupManifest(startup, startTime, port, probes.startup !== undefined);
  const readinessProbe = probeManifest('readiness', ready, readiness._timing(), { period: 5, timeout: 3, failureThreshold: 3 });
  const livenessProbe = probeManifest('liveness', live, liveness._timing(), { period: 10, timeout: 5, failureThreshold: 6 });
  const startupBudget = startupProbe ? startupProbe.periodSeconds! * startupProbe.failureThreshold! : wholeSeconds('the start time', startTime, 1);
  return {
    ...(startupProbe && { startupProbe }),
    ...(readinessProbe && { readinessProbe }),
    ...(livenessProbe && { livenessProbe }),
    startupBudget,
  };
}

function startupManifest(probe: HealthProbe, startTime: Duration, port: ProbedPort, asked: boolean): Probe | undefined {
  const seconds = wholeSeconds('the start time', startTime, 1);
  const timing = asked ? probe._timing() : {};
  const period = timing.period?.toSeconds() ?? Math.min(10, Math.max(1, Math.round(seconds / 10)));
  const failureThreshold = Math.ceil(Math.max(LEAST_STARTUP_BUDGET, STARTUP_HEADROOM * seconds) / period);
  const manifest = probeManifest('startup', probe._handler(port.name, port.number), timing, { period, timeout: 3, failureThreshold });
  if (manifest && manifest.periodSeconds! * manifest.failureThreshold! < seconds) {
    throw new UserError(
      `the startup probe (${manifest.failureThreshold} failures, one every ${manifest.periodSeconds} s) allows less than the start time of ${seconds} s: `
      + 'no container becomes ready; raise the failure threshold, or remove it',
    );
  }
  return manifest;
}
