import { type Chart, Duration } from 'cdk8s';
import { KotaemonModule, ModuleRole, ScalingMetric, ScalingRate } from '../../lib';

/** The module of the quickstart, with this library. */
export function addModule(chart: Chart, name: string): void {
  new KotaemonModule(chart, name, {
    image: 'registry.example.com/rag/app:1.4.2',
    port: 8000,
    role: ModuleRole.custom('app'),
    scaling: {
      minReplicas: 2,
      maxReplicas: 20,
      metrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(100)],
      scaleUp: { stabilizationWindow: Duration.seconds(30), policies: [ScalingRate.percent(100, Duration.seconds(15))] },
    },
  });
}
