import { Chart, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { Autoscaler, ClusterEndpoint, KotaemonModule, ModuleRole, ScalingMetric, type ScalingPolicyOptions, ScalingRate, Schedule, Weekday } from '../../lib';

const PARTITIONS = 24;

/** CPU as the only signal: the policy that most services begin with. */
export const CPU_ALONE: ScalingPolicyOptions = {
  minReplicas: 2,
  maxReplicas: PARTITIONS,
  metrics: [ScalingMetric.cpuUtilization(60)],
};

/** Three layers: the CPU guards the floor, the backlog senses the load, and the clock acts ahead of the peak. */
export const LAYERED: ScalingPolicyOptions = {
  minReplicas: 2,
  maxReplicas: PARTITIONS,
  metrics: [
    ScalingMetric.cpuUtilization(60),
    ScalingMetric.kafkaLag({ topic: 'questions', consumerGroup: 'retriever', partitions: PARTITIONS, perReplica: 6, bootstrapServers: ['kafka.messaging:9092'] }),
  ],
  // Eleven asked for are twelve in the trigger, since the HPA stays where it is within a tenth of what it should have.
  schedules: [Schedule.on([Weekday.MONDAY], '8:45-9:30', { atLeast: 11, timeZone: 'Europe/Berlin' })],
  asOf: '2026-01-01',
  scaleUp: { policies: [ScalingRate.percent(100, Duration.seconds(15))] },
  autoscaler: Autoscaler.keda(),
};

export interface MondayMorningProps {
  readonly scaling: ScalingPolicyOptions;
}

/** A retriever that works through a topic of questions. */
export class MondayMorningChart extends Chart {
  public readonly retriever: KotaemonModule;

  constructor(scope: Construct, id: string, props: MondayMorningProps) {
    super(scope, id, { namespace: 'rag' });
    this.retriever = new KotaemonModule(this, 'retriever', {
      image: 'registry.example.com/rag/retriever:2.3.0',
      port: 8080,
      role: ModuleRole.RETRIEVAL,
      deploymentName: 'retriever',
      scaling: props.scaling,
    });
    this.retriever.connectTo(ClusterEndpoint.of('kafka', { port: 9092, namespaceLabels: { 'kubernetes.io/metadata.name': 'messaging' } }));
  }
}
