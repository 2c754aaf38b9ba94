import { type Arrivals } from '../traffic/to-traffic';
import { type GapPolicy, type TraceFormat } from '../traffic/trace';
import { type GeneratorName } from '../traffic/generators';
import { type DurationValue, type QuantityValue } from './units';

/**
 * A scenario as its author writes it. `schemas/scenario.schema.json` says what each field means, its unit and its default; what `readScenario` returns
 * has passed it.
 */
export interface Scenario {
  readonly kubernetes?: string;
  readonly featureGates?: Readonly<Record<string, boolean>>;
  readonly seed?: number;
  readonly start?: string;
  readonly duration?: DurationValue;
  readonly traffic?: TrafficScenario;
  readonly slo?: SloScenario;
  readonly workloads?: Readonly<Record<string, WorkloadScenario>>;
  readonly flows?: Readonly<Record<string, FlowScenario>>;
  readonly cluster?: { readonly nodePools?: Readonly<Record<string, NodePoolScenario>> };
  readonly controller?: {
    readonly syncPeriod?: DurationValue;
    readonly downscaleStabilization?: DurationValue;
    readonly tolerance?: number;
    readonly cpuInitializationPeriod?: DurationValue;
    readonly initialReadinessDelay?: DurationValue;
  };
  readonly cronHpa?: { readonly timezone?: string };
  readonly pipeline?: {
    readonly resource?: { readonly resolution?: DurationValue; readonly kubelet?: DurationValue };
    readonly custom?: CustomPipelineScenario;
  };
  readonly faults?: readonly FaultScenario[];
  readonly limits?: { readonly maxRequestStages?: number; readonly maxSeriesPoints?: number };
}

export interface SloScenario {
  readonly latency?: DurationValue;
  readonly objective?: number;
}

export interface TrafficScenario {
  readonly file?: string;
  readonly format?: TraceFormat;
  readonly timezone?: string;
  readonly gaps?: GapPolicy;
  readonly timeUnit?: 's' | 'ms';
  readonly step?: DurationValue;
  readonly path?: string;
  readonly generator?: GeneratorName | ({ readonly name: GeneratorName } & Readonly<Record<string, DurationValue>>);
  readonly prometheus?: PrometheusScenario;
  readonly arrivals?: Arrivals;
  readonly load?: number;
  readonly skip?: DurationValue;
  readonly duration?: DurationValue;
}

export interface PrometheusScenario {
  readonly url: string;
  readonly query: string;
  readonly start?: string;
  readonly end?: string;
  readonly last?: DurationValue;
  readonly step?: DurationValue;
  readonly tokenEnv?: string;
  readonly tokenFile?: string;
}

/** A bare value is always the same. */
export type DistributionScenario<T> = T | VaryingScenario<T>;

export interface VaryingScenario<T> {
  readonly distribution?: 'fixed' | 'exponential' | 'lognormal' | 'gamma';
  readonly mean?: T;
  readonly cv?: number;
  readonly p50?: T;
  readonly p90?: T;
  readonly p95?: T;
  readonly p99?: T;
  readonly samples?: readonly T[];
}

export interface ServiceScenario {
  readonly time?: DistributionScenario<DurationValue>;
  readonly concurrency?: number;
  readonly cpuSeconds?: number;
  readonly memory?: QuantityValue;
  readonly tokens?: TokensScenario;
  readonly timeout?: DurationValue;
  readonly queueLimit?: number | 'unlimited';
}

export interface TokensScenario {
  readonly preset?: string;
  readonly perInputToken?: DurationValue;
  readonly perOutputToken?: DurationValue;
  readonly perOutputTokenPerRequest?: DurationValue;
  readonly maxBatch?: number;
  readonly input?: DistributionScenario<number>;
  readonly output?: DistributionScenario<number>;
  readonly cpu?: QuantityValue;
}

export interface WorkloadScenario {
  readonly replicas?: number;
  readonly fixed?: number;
  readonly external?: boolean;
  readonly service?: ServiceScenario;
  readonly balancer?: BalancerScenario;
  readonly startUp?: StartUpScenario;
  readonly drain?: DrainScenario;
  readonly maxSurge?: number | string;
  readonly maxUnavailable?: number | string;
  readonly containers?: Readonly<Record<string, ContainerScenario>>;
  readonly nodePool?: string;
  readonly metrics?: Readonly<Record<string, SignalScenario | SignalName>>;
  readonly slo?: SloScenario;
  readonly price?: number;
  readonly firstPass?: DurationValue;
  readonly firstPoll?: DurationValue;
}

export type BalancerScenario =
  | 'shared-queue' | 'random' | 'round-robin' | 'least-requests'
  | { readonly connections?: number; readonly partitions?: number; readonly lifetime?: DurationValue };

export interface StartUpScenario {
  readonly schedule?: DistributionScenario<DurationValue>;
  readonly coldPull?: DistributionScenario<DurationValue>;
  readonly warmPull?: DistributionScenario<DurationValue>;
  readonly init?: DistributionScenario<DurationValue>;
  readonly boot?: DistributionScenario<DurationValue>;
  readonly cpu?: QuantityValue;
}

export interface DrainScenario {
  readonly preStop?: DurationValue;
  readonly grace?: DurationValue;
  readonly endpointRemoval?: DurationValue;
  readonly finishesOnTerm?: boolean;
}

export interface ContainerScenario {
  readonly loadShare?: number;
  readonly idleCpu?: QuantityValue;
  readonly idleMemory?: QuantityValue;
  readonly cpuRequest?: QuantityValue;
  readonly memoryRequest?: QuantityValue;
}

export type SignalName =
  | 'requests-per-second' | 'in-flight' | 'running' | 'queue-length' | 'utilization' | 'latency' | 'tokens-per-second' | 'cpu-cores' | 'memory-bytes'
  | 'constant' | 'series' | 'missing';

export interface SignalScenario {
  readonly signal: SignalName;
  readonly quantile?: number;
  readonly direction?: 'input' | 'output' | 'both';
  readonly value?: number;
  readonly step?: DurationValue;
  readonly values?: readonly number[];
  readonly workload?: string;
  readonly scale?: number;
  readonly pipeline?: CustomPipelineScenario;
}

export interface CustomPipelineScenario {
  readonly scrape?: DurationValue;
  readonly rateWindow?: DurationValue;
  readonly discovery?: DurationValue;
  readonly relist?: DurationValue;
  readonly cache?: DurationValue;
  readonly nan?: 'zero' | 'missing';
}

export interface FlowScenario {
  readonly stages: readonly (string | { readonly workload: string; readonly probability?: number })[];
  readonly share?: number;
  readonly traffic?: TrafficScenario;
  readonly slo?: SloScenario;
}

export interface NodePoolScenario {
  readonly cpu?: QuantityValue;
  readonly memory?: QuantityValue;
  readonly podsPerNode?: number;
  readonly initial?: number;
  readonly min?: number;
  readonly max?: number;
  readonly provisioning?: DistributionScenario<DurationValue>;
  readonly scan?: DurationValue;
  readonly removeEmptyAfter?: DurationValue;
  readonly price?: number;
}

export interface FaultScenario {
  readonly kind: 'metric' | 'prometheus-outage' | 'controller-restart' | 'pod-crash' | 'node-loss' | 'no-nodes' | 'rollout' | 'scale' | 'slow-service' | 'slow-start';
  readonly at?: DurationValue;
  readonly from?: DurationValue;
  readonly until?: DurationValue;
  readonly workload?: string;
  readonly nodePool?: string;
  readonly metric?: string;
  readonly effect?: 'missing' | 'frozen' | 'multiply' | 'negative' | 'nan' | 'delayed' | 'missing-for-pods';
  readonly factor?: number;
  readonly delay?: DurationValue;
  readonly share?: number;
  readonly down?: DurationValue;
  readonly pods?: number;
  readonly backoff?: DurationValue;
  readonly nodes?: number;
  readonly detection?: DurationValue;
  readonly eviction?: DurationValue;
  readonly replicas?: number;
}
