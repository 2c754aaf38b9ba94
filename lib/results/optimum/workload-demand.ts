import { type Run } from '../../simulator/run/run';
import { arrivalSource } from '../../simulator/engine/requests/arrivals';
import { RandomStream } from '../../simulator/engine/random/random-stream';
import { type Flow, type Workload, type World } from '../../simulator/world/world';
import { type Demand } from './demand';
import { FloatList } from './float-list';
import { leastWork } from './least-work';

/** The requests of one workload, and how many of them may be missed. */
export interface WorkloadDemand {
  readonly demand: Demand;
  readonly allowedMisses: number;
}

type Column = 'at' | 'weight' | 'inputTokens' | 'outputTokens' | 'deadline';
type Visits = Record<Column, FloatList>;

/**
 * Draws once more what a run drew: the same arrivals, and for the n-th of them the same work. At a later stage of a
 * flow, where the order of arrivals depends on the policy, requests are taken in the order in which they entered, and
 * have the time that the SLO gives them for the whole flow.
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

/** The requests of several flows in the order of their arrival. */
function inOrder(lists: Visits): Record<Column, Float64Array> {
  const { at, weight, inputTokens, outputTokens, deadline } = columns(lists);
  const order = Uint32Array.from(at, (_, i) => i).sort((a, b) => at[a] - at[b]);
  const sorted = (values: Float64Array): Float64Array => Float64Array.from(order, (i) => values[i]);
  return { at: sorted(at), weight: sorted(weight), inputTokens: sorted(inputTokens), outputTokens: sorted(outputTokens), deadline: sorted(deadline) };
}

/** Adds the requests of a flow that visit the workload; returns how many the flow has in all. */
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
 * The factor on the work of a request that arrives at a time; what slows a later stage is left out, as it is not known
 * when requests get there.
 */
function slownessOf({ faults }: World, workload: Workload, isFirstStage: boolean): (time: number) => number {
  const spans = faults.flatMap((fault) => (fault.kind === 'slow-service' && fault.workload === workload.id ? [fault] : []));
  if (spans.length === 0) return () => 1;
  if (!isFirstStage) return () => Math.min(1, ...spans.map(({ factor }) => factor));
  return (time) => spans.reduce((product, { from, until, factor }) => (time >= from && time < until ? product * factor : product), 1);
}
