import { type Manifest } from '../../lib/manifest';
import { type Scenario } from '../../lib/scenario';
import { type WorldInput } from '../../lib/scenario/build-world';
import { type TuneSlo } from '../../lib/studies/tune/slo';
import { type CountTrace } from '../../lib/traffic';

/** Service that every trace is given to: one second a request, four at a time, and a core that four requests fill. */
export const MEAN_SECONDS = 1;
export const CV = 0.5;
export const CONCURRENCY = 4;
export const CPU_SECONDS = 0.25;
export const START_UP_SECONDS = 40;
export const TIMEOUT_SECONDS = 30;
export const SLO: TuneSlo = { latencySeconds: 5, objective: 0.999 };

/** Name of the trigger, or the Pods metric, that counts answered requests. */
export const REQUESTS_METRIC = 'http_requests_per_second';
/** Name of the External metric that holds a forecast. */
export const FORECAST_METRIC = 'forecast';

const DEPLOYMENT: Manifest = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'web:1', resources: { requests: { cpu: '1' } } }] },
    },
  },
};

/** The service under an autoscaler, and a trace as its traffic: Poisson arrivals with the count of each bucket. */
export function inputOf(trace: CountTrace, load: number, autoscaler: Manifest, seed: number): WorldInput {
  const { kind } = autoscaler;
  const asked = JSON.stringify(autoscaler);
  const scenario: Scenario = {
    kubernetes: '1.35', seed,
    slo: { latency: '5s', objective: SLO.objective },
    workloads: {
      web: {
        service: {
          time: { mean: `${MEAN_SECONDS}s`, cv: CV }, concurrency: CONCURRENCY, cpuSeconds: CPU_SECONDS, timeout: `${TIMEOUT_SECONDS}s`,
        },
        balancer: 'random',
        startUp: { schedule: 0, warmPull: 0, coldPull: 0, init: 0, boot: START_UP_SECONDS },
        metrics: {
          ...(asked.includes(REQUESTS_METRIC) && { [REQUESTS_METRIC]: 'requests-per-second' as const }),
          ...(asked.includes(FORECAST_METRIC) && kind === 'HorizontalPodAutoscaler' && { [FORECAST_METRIC]: { signal: 'constant' as const, value: 0 } }),
        },
      },
    },
  };
  return {
    manifests: [DEPLOYMENT, autoscaler], scenario,
    traffic: { shared: { trace: () => trace, options: { arrivals: 'counted', load } }, flows: new Map() },
  };
}
