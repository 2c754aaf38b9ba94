import { readFileSync } from 'node:fs';
import { type Json } from './api-client';

/** One pass of the real controller over one autoscaler, as the API server's audit log tells it. */
export interface RealPass {
  /** Time in milliseconds at which the controller read the scale, its first request of the pass. */
  readonly at: number;
  /** Time at which its next pass had begun; Infinity for the last. */
  readonly until: number;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  /** The replicas that it wrote, where it did. */
  readonly scaledTo?: number;
  /** The autoscaler's status after the pass. */
  readonly status: Json;
}

/**
 * The passes over an autoscaler: each begins with a read of the scale, may write it, and ends with the status where
 * that has changed. A write that comes too late is tried again, with another read: that is not another pass.
 */
export function passesOf(auditLog: string, namespace: string, name: string): RealPass[] {
  const passes: Mutable<RealPass>[] = [];
  let triesAgain = false;
  for (const { objectRef, verb, responseObject, responseStatus, requestReceivedTimestamp } of eventsOf(auditLog, namespace)) {
    const last = passes.at(-1);
    if (responseStatus.code >= 300) {
      triesAgain = objectRef.subresource === 'scale' && responseStatus.code === 409;
    } else if (objectRef.subresource === 'scale' && verb === 'get') {
      if (!triesAgain) {
        const at = Date.parse(requestReceivedTimestamp);
        const { spec, status } = responseObject;
        if (last) last.until = at;
        passes.push({ at, until: Infinity, specReplicas: spec.replicas ?? 0, statusReplicas: status.replicas ?? 0, status: last?.status ?? {} });
      }
      triesAgain = false;
    } else if (last && objectRef.subresource === 'scale') {
      last.scaledTo = responseObject.spec.replicas ?? 0;
    } else if (last && objectRef.name === name) {
      last.status = responseObject.status;
    }
  }
  return passes;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function eventsOf(auditLog: string, namespace: string): Json[] {
  const lines = readFileSync(auditLog, 'utf8').split('\n').filter((line) => line.includes(`"namespace":"${namespace}"`));
  return lines.map((line) => JSON.parse(line)).sort((a, b) => Date.parse(a.requestReceivedTimestamp) - Date.parse(b.requestReceivedTimestamp));
}
