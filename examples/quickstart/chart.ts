import { Chart, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { KotaemonModule, ModuleRole, ScalingMetric, ScalingRate } from '../../lib';

/** One autoscaled RAG service. */
export class QuickstartChart extends Chart {
  public readonly app: KotaemonModule;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'ai-services' });
    this.app = new KotaemonModule(this, 'kotaemon-app', {
      image: 'registry.example.com/rag/app:1.4.2',
      port: 8000,
      role: ModuleRole.custom('app'),
      deploymentName: 'kotaemon-deployment',
      scaling: {
        name: 'kotaemon-app-hpa',
        minReplicas: 2,
        maxReplicas: 20,
        metrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(100)],
        scaleUp: {
          stabilizationWindow: Duration.seconds(30),
          policies: [ScalingRate.percent(100, Duration.seconds(15))],
        },
      },
    });
  }
}
