import { type Fields, fieldsAt, numberAt } from '../../values/fields';

const DEFAULTS: Readonly<Record<string, number>> = { initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 };

/** The seconds after which a container that does not answer a probe is given up. */
export function secondsToFailure(probe: Fields): number {
  const [delay, period, threshold] = ['initialDelaySeconds', 'periodSeconds', 'failureThreshold'].map((name) => numberAt(probe, name) ?? DEFAULTS[name]);
  return delay + period * threshold;
}

/** The probe that kills a container which takes too long to start. */
export function startUpProbeOf(container: Fields): Fields | undefined {
  return fieldsAt(container, 'startupProbe') ?? fieldsAt(container, 'livenessProbe');
}
