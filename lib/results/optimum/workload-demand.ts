import { type Run } from '../../simulator/run/run';
import { arrivalSource } from '../../simulator/engine/requests/arrivals';
import { RandomStream } from '../../simulator/engine/random/random-stream';
import { type Flow, type Workload, type World } from '../../simulator/world/world';
import { type Demand } from './demand';
import { FloatList } from './float-list';
import { leastWork } from './least-work';

/** Demand of one workload, and the number of requests that may be missed. */
export interface WorkloadDemand {
  readonly demand: Demand;
  readonly allowedMisses: number;
}

type Column = 'at' | 'weight' | 'inputTokens' | 'outputTokens' | 'deadline';
type Visits = Record<Column, FloatList>;

/**
 * Draws the requests of a run again: the same arrivals, and for the n-th arrival the same work. At a later stage of a
 * flow, where the order of arrivals depends on the policy, requests keep the order in which they entered, and have the
 * latency bound of the whole flow.
 */
export function workloadDemand({ world, method: { batchSize } }: Run, workload: Workload): WorkloadDemand {
  const lists: Visits = {
    at: new FloatList(), weight: new FloatList(), inputTokens: new FloatList(), outputTokens: new FloatList(), deadline: new FloatList(),
  };
  const flows = world.flows.filter(({ stages }) => stages.some((stage) => stage.workload === workload.id));
  let allowedMisses = 0;
  for (const flow of flows) allowedMisses += (1 - flow.slo.objective) * collect(world, flow, workload, batchSize, lists);

  const visits = flows.length > 1 ? inOrder(lists) : columns(lists);
  const { at, weight, inputTokens, outputTokens, deadline } = visits;
  const work = leastWork(workload.service, batchSize, new RandomStream(world.seed, workload.id, 'service'));
  const slowness = slownessOf(world, workload, flows.every(({ stages }) => stages[0].workload === workload.id));
  const replicaSeconds = new Float64Array(at.length);
  for (let i = 0; i < at.length; i++) replicaSeconds[i] = weight[i] * slowness(at[i]) * work(inputTokens[i], outputTokens[i]);
  return { demand: { at, replicaSeconds, deadlineSeconds: deadline, weight: batchSize }, allowedMisses };
}

function columns(lists: Visits): Record<Column, Float64Array> {
  return {
    at: lists.at.toArray(), weight: lists.weight.toArray(), inputTokens: lists.inputTokens.toArray(), outputTokens: lists.outputTokens.toArray(),
    deadline: lists.deadline.toArray(),
  };
}

/** Merges the requests of several flows in order of arrival. */
function inOrder(lists: Visits): Record<Column, Float64Array> {
  const { at, weight, inputTokens, outputTokens, deadline } = columns(lists);
  const order = Uint32Array.from(at, (_, i) => i).sort((a, b) => at[a] - at[b]);
  const sorted = (values: Float64Array): Float64Array => Float64Array.from(order, (i) => values[i]);
  return { at: sorted(at), weight: sorted(weight), inputTokens: sorted(inputTokens), outputTokens: sorted(outputTokens), deadline: sorted(deadline) };
}

/** Adds the requests of a flow that visit the workload; returns the total number of requests of the flow. */
function collect(world: World, flow: Flow, workload: Workload, batchSize: number, visits: Visits): number {
  const position = flow.stages.findIndex((stage) => stage.workload === workload.id);
  const { probability = 1 } = flow.stages[position];
  const route = new RandomStream(world.seed, flow.name, 'route', `${position}`);
  let arrived = 0;
  arrivalSource(flow.traffic, batchSize, new RandomStream(world.seed, flow.name, 'arrivals'), (time, weight, inputTokens, outputTokens) => {
    arrived += weight;
    if (probability < 1 && route.uniform() >= probability) return;
    visits.at.push(time);
    visits.weight.push(weight);
    visits.inputTokens.push(inputTokens);
    visits.outputTokens.push(outputTokens);
    visits.deadline.push(flow.slo.latencySeconds);
  }).generate(world.durationSeconds);
  return arrived;
}

/**
 * Returns the factor on the work of a request by arrival time. Slowdowns of a later stage are omitted, because the
 * arrival times there are unknown.
 */
function slownessOf({ faults }: World, workload: Workload, isFirstStage: boolean): (time: number) => number {
  const spans = faults.flatMap((fault) => (fault.kind === 'slow-service' && fault.workload === workload.id ? [fault] : []));
  if (spans.length === 0) return () => 1;
  if (!isFirstStage) return () => Math.min(1, ...spans.map(({ factor }) => factor));
  return (time) => spans.reduce((product, { from, until, factor }) => (time >= from && time < until ? product * factor : product), 1);
}
