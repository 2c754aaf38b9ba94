import type { Difference } from '../difference';
import {
  behaviorDefaults, behaviorRateLimits, convertLegacy, policyLimits, stabilizationLegacy, stabilizationWithBehavior, storeScaleEvents,
} from './behavior';
import { controllerReconcile } from './controller-reconcile';
import { controllerTrajectory } from './controller-trajectory';
import { hpaValidation } from './hpa-validation';
import { kedaCron } from './keda-cron';
import { kedaValidation } from './keda-validation';
import { calculateRequestsCase, groupPodsCase, utilizationRatio } from './pods';
import { replicaCalculator } from './replica-calculator';

/** Runs one case of a kind: what came out otherwise than expected, nothing where it passes. */
export type Check = (testCase: never, meta: never, file: string) => Difference[];

/** By the name that a file's `meta.kind` gives, or else the first part of its name. */
export const KINDS: Readonly<Record<string, Check>> = {
  'behavior-defaults': behaviorDefaults,
  'behavior-rate-limits': behaviorRateLimits,
  'calculate-requests': calculateRequestsCase,
  'controller-reconcile': controllerReconcile,
  'controller-trajectory': controllerTrajectory,
  'convert-legacy': convertLegacy,
  'group-pods': groupPodsCase,
  'hpa-validation': hpaValidation,
  'keda-cron': kedaCron,
  'keda-validation': kedaValidation,
  'policy-limits': policyLimits,
  'replica-calculator': replicaCalculator,
  'stabilization-legacy': stabilizationLegacy,
  'stabilization-with-behavior': stabilizationWithBehavior,
  'store-scale-events': storeScaleEvents,
  'utilization-ratio': utilizationRatio,
};
