import { Chart, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { KotaemonModule, ModuleRole, Schedule, type ScheduleMechanism, ScalingMetric, Weekday } from '../../lib';

const BERLIN = { timeZone: 'Europe/Berlin' };

/** A retriever whose floor follows the week of its users: office hours, the rush on Monday morning, and a sale. */
export class SchedulesChart extends Chart {
  public readonly retriever: KotaemonModule;

  constructor(scope: Construct, id: string, scheduleMechanism?: ScheduleMechanism) {
    super(scope, id, { namespace: 'ai-services' });
    this.retriever = new KotaemonModule(this, 'retriever', {
      image: 'registry.example.com/rag/retriever:1.4.2',
      port: 8080,
      role: ModuleRole.RETRIEVAL,
      scaling: {
        minReplicas: 2,
        maxReplicas: 30,
        metrics: [ScalingMetric.cpuUtilization(60)],
        asOf: '2026-11-25',
        scheduleMechanism,
        schedules: [
          Schedule.weekdays('9:00-17:00', { ...BERLIN, atLeast: 6, except: ['2026-12-25', '2027-01-01'] }),
          Schedule.on([Weekday.MONDAY], '8:45-10:15', { ...BERLIN, atLeast: 10, rampUp: Duration.minutes(15) }),
          Schedule.dates(['2026-11-27'], '20:00-2:00', { ...BERLIN, atLeast: 20 }),
        ],
      },
    });
  }
}
