import {
  type Condition, type ControllerParameters, controllerParameters, type ControllerState, type HorizontalPodAutoscalerSpec, type MetricReading, type MetricSpec,
  newControllerState, type Observation, reconcileAutoscaler, type ReconcileResult, setDefaultsHorizontalPodAutoscaler,
} from '../../lib/hpa';

export const external: MetricSpec = { type: 'External', name: 'lag', target: { type: 'AverageValue', averageValueMilli: 1000 } };
export const qps: MetricSpec = { type: 'Pods', name: 'qps', target: { type: 'AverageValue', averageValueMilli: 1000 } };

/** A load that calls for so many replicas by the external metric. */
export const lag = (replicas: number): MetricReading => ({ samplesMilli: [replicas * 1000] });

export class Workload {
  public now = 0;
  public readonly state: ControllerState = newControllerState();
  public constructor(
    private readonly spec: HorizontalPodAutoscalerSpec, public replicas: number, private readonly parameters: ControllerParameters = controllerParameters(35),
  ) {}

  public pass(metrics: readonly MetricReading[], more: Partial<Observation> = {}): ReconcileResult {
    const result = reconcileAutoscaler(setDefaultsHorizontalPodAutoscaler(this.spec), this.state, {
      now: this.now,
      specReplicas: this.replicas,
      statusReplicas: this.replicas,
      pods: [{ count: this.replicas, phase: 'Running', ready: 'True', startTime: -1e6, requests: { containers: [] } }],
      metrics,
      ...more,
    }, this.parameters);
    this.now += 15_000;
    this.replicas = result.replicas;
    return result;
  }

  public conditionsSetTo(conditions: ReadonlyArray<Omit<Condition, 'lastTransitionTime'>>): this {
    this.state.status = { ...this.state.status, conditions: conditions.map((condition) => ({ ...condition, lastTransitionTime: 0 })) };
    return this;
  }
}

export function reasons({ status }: ReconcileResult): string[] {
  return status.conditions.map(({ type, status: value, reason }) => `${type}=${value}/${reason}`);
}
