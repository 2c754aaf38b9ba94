import { UserError } from '../values/user-error';
import { secondsAlone } from '../simulator/engine/model-server/capacity';
import { StepTime } from '../simulator/engine/model-server/step-time';
import { meanOf } from '../simulator/engine/random/sampler';
import { type Balancer, type Distribution, type ServiceModel, type SlotService, type TokenService } from '../simulator/world/world';
import { type DistributionScenario, toDistribution } from './distribution';
import { type ServiceScenario, type TokensScenario, type WorkloadScenario } from './scenario';
import { toTokenService } from './token-service';
import { type DurationValue, toBytes, toSeconds } from './units';
import { type EngineArguments } from './vllm-arguments';

export const DEFAULT_CONCURRENCY = 8;
/** Default timeout of callers, in seconds; messages of a queue have none. */
export const CALLER_TIMEOUT = { slots: 30, tokens: 120 } as const;
export const DEFAULT_CONNECTION_LIFETIME_SECONDS = 600;

/** Kind of waiting: a caller has a timeout; a message stays in its queue until it is read. */
export type Waiting = 'caller' | 'message';

/** Returns the distribution of a duration, in seconds. */
export function durations(value: DistributionScenario<DurationValue>, path: string): Distribution {
  return toDistribution(value, toSeconds, path);
}

/**
 * Returns the service model of a scenario; undefined without a service time.
 *
 * @param cpuRequestMilli CPU request of a pod: by default a fully busy pod uses exactly that.
 * @param engine arguments of the manifest's vLLM server.
 * @throws UserError if both kinds are given, or neither is complete.
 */
export function toServiceModel(
  service: ServiceScenario | undefined, cpuRequestMilli: number, waiting: Waiting, path: string, engine?: EngineArguments,
): ServiceModel | undefined {
  if (service?.tokens) {
    const extra = (['time', 'concurrency', 'cpuSeconds'] as const).find((field) => service[field] !== undefined);
    if (extra) throw new UserError(`${path} has tokens and ${extra}; the token model computes the service time, so keep one of the two`);
    return tokenService(service, service.tokens, waiting, path, engine);
  }
  return service?.time === undefined ? undefined : slotService(service, durations(service.time, `${path}.time`), cpuRequestMilli, waiting);
}

/** Builds a slot model with a given service time and the scenario's settings. */
export function slotService(service: ServiceScenario, time: Distribution, cpuRequestMilli: number, waiting: Waiting): SlotService {
  const concurrency = service.concurrency ?? DEFAULT_CONCURRENCY;
  return {
    kind: 'slots',
    time,
    concurrency,
    cpuSecondsPerRequest: service.cpuSeconds ?? (meanOf(time) * cpuRequestMilli) / 1000 / concurrency,
    memoryBytesPerRequest: toBytes(service.memory ?? 0),
    ...patience(service, 'slots', waiting),
  };
}

/** Builds a token model from the scenario's settings and the arguments of a vLLM server. */
export function tokenService(service: ServiceScenario, tokens: TokensScenario, waiting: Waiting, path: string, engine?: EngineArguments): TokenService {
  return toTokenService(service, tokens, patience(service, 'tokens', waiting), path, engine);
}

function patience({ timeout, queueLimit }: ServiceScenario, kind: ServiceModel['kind'], waiting: Waiting): { timeoutSeconds: number; queueLimit: number } {
  const assumed = waiting === 'message' ? Infinity : CALLER_TIMEOUT[kind];
  return {
    timeoutSeconds: timeout === undefined ? assumed : timeout === 'never' ? Infinity : toSeconds(timeout),
    queueLimit: queueLimit === undefined || queueLimit === 'unlimited' ? Infinity : queueLimit,
  };
}

/** Returns the mean service time on an idle pod, in seconds. */
export function meanServiceSeconds(service: ServiceModel): number {
  if (service.kind === 'slots') return meanOf(service.time);
  return secondsAlone(service, new StepTime(service.step));
}

/** Converts the load balancer of a scenario. */
export function toBalancer(balancer: NonNullable<WorkloadScenario['balancer']>, path: string): Balancer {
  if (typeof balancer !== 'object') return { kind: balancer };
  const { connections, partitions, lifetime } = balancer;
  if ((connections === undefined) === (partitions === undefined)) {
    throw new UserError(`${path} has ${connections === undefined ? 'neither connections nor partitions' : 'both connections and partitions'}; give one of them`);
  }
  if (partitions !== undefined) {
    if (lifetime !== undefined) throw new UserError(`${path}.lifetime goes with connections, not with partitions; leave it out`);
    return { kind: 'partitions', partitions };
  }
  return { kind: 'connections', connections: connections!, lifetimeSeconds: lifetime === undefined ? DEFAULT_CONNECTION_LIFETIME_SECONDS : toSeconds(lifetime) };
}
