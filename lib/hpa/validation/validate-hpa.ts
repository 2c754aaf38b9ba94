import { type Fields, fieldsAt, numberAt, textAt } from '../../values/fields';
import { hasFeature, type KubernetesVersion } from '../../values/kubernetes-version';
import { decodingFault } from './decode';
import { HORIZONTAL_POD_AUTOSCALER } from './field-tables';
import { type FieldProblem } from './field-problem';
import { validateBehavior } from './validate-behavior';
import { validateMetadata } from './validate-metadata';
import { validateMetrics } from './validate-metrics';
import { validateReference } from './validate-reference';

const UNDECODABLE = 'HorizontalPodAutoscaler in version "v2" cannot be handled as a HorizontalPodAutoscaler: ';

/**
 * Returns all problems for which the API server rejects an autoscaling/v2 HorizontalPodAutoscaler; none if it accepts
 * the object.
 *
 * An object that cannot be decoded (an unknown field, a value of the wrong type) has that one problem, worded as by the
 * API server and without a field. Source: kubernetes pkg/apis/autoscaling/validation,
 * pkg/registry/autoscaling/horizontalpodautoscaler, apimachinery's strict decoder.
 *
 * @param featureGates gates that are enabled beyond the defaults of the version
 */
export function validateHpa(hpa: Fields, version: KubernetesVersion, featureGates: readonly string[] = []): FieldProblem[] {
  const fault = decodingFault(hpa, HORIZONTAL_POD_AUTOSCALER, version.minor);
  if (fault !== undefined) return [{ field: '', message: `${UNDECODABLE}${fault}` }];
  const spec = fieldsAt(hpa, 'spec') ?? {};
  const checksApiVersion = version.minor >= 34;
  return [
    ...validateMetadata(fieldsAt(hpa, 'metadata') ?? {}, version.minor),
    ...validateReplicas(spec, hasFeature(version, featureGates, 'hpaScaleToZero') ? 0 : 1),
    ...validateReference(fieldsAt(spec, 'scaleTargetRef') ?? {}, 'spec.scaleTargetRef', {
      checksApiVersion,
      needsGroup: textAt(spec, 'scaleTargetRef', 'kind') !== 'ReplicationController',
    }),
    ...validateMetrics(spec, checksApiVersion),
    ...validateBehavior(fieldsAt(spec, 'behavior'), hasFeature(version, featureGates, 'hpaTolerance')),
  ];
}

function* validateReplicas(spec: Fields, least: number): Iterable<FieldProblem> {
  const min = numberAt(spec, 'minReplicas') ?? 1;
  const max = numberAt(spec, 'maxReplicas') ?? 0;
  if (min < least) yield { field: 'spec.minReplicas', message: `must be at least ${least}, got ${min}` };
  if (max < 1) yield { field: 'spec.maxReplicas', message: `must be set and at least 1, got ${max}` };
  if (max < min) yield { field: 'spec.maxReplicas', message: `must be at least minReplicas (${min}), got ${max}` };
}
