import {
  controllerParameters, type HorizontalPodAutoscalerSpec, newControllerState, type Observation, type PodGroup, reconcileAutoscaler,
  setDefaultsHorizontalPodAutoscaler,
} from '../lib/hpa';
import { machine, report, table } from './report';

const PASSES = 1_000_000;
const POD_COUNTS = [1, 100, 10_000];
const WINDOWS = [
  { seconds: 0, sync: 15_000 },
  { seconds: 300, sync: 1_000 },
  { seconds: 3_600, sync: 15_000 },
  { seconds: 3_600, sync: 1_000 },
];

interface Measured {
  readonly perSecond: number;
  /** Cost of a pass in the last tenth of the run over that in the first. */
  readonly growth: number;
  /** Recommendations that are remembered at the end. */
  readonly remembered: number;
}

/**
 * Cost of one pass of the controller by the number of like pods, the length of the windows and the time simulated
 * before.
 */
export function run(args: readonly string[]): void {
  for (const { seconds, sync } of WINDOWS) measure(100, seconds, sync, PASSES / 2);
  let first: number | undefined;
  const rows = WINDOWS.flatMap(({ seconds, sync }) => POD_COUNTS.map((pods) => {
    const { perSecond, growth, remembered } = measure(pods, seconds, sync, PASSES);
    first ??= perSecond;
    const rate = Math.round(perSecond / 1000) * 1000;
    return [pods.toLocaleString('en'), `${seconds} s`, `${sync / 1000} s`, rate.toLocaleString('en'), (perSecond / first).toFixed(2), growth.toFixed(2), remembered];
  }));
  const header = ['pods', 'window', 'sync period', 'passes per CPU second', 'to the first row', 'last tenth to first', 'recommendations kept'];
  report('controller', args, `${table(header, rows)}\n\n${PASSES.toLocaleString('en')} passes a row, each with its pods and readings made anew. ${machine()}.`);
}

/**
 * A load that swings around its target, so that recommendations, steps and policies are all in use. CPU time, so that a
 * busy machine does not distort.
 */
function measure(podCount: number, windowSeconds: number, sync: number, passes: number): Measured {
  const parameters = controllerParameters(35);
  const spec = setDefaultsHorizontalPodAutoscaler(specWith(windowSeconds));
  const state = newControllerState();
  const requests = { containers: [{ name: 'main', requestsMilli: { cpu: 500 } }] };
  const tenths: number[] = [];
  let replicas = podCount;
  let before = process.cpuUsage();
  for (let pass = 0; pass < passes; pass++) {
    const now = pass * sync;
    const pods: PodGroup[] = [{ count: replicas, phase: 'Running', ready: 'True', startTime: -1_000_000, readyTransitionTime: -900_000, requests }];
    const usage = 300 + Math.round(150 * Math.sin(pass / 7));
    const samples = [{ totalMilli: usage * replicas, timestamp: now, window: 60_000 }];
    const observation: Observation = { now, specReplicas: replicas, statusReplicas: replicas, pods, metrics: [{ samples }] };
    replicas = reconcileAutoscaler(spec, state, observation, parameters).replicas;
    if (pass % 64 === 0) replicas = podCount;
    if ((pass + 1) % (passes / 10) === 0) {
      const { user, system } = process.cpuUsage(before);
      tenths.push((user + system) / 1e6);
      before = process.cpuUsage();
    }
  }
  return {
    perSecond: passes / tenths.reduce((sum, seconds) => sum + seconds, 0),
    growth: tenths[9] / tenths[0],
    remembered: state.memory.recommendations!.size,
  };
}

function specWith(windowSeconds: number): HorizontalPodAutoscalerSpec {
  const rules = { stabilizationWindowSeconds: windowSeconds, policies: [{ type: 'Percent' as const, value: 10, periodSeconds: 1_800 }] };
  return {
    minReplicas: 1,
    maxReplicas: 100_000,
    metrics: [{ type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } }],
    behavior: { scaleUp: rules, scaleDown: rules },
  };
}
