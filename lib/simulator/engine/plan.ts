import { UserError } from '../../values/user-error';
import { type Method } from '../run/run';
import { type Flow, type Traffic, type Workload, type World } from '../world/world';

/** Chooses between single requests and batches where the world does not say, and the batch size. */
export function planMethod(world: World): Method {
  const { flows, workloads, durationSeconds, limits } = world;
  const expectedStages = flows.reduce((sum, flow) => sum + requestsIn(flow.traffic, durationSeconds) * visits(flow), 0);
  const limit = limits.maxRequestStages;
  const method = world.method ?? (expectedStages <= limit ? 'requests' : 'batches');
  switch (method) {
    case 'requests': return {
      kind: 'requests', batchSize: 1, expectedStages, limit, error: 'every request was simulated; what remains is the randomness of one seed, which --seeds 5 shows',
    };
    case 'batches': {
      const batchSize = Math.max(2, Math.ceil(expectedStages / limit));
      return { kind: 'batches', batchSize, expectedStages, limit, error: batchError(workloads, batchSize) };
    }
    case 'flows': return { kind: 'flows', batchSize: 1, expectedStages, limit, error: FLOW_ERROR };
  }
}

/** Returns the indices of the workloads in topological order of the flows. */
export function workloadOrder(flows: readonly Flow[], ids: readonly string[]): number[] {
  const before = ids.map(() => new Set<number>());
  for (const { name, stages } of flows) {
    const unknown = stages.find(({ workload }) => !ids.includes(workload));
    if (unknown) throw new UserError(`flow '${name}' passes '${unknown.workload}', which is not a workload; name one of ${ids.join(', ')}`);
    const path = stages.map(({ workload }) => ids.indexOf(workload));
    for (const [position, workload] of path.entries()) for (const earlier of path.slice(0, position)) before[workload].add(earlier);
  }
  const order: number[] = [];
  while (order.length < ids.length) {
    const next = ids.findIndex((_, index) => !order.includes(index) && [...before[index]].every((earlier) => order.includes(earlier)));
    if (next < 0) {
      const stuck = ids.filter((_, index) => !order.includes(index));
      throw new UserError(`flows form a cycle through ${stuck.join(', ')}; order the stages so that no flow returns to an earlier one`);
    }
    order.push(next);
  }
  return order;
}

/** Error of flows, as `npm run bench -- flows --seeds 3` measures it. */
const FLOW_ERROR = 'requests were simulated as flows: in the grid of docs/simulator.md mean replicas are within 4 %, SLO misses within 1.6 points, and p95 within 15 % '
  + 'of those of single requests with an autoscaler, and within 19 % with a p99 within 33 % at a steady load; confirm a verdict with method requests';

/**
 * Largest differences between batches and single requests, by requests of a batch for each slot behind a queue:
 * measured by `npm run bench -- batches` over loads of 0.5 to 0.9, exponential service, a shared queue and a queue per
 * pod with random choice.
 */
const BATCH_ERRORS = [
  { perSlot: 0.25, mean: 8, p99: 7 },
  { perSlot: 2.5, mean: 15, p99: 10 },
  { perSlot: 4, mean: 25, p99: 12 },
  { perSlot: Infinity, mean: 50, p99: 40 },
] as const;

function batchError(workloads: readonly Workload[], batchSize: number): string {
  const perSlot = Math.max(0, ...workloads.map((workload) => batchSize / slotsBehindQueue(workload)));
  const { mean, p99 } = BATCH_ERRORS.find((row) => perSlot <= row.perSlot)!;
  const error = `requests come in batches of ${batchSize}: at loads up to 0.9 mean latencies are within ${mean} % and 99th percentiles within ${p99} % of those of single requests`;
  return workloads.some(({ service }) => service.kind === 'tokens')
    ? `${error}, except that the time in the queue of a model server, and so the time to first token, can be up to ${batchSize} times too long`
    : error;
}

function slotsBehindQueue({ service, balancer, replicas }: Workload): number {
  const slots = service.kind === 'slots' ? service.concurrency : service.limits.maxNumSeqs;
  return balancer.kind === 'shared-queue' ? slots * Math.max(1, replicas) : slots;
}

function visits({ stages }: Flow): number {
  return stages.reduce((sum, { probability = 1 }) => sum + probability, 0);
}

function requestsIn(traffic: Traffic, durationSeconds: number): number {
  if (traffic.kind === 'requests') return traffic.at.reduce((count, time) => count + Number(time < durationSeconds), 0);
  const { perSecond, stepSeconds } = traffic;
  let sum = 0;
  for (let step = 0; step < perSecond.length && step * stepSeconds < durationSeconds; step++) {
    sum += perSecond[step] * Math.min(stepSeconds, durationSeconds - step * stepSeconds);
  }
  return sum;
}
