import { type Fields, fieldsListAt, valueAt } from '../../values/fields';
import { type ManifestIndex } from '../../manifest/manifest-index';

/**
 * Fields of a LimitRange that give a container its value: bounds serve as defaults where there is no other, and a limit
 * serves as a request as well.
 */
const GIVEN_BY = { limits: ['default', 'max'], requests: ['defaultRequest', 'default', 'min', 'max'] } as const;

/** True where a LimitRange of the namespace gives containers a request, or a limit, when their pods are created. */
export function isFilledIn(manifests: ManifestIndex, namespace: string, list: 'requests' | 'limits', resource: string): boolean {
  const gives = (limit: Fields): boolean => limit.type === 'Container' && GIVEN_BY[list].some((field) => valueAt(limit, field, resource) !== undefined);
  return manifests.ofKindIn('LimitRange', '', namespace).some((range) => fieldsListAt(range, 'spec', 'limits').some(gives));
}
