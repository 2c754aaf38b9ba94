import { type Censoring, censoringOf } from './censoring';
import { type Exclusion, excludedSteps, exclusionsOf, steadySteps } from './exclusions';
import { type CpuFit, fitCpu } from './fit-cpu';
import { type EngineFit, fitEngine } from './fit-engine';
import { fitService, type ServiceFit } from './fit-service';
import { fitStartUp, type StartUpFit } from './fit-start-up';
import { loadBins, smoothedLoads } from './load-bins';
import { type RecordedSteps } from './recorded-steps';

/** Fitted parameters of one workload. */
export interface WorkloadFit {
  readonly cpu?: CpuFit;
  readonly service?: ServiceFit;
  readonly startUp?: StartUpFit;
  /** Engine of a language model server. */
  readonly engine?: EngineFit;
  /** Maximum load of a ready pod in a usable step, in requests per second. */
  readonly highestLoadPerPod?: number;
}

/** Facts about a recording that are independent of the fit. */
export interface RecordedFacts {
  readonly censoring: Censoring;
  readonly exclusions: readonly Exclusion[];
  /** 1 for each step usable for a fit: steady, not censored, not excluded. */
  readonly usable: Uint8Array;
}

/** Determines the steps to exclude from a fit. */
export function factsOf(steps: RecordedSteps): RecordedFacts {
  const censoring = censoringOf(steps);
  const exclusions = exclusionsOf(steps);
  const excluded = excludedSteps(steps, exclusions);
  const usable = steadySteps(steps).map((steady, step) => (steady === 1 && censoring.steps[step] === 0 && excluded[step] === 0 ? 1 : 0));
  return { censoring, exclusions, usable };
}

/** Fits all parameters to the usable steps of a range. */
export function fitWorkload(steps: RecordedSteps, { usable }: RecordedFacts, from = 0, to = steps.length): WorkloadFit {
  const used = usable.map((value, step) => (step >= from && step < to ? value : 0));
  const cpu = fitCpu(steps, used);
  const service = steps.latency && fitService(loadBins(steps, used), steps.latency.bounds);
  const startUp = fitStartUp(steps, to);
  const engine = fitEngine(steps, used);
  const highest = smoothedLoads(steps, used).reduce((most, load) => (load > most ? load : most), 0);
  return {
    ...(cpu && { cpu }), ...(service && { service }), ...(startUp && { startUp }), ...(engine && { engine }),
    ...(highest > 0 && { highestLoadPerPod: highest }),
  };
}
