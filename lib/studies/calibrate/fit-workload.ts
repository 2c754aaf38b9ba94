import { type Censoring, censoringOf } from './censoring';
import { type Exclusion, excludedSteps, exclusionsOf, steadySteps } from './exclusions';
import { type CpuFit, fitCpu } from './fit-cpu';
import { type EngineFit, fitEngine } from './fit-engine';
import { fitService, type ServiceFit } from './fit-service';
import { fitStartUp, type StartUpFit } from './fit-start-up';
import { loadBins, smoothedLoads } from './load-bins';
import { type RecordedSteps } from './recorded-steps';

/** Parameters of one workload, fitted to some of its steps. */
export interface WorkloadFit {
  readonly cpu?: CpuFit;
  readonly service?: ServiceFit;
  readonly startUp?: StartUpFit;
  /** Engine of a language model server. */
  readonly engine?: EngineFit;
  /** Highest load of a ready pod in a usable step, in requests per second. */
  readonly highestLoadPerPod?: number;
}

/** Facts about a recording that hold whatever is fitted. */
export interface RecordedFacts {
  readonly censoring: Censoring;
  readonly exclusions: readonly Exclusion[];
  /** 1 for each step that parameters may be fitted to: steady, not censored, not excluded. */
  readonly usable: Uint8Array;
}

/** Finds what a fit has to leave out. */
export function factsOf(steps: RecordedSteps): RecordedFacts {
  const censoring = censoringOf(steps);
  const exclusions = exclusionsOf(steps);
  const excluded = excludedSteps(steps, exclusions);
  const usable = steadySteps(steps).map((steady, step) => (steady === 1 && censoring.steps[step] === 0 && excluded[step] === 0 ? 1 : 0));
  return { censoring, exclusions, usable };
}

/** Fits all parameters to the usable steps from one step to another. */
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
