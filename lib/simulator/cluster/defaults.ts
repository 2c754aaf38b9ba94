import { type CustomPipeline, type Drain, type MetricsPipeline, type ResourcePipeline, type Rollout, type StartUp } from './model';
import { type ControllerFlags, type Limits } from '../world';

/** Defaults of kube-controller-manager's flags (cmd/kube-controller-manager/app/options, the same from 1.28 to 1.37). */
export const DEFAULT_CONTROLLER_FLAGS: ControllerFlags = {
  syncPeriodSeconds: 15,
  downscaleStabilizationSeconds: 300,
  tolerance: 0.1,
  cpuInitializationPeriodSeconds: 300,
  initialReadinessDelaySeconds: 30,
};

/** metrics-server's own manifest starts it with --metric-resolution=15s (kubernetes#117121); the kubelet's cAdvisor looks every 10 s. */
export const DEFAULT_RESOURCE_PIPELINE: ResourcePipeline = { resolutionSeconds: 15, kubeletSeconds: 10 };

/**
 * Prometheus Operator's default scrape interval of 30 s, a rate() over four of them (prometheus-adapter's advice), and the adapter's chart relisting every
 * minute. prometheus-adapter itself answers 0 for NaN.
 */
export const DEFAULT_CUSTOM_PIPELINE: CustomPipeline = { scrapeSeconds: 30, rateWindowSeconds: 120, relistSeconds: 60, cacheSeconds: 0, nanBecomes: 'zero' };

export const DEFAULT_METRICS_PIPELINE: MetricsPipeline = { resource: DEFAULT_RESOURCE_PIPELINE, custom: DEFAULT_CUSTOM_PIPELINE };

/**
 * Scheduling and starting a container take a second each, well inside the pod start-up objective of 5 s at the 99th percentile (sig-scalability, pull and init
 * excluded). A cold pull of 30 s is 2 GB at the 74 MB/s of KServe's measurement on m6i.2xlarge. Readiness is probed every 10 s, the API server's default.
 * The ten seconds until the application answers are an assumption: every workload should say better.
 */
export const DEFAULT_START_UP: StartUp = {
  schedule: { kind: 'deterministic', value: 1 },
  coldPull: { kind: 'deterministic', value: 30 },
  warmPull: { kind: 'deterministic', value: 1 },
  init: { kind: 'deterministic', value: 0 },
  boot: { kind: 'deterministic', value: 10 },
  readiness: { initialDelaySeconds: 0, periodSeconds: 10 },
  cpuCores: 0,
};

/** terminationGracePeriodSeconds 30 is the API server's default. 2 s until endpoints reach every node is an assumption; sig-scalability allows 30 s. */
export const DEFAULT_DRAIN: Drain = { preStopSeconds: 0, graceSeconds: 30, endpointRemovalSeconds: 2, finishesOnTerm: true };

/** The API server's defaults for a Deployment. */
export const DEFAULT_ROLLOUT: Rollout = {
  maxSurge: { unit: 'share', value: 0.25 }, maxUnavailable: { unit: 'share', value: 0.25 }, ordered: false,
};

/** 90 s lies between the 30 s and 180 s of managed pools; cluster-autoscaler looks every 10 s and removes a node after 10 idle minutes. */
export const DEFAULT_NODE_TIMES = {
  provisioning: { kind: 'deterministic', value: 90 }, scanSeconds: 10, removeEmptyAfterSeconds: 600, podsPerNode: 110,
} as const;

/** Ten seconds of simulation on one core, and at most some tens of megabytes of series for each workload. */
export const DEFAULT_LIMITS: Limits = { maxRequestStages: 50e6, maxSeriesPoints: 50_000 };
