import { type Fields, textAt } from '../../values/fields';
import { isPathSegment } from '../../values/names';
import { type FieldProblem } from './field-problem';

const NOT_A_SEGMENT = "must be neither '.' nor '..' and hold no '/' and no '%'";

/** Version-dependent strictness of a reference's apiVersion. */
export interface ReferenceRules {
  /** True from Kubernetes 1.34 on. */
  readonly checksApiVersion: boolean;
  readonly needsGroup: boolean;
}

/** Validates a reference to an object by apiVersion, kind and name. */
export function* validateReference(reference: Fields, path: string, rules: ReferenceRules): Iterable<FieldProblem> {
  yield* validateSegment(reference, 'kind', path);
  yield* validateSegment(reference, 'name', path);
  if (!rules.checksApiVersion) return;
  const apiVersion = textAt(reference, 'apiVersion') ?? '';
  const [group, ...rest] = apiVersion === '/' ? [''] : apiVersion.split('/');
  if (rest.length > 1) yield { field: `${path}.apiVersion`, message: `must be [group/]version, got '${apiVersion}'` };
  else if (rules.needsGroup && (rest.length === 0 || group === '')) yield { field: `${path}.apiVersion`, message: `must name the API group, as in apps/v1, got '${apiVersion}'` };
}

/** Validates a required string that becomes a path segment of a URL. */
export function* validateSegment(fields: Fields, name: string, path: string): Iterable<FieldProblem> {
  const text = textAt(fields, name) ?? '';
  if (text === '') yield { field: `${path}.${name}`, message: 'must be set' };
  else if (!isPathSegment(text)) yield { field: `${path}.${name}`, message: `${NOT_A_SEGMENT}, got '${text}'` };
}
