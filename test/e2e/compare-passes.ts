import { isDeepStrictEqual } from 'node:util';
import {
  type ControllerParameters, type DefaultedHorizontalPodAutoscalerSpec, newControllerState, type Observation, reconcileAutoscaler, type ReconcileResult,
} from '../../lib/hpa';
import { Quantity } from '../../lib/values/quantity';
import { type Json } from './api-client';
import { type PodSnapshot } from './kubelet-stand-in';
import { observationOf, type Served } from './observation';
import { type RealPass } from './pass-log';

/**
 * Distances in milliseconds between the moment of a decision, or of a write that it is counted from, and the last
 * request before it.
 */
const CLOCK_DOUBTS = [30, -30, 150, -150];
/** Milliseconds by which the controller may hear of a pod earlier or later than a test, on a busy machine. */
const WATCH_DOUBT = 400;

/** Decision of one pass, as both controllers tell it. */
export interface Decision {
  readonly replicas: number;
  readonly desiredReplicas: number;
  readonly currentReplicas: number;
  readonly conditions: readonly string[];
  readonly metrics: readonly unknown[];
}

export interface ComparedPass {
  readonly real: Decision;
  readonly simulated: Decision;
  readonly rescaleReason?: string;
  /** Why more than one decision was right; undefined where only one was. */
  readonly ambiguity?: string;
}

export interface PassInputs {
  readonly spec: DefaultedHorizontalPodAutoscalerSpec;
  readonly parameters: ControllerParameters;
  readonly passes: readonly RealPass[];
  readonly served: readonly Served[];
  readonly pods: readonly PodSnapshot[];
}

/**
 * Puts the simulator's decisions beside those of the real controller, pass by pass, on what the real one saw.
 *
 * Three things of a pass cannot be seen from outside: the exact moment that its clock showed, whether it had heard of a
 * pod that changed just then, and whether the answers that it was sent came in time. Where the decision hangs on one of
 * them, the pass is ambiguous: the nearest possibility that gives the real decision counts, and says which it was.
 */
export function comparePasses(inputs: PassInputs): ComparedPass[] {
  const seen: Observation[] = [];
  return inputs.passes.map((pass) => {
    const real = realDecision(pass);
    const options = possibilities(inputs, pass).map(({ observation, doubt }) => {
      const result = replay(inputs, [...seen, observation]);
      return { observation, doubt, result, simulated: simulatedDecision(result) };
    });
    const chosen = options.find(({ simulated }) => isDeepStrictEqual(simulated, real)) ?? options[0];
    seen.push(chosen.observation);
    return { real, simulated: chosen.simulated, rescaleReason: chosen.result.rescaleReason, ambiguity: chosen.doubt };
  });
}

/** The first is the likeliest. */
function possibilities({ spec, served, pods }: PassInputs, pass: RealPass): { observation: Observation; doubt?: string }[] {
  const inPass = served.filter(({ at }) => at >= pass.at && at < pass.until);
  const now = Math.max(pass.at, ...inPass.map(({ at }) => at));
  const known = podStates(pods, now);
  const unheard = inPass.map((answer) => ({ ...answer, items: undefined }));
  return [...known.flatMap((state, i) => [0, ...CLOCK_DOUBTS].map((shift) => ({
    observation: observationOf(spec, pass, inPass, state, now + shift),
    doubt: i > 0 ? 'a pod changed as the pass ran' : shift !== 0 ? 'a window or a period ended as the pass ran' : undefined,
  }))), { observation: observationOf(spec, pass, unheard, known[0], now), doubt: 'the answers of the metrics APIs were sent, and may have come too late' }];
}

/** States of the pods that a pass may have seen: those told last before it, then those a little earlier or later. */
function podStates(history: readonly PodSnapshot[], now: number): PodSnapshot['pods'][] {
  const last = history.filter(({ at }) => at <= now).length - 1;
  const isNear = (at = Infinity) => Math.abs(at - now) <= WATCH_DOUBT;
  const near = history.filter(({ at }, i) => i !== last && (isNear(at) || isNear(history[i + 1]?.at)));
  return [history[last], ...near].map(({ pods }) => pods);
}

/** From the first pass on: what the controller remembers cannot be copied, but made again. */
function replay({ spec, parameters }: PassInputs, observations: readonly Observation[]): ReconcileResult {
  const state = newControllerState();
  return observations.map((observation) => reconcileAutoscaler(spec, state, observation, parameters)).at(-1)!;
}

function realDecision({ specReplicas, scaledTo, status }: RealPass): Decision {
  return {
    replicas: scaledTo ?? specReplicas,
    desiredReplicas: status.desiredReplicas ?? 0,
    currentReplicas: status.currentReplicas ?? 0,
    conditions: (status.conditions ?? []).map(({ type, status: truth, reason }: Json) => `${type}=${truth} ${reason}`),
    metrics: (status.currentMetrics ?? []).map(realMetric),
  };
}

function simulatedDecision({ replicas, status }: ReconcileResult): Decision {
  return {
    replicas,
    desiredReplicas: status.desiredReplicas,
    currentReplicas: status.currentReplicas,
    conditions: status.conditions.map(({ type, status: truth, reason }) => `${type}=${truth} ${reason}`),
    metrics: (status.currentMetrics ?? []).map((metric) => measured(metric.averageUtilization, metric.averageValueMilli, metric.valueMilli)),
  };
}

const SOURCES: Record<string, string> = { Resource: 'resource', ContainerResource: 'containerResource', Pods: 'pods', Object: 'object', External: 'external' };

function realMetric(metric: Json): unknown {
  const { averageUtilization, averageValue, value } = metric[SOURCES[metric.type]]?.current ?? {};
  const milli = (quantity?: string) => (quantity === undefined ? undefined : Quantity.parse(quantity).milliBigInt());
  return measured(averageUtilization, milli(averageValue), milli(value));
}

function measured(averageUtilization?: number, averageValueMilli?: number | bigint, valueMilli?: number | bigint): unknown {
  return [averageUtilization, averageValueMilli, valueMilli].map((value) => (value === undefined ? undefined : Number(value)));
}
