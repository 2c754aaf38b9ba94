import { type Method } from './run';
import { type TickClock } from './service/outcome-recorder';
import { type Flow, type Traffic, type World } from './world';
import { UserError } from '../values/user-error';

/** Steps of a series that divide a minute or are whole minutes. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Cuts simulated time into series steps, as fine as so many points allow, and into minutes. */
export function tickClock(durationSeconds: number, maxSeriesPoints: number): TickClock {
  const stepSeconds = STEPS.find((step) => durationSeconds / step <= maxSeriesPoints) ?? Math.ceil(durationSeconds / maxSeriesPoints / 3600) * 3600;
  const tickSeconds = Math.min(60, stepSeconds);
  return {
    stepSeconds, tickSeconds,
    ticks: Math.ceil(durationSeconds / tickSeconds),
    ticksPerMinute: 60 / tickSeconds,
    minutes: Math.ceil(durationSeconds / 60),
    ticksPerStep: stepSeconds / tickSeconds,
    steps: Math.ceil(durationSeconds / stepSeconds),
  };
}

/** Whether each request can be simulated, or how many go into a batch. */
export function planMethod({ flows, durationSeconds, limits }: World): Method {
  const expectedStages = flows.reduce((sum, flow) => sum + requestsIn(flow.traffic, durationSeconds) * visits(flow), 0);
  const limit = limits.maxRequestStages;
  if (expectedStages <= limit) {
    return { kind: 'requests', batchSize: 1, expectedStages, limit, error: 'every request was simulated; what remains is the randomness of one seed' };
  }
  const batchSize = Math.ceil(expectedStages / limit);
  return { kind: 'batches', batchSize, expectedStages, limit, error: batchError(batchSize) };
}

/** Indices of the workloads so that every flow passes them in ascending order of the result. */
export function workloadOrder(flows: readonly Flow[], ids: readonly string[]): number[] {
  const before = ids.map(() => new Set<number>());
  for (const { name, stages } of flows) {
    const unknown = stages.find(({ workload }) => !ids.includes(workload));
    if (unknown) throw new UserError(`flow '${name}' passes '${unknown.workload}', which is no workload of the world; name one of ${ids.join(', ')}`);
    const path = stages.map(({ workload }) => ids.indexOf(workload));
    for (const [position, workload] of path.entries()) for (const earlier of path.slice(0, position)) before[workload].add(earlier);
  }
  const order: number[] = [];
  while (order.length < ids.length) {
    const next = ids.findIndex((_, index) => !order.includes(index) && [...before[index]].every((earlier) => order.includes(earlier)));
    if (next < 0) {
      const stuck = ids.filter((_, index) => !order.includes(index));
      throw new UserError(`requests would run in a circle through ${stuck.join(', ')}; order the stages of all flows so that none leads back`);
    }
    order.push(next);
  }
  return order;
}

function batchError(batchSize: number): string {
  return `requests come in batches of ${batchSize}: totals, utilization and replicas keep their means; times in a queue are coarse by the time in which ${batchSize} requests arrive`;
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
