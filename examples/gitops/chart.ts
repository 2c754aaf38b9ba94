import { Chart, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { KotaemonModule, ModuleRole, ScalingMetric, Schedule } from '../../lib';

/** Two modules, one of them with a schedule that changes the floor of its autoscaler in the cluster. */
export class GitOpsChart extends Chart {
  public readonly retriever: KotaemonModule;
  public readonly agent: KotaemonModule;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'rag' });
    this.retriever = new KotaemonModule(this, 'retriever', {
      image: 'registry.example.com/rag/retriever:1.4.2',
      port: 8080,
      role: ModuleRole.RETRIEVAL,
      scaling: {
        minReplicas: 2,
        maxReplicas: 20,
        metrics: [ScalingMetric.cpuUtilization(60)],
        asOf: '2026-11-01',
        schedules: [Schedule.weekdays('8:45-17:00', { timeZone: 'Europe/Berlin', atLeast: 6, rampUp: Duration.minutes(15) })],
      },
    });
    this.agent = new KotaemonModule(this, 'agent', { image: 'registry.example.com/rag/agent:2.0.1', port: 8080, role: ModuleRole.STATE_TRACKING });
    this.agent.connectTo(this.retriever);
  }
}
