import { type EngineLimits, type PrefixCaching } from '../../world/world';
import { type RequestPool } from '../requests/request-pool';
import { type EngineRequests } from './engine-requests';
import { type StepTime } from './step-time';

/** Receives what an engine does, for counters and histograms. */
export interface EngineListener {
  /** A request is scheduled for the first time. */
  onScheduled(id: number, now: number): void;
  /** The prompt of a request is computed and its first token is out. */
  onFirstToken(id: number, now: number): void;
  /** A request has its next token after a preemption. */
  onResumed(id: number, now: number): void;
  /** So many requests got a token in each of so many steps in a row, over `context` tokens of context in the first. */
  onDecoded(pod: number, steps: number, requests: number, context: number, seconds: number): void;
}

/** Context that all engines of a workload share. */
export interface EngineContext {
  readonly pool: RequestPool;
  readonly requests: EngineRequests;
  readonly limits: EngineLimits;
  readonly prefix: PrefixCaching | undefined;
  readonly stepTime: StepTime;
  readonly listener: EngineListener;
}
