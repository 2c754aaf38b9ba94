import { metricName, type DefaultedHorizontalPodAutoscalerSpec, type MetricSpec, type MetricStatus, type Observation, type ReconcileResult } from '../../../hpa';
import { type MetricColumn, type PassLog } from '../../run/run';

const NOT_READ = -2;
const UNDECIDED = -1;

type Conditions = ReconcileResult['status']['conditions'];

/** Records the input and decision of every pass of the controller, in columns. */
export class PassRecorder {
  private length = 0;
  /** Conditions of the last pass, and their index. */
  private last?: Conditions;
  private lastReason = 0;
  private readonly reasons: string[] = [];
  private readonly indices = new Map<string, number>();
  private readonly seconds: Float64Array;
  private readonly counts: Record<Count, Int32Array>;
  private readonly metrics: MetricColumn[];

  /** @param capacity maximum number of passes. */
  public constructor(spec: DefaultedHorizontalPodAutoscalerSpec, capacity: number) {
    const whole = () => new Int32Array(capacity);
    this.seconds = new Float64Array(capacity);
    this.counts = {
      specReplicas: whole(), statusReplicas: whole(), readyPods: whole(), metricReplicas: whole(), stabilizedReplicas: whole(), desiredReplicas: whole(),
      reason: whole(),
    };
    this.metrics = spec.metrics.map((metric) => (
      { name: nameOf(metric), value: new Float64Array(capacity), target: targetOf(metric), proposal: whole(), error: whole() }
    ));
  }

  public record(observation: Observation, readyPods: number, result: ReconcileResult): void {
    const pass = this.length++;
    const { counts } = this;
    const { trace, status } = result;
    this.seconds[pass] = observation.now / 1000;
    counts.specReplicas[pass] = observation.specReplicas;
    counts.statusReplicas[pass] = observation.statusReplicas;
    counts.readyPods[pass] = readyPods;
    counts.metricReplicas[pass] = trace.recommendation ?? (trace.metrics ? UNDECIDED : NOT_READ);
    counts.stabilizedReplicas[pass] = trace.stabilized ?? result.replicas;
    counts.desiredReplicas[pass] = result.replicas;
    counts.reason[pass] = this.conditions(status.conditions);
    for (let index = 0; index < this.metrics.length; index++) {
      const column = this.metrics[index];
      const proposal = trace.metrics?.[index];
      column.value[pass] = valueOf(status.currentMetrics?.[index]);
      column.proposal[pass] = proposal?.replicas ?? UNDECIDED;
      column.error[pass] = proposal?.error ? this.index(proposal.error.message) : -1;
    }
  }

  public log(): PassLog {
    const { length, seconds, counts, reasons, metrics } = this;
    const cut = (column: Int32Array) => column.subarray(0, length);
    return {
      length, reasons, seconds: seconds.subarray(0, length),
      specReplicas: cut(counts.specReplicas), statusReplicas: cut(counts.statusReplicas), readyPods: cut(counts.readyPods),
      metricReplicas: cut(counts.metricReplicas), stabilizedReplicas: cut(counts.stabilizedReplicas), desiredReplicas: cut(counts.desiredReplicas),
      reason: cut(counts.reason),
      metrics: metrics.map((column) => ({ ...column, value: column.value.subarray(0, length), proposal: cut(column.proposal), error: cut(column.error) })),
    };
  }

  /** Index of the conditions in one line; those of most passes are the same as before. */
  private conditions(conditions: Conditions): number {
    const { last } = this;
    if (last && areSame(conditions, last)) return this.lastReason;
    this.last = conditions;
    return this.lastReason = this.index(conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`).join(', '));
  }

  private index(text: string): number {
    let index = this.indices.get(text);
    if (index === undefined) {
      this.indices.set(text, index = this.reasons.length);
      this.reasons.push(text);
    }
    return index;
  }
}

function areSame(some: Conditions, others: Conditions): boolean {
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index++) {
    const [one, other] = [some[index], others[index]];
    if (one !== other && (one.reason !== other.reason || one.status !== other.status || one.type !== other.type)) return false;
  }
  return true;
}

type Count = 'specReplicas' | 'statusReplicas' | 'readyPods' | 'metricReplicas' | 'stabilizedReplicas' | 'desiredReplicas' | 'reason';

function nameOf(metric: MetricSpec): string {
  if (metric.type === 'ContainerResource') return `${metric.resource} of ${metric.container}`;
  return metric.resource ?? metric.name ?? metricName(metric);
}

function targetOf({ target }: MetricSpec): number {
  return target.averageUtilization ?? Number(target.averageValueMilli ?? target.valueMilli ?? NaN) / 1000;
}

function valueOf(status: MetricStatus | undefined): number {
  return status?.averageUtilization ?? Number(status?.averageValueMilli ?? status?.valueMilli ?? NaN) / 1000;
}
