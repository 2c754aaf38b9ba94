import { type Distribution, type Drain, type Probe, type Probes, type Rollout, type StartUp } from '../simulator/world/world';
import { type Assumptions } from './assumptions';
import { type PodLifecycle, rolloutBound } from './pod-manifest';
import { type ProbeScenario, type ProbesScenario, type WorkloadScenario } from './scenario';
import { durations } from './service-model';
import { durationText, toMilliCores, toSeconds } from './units';

const INIT_SECONDS = 10;
const BOOT_SECONDS = 10;
const ENDPOINT_REMOVAL_SECONDS = 2;
const DEFAULT_READINESS = { initialDelaySeconds: 0, periodSeconds: 10 };

function fixed(value: number): Distribution {
  return { kind: 'deterministic', value };
}

/**
 * Returns the time until a pod is Ready: from the scenario, else the manifest, else a default that is listed as an
 * assumption.
 *
 * Scheduling and a warm pull take a second each, within the pod start-up objective of 5 s at the 99th percentile
 * (sig-scalability, without pull and init). A cold pull of 30 s is 2 GB at the 74 MB/s of KServe's measurement on
 * m6i.2xlarge.
 *
 * @param lifecycle undefined if no manifest defines the pods.
 */
export function toStartUp(workload: WorkloadScenario, lifecycle: PodLifecycle | undefined, name: string, path: string, assumptions: Assumptions): StartUp {
  const given = workload.startUp ?? {};
  const hasEngine = (given.weights ?? given.compilation ?? given.engineWarmUp) !== undefined;
  if (lifecycle && !lifecycle.readiness) {
    assumptions.about(name, `no container has a readiness probe, so that a real cluster sends requests before it can answer; here a pod is Ready once it answers.`);
  }
  const readiness = lifecycle ? lifecycle.readiness ?? { initialDelaySeconds: 0, periodSeconds: 1 } : DEFAULT_READINESS;
  return {
    schedule: durations(given.schedule ?? 1, `${path}.startUp.schedule`),
    coldPull: durations(given.coldPull ?? lifecycle?.declaredPullSeconds ?? 30, `${path}.startUp.coldPull`),
    warmPull: durations(given.warmPull ?? 1, `${path}.startUp.warmPull`),
    init: given.init !== undefined ? durations(given.init, `${path}.startUp.init`) : fixed(initSeconds(lifecycle, name, assumptions)),
    boot: given.boot !== undefined ? durations(given.boot, `${path}.startUp.boot`) : fixed(hasEngine ? 0 : bootSeconds(lifecycle, name, assumptions)),
    ...(hasEngine && {
      engine: {
        weights: durations(given.weights ?? 0, `${path}.startUp.weights`),
        compilation: durations(given.compilation ?? 0, `${path}.startUp.compilation`),
        warmUp: durations(given.engineWarmUp ?? 0, `${path}.startUp.engineWarmUp`),
      },
    }),
    ...(given.burstSlowdown !== undefined && { burstSlowdown: given.burstSlowdown }),
    readiness,
    cpuCores: toMilliCores(given.cpu ?? 0) / 1000,
    ...(given.warmUp && { warmUp: { factor: given.warmUp.factor, seconds: toSeconds(given.warmUp.time) } }),
  };
}

/**
 * Returns probes that wait for a slot, if the scenario requests them: with its fields, otherwise the manifest's,
 * otherwise the API server's defaults.
 */
export function toProbes(given: ProbesScenario | undefined, lifecycle: PodLifecycle | undefined): Probes | undefined {
  if (!given) return undefined;
  const probe = (own: ProbeScenario | undefined, manifest: Probe | undefined): Probe | undefined => (own || manifest) && {
    periodSeconds: own?.period === undefined ? manifest?.periodSeconds ?? 10 : toSeconds(own.period),
    timeoutSeconds: own?.timeout === undefined ? manifest?.timeoutSeconds ?? 1 : toSeconds(own.timeout),
    failureThreshold: own?.failureThreshold ?? manifest?.failureThreshold ?? 3,
    successThreshold: own?.successThreshold ?? manifest?.successThreshold ?? 1,
    ...(manifest?.graceSeconds !== undefined && { graceSeconds: manifest.graceSeconds }),
  };
  const readiness = probe(given.readiness, lifecycle?.repeated.readiness);
  const liveness = probe(given.liveness, lifecycle?.repeated.liveness);
  return { ...(readiness && { readiness }), ...(liveness && { liveness }) };
}

function initSeconds(lifecycle: PodLifecycle | undefined, name: string, assumptions: Assumptions): number {
  const declared = lifecycle?.declaredPreloadSeconds;
  if (declared !== undefined) {
    assumptions.about(name, `a pod spends ${durationText(declared)} on its models before its containers start, as its annotation declares.`);
    return declared;
  }
  if (!lifecycle?.hasInitContainers) return 0;
  assumptions.about(name, `init containers are assumed to take ${INIT_SECONDS} s; set startUp.init.`);
  return INIT_SECONDS;
}

function bootSeconds(lifecycle: PodLifecycle | undefined, name: string, assumptions: Assumptions): number {
  const declared = lifecycle?.declaredStartSeconds;
  if (declared !== undefined) {
    assumptions.about(name, `a pod answers ${durationText(declared)} after its containers start, as its annotation declares.`);
    return declared;
  }
  const boot = Math.max(BOOT_SECONDS, lifecycle?.readiness?.initialDelaySeconds ?? 0);
  assumptions.about(name, `a pod is assumed to answer ${durationText(boot)} after its containers start; set startUp.boot.`);
  return boot;
}

/** Returns the pod termination settings: from the scenario, else the manifest, else Kubernetes' defaults. */
export function toDrain(workload: WorkloadScenario, lifecycle: PodLifecycle | undefined, name: string, assumptions: Assumptions): Drain {
  const { preStop, grace, endpointRemoval, finishesOnTerm } = workload.drain ?? {};
  const preStopSeconds = preStop === undefined ? lifecycle?.preStopSeconds ?? 0 : toSeconds(preStop);
  const endpointRemovalSeconds = toSeconds(endpointRemoval ?? ENDPOINT_REMOVAL_SECONDS);
  if (preStopSeconds < endpointRemovalSeconds && workload.drain === undefined) {
    const hook = preStopSeconds === 0 ? 'no preStop hook is known' : `the preStop hook takes ${durationText(preStopSeconds)}`;
    assumptions.about(name, `${hook}, and balancers are assumed to notice a pod's end after ${durationText(endpointRemovalSeconds)}; `
      + `requests in between are refused; set drain.`);
  }
  return {
    preStopSeconds,
    graceSeconds: grace === undefined ? lifecycle?.graceSeconds ?? 30 : toSeconds(grace),
    endpointRemovalSeconds,
    finishesOnTerm: finishesOnTerm ?? true,
  };
}

/** Returns the rolling update settings: from the scenario, else the manifest's strategy. */
export function toRollout(workload: WorkloadScenario, manifest: Rollout): Rollout {
  return {
    ...manifest,
    maxSurge: rolloutBound(workload.maxSurge) ?? manifest.maxSurge,
    maxUnavailable: rolloutBound(workload.maxUnavailable) ?? manifest.maxUnavailable,
  };
}
