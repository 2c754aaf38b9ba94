import { type ApiObject, Chart } from 'cdk8s';
import { type Construct, type IConstruct } from 'constructs';
import { UserError } from '../values/user-error';

/**
 * Returns the name of a construct's objects: the given name, or the construct's id with the additions of the chart's
 * own `generateObjectName`, such as a team prefix. cdk8s calls that method only for objects without a name, and the
 * constructs of this library set names.
 */
export function objectName(construct: Construct, id: string, kind: string, given?: string): string {
  if (given !== undefined) return given;
  const chart = Chart.of(construct);
  if (chart.generateObjectName === Chart.prototype.generateObjectName) return id;
  const object = Object.create(construct, { kind: { value: kind }, apiVersion: { value: 'v1' } }) as unknown as ApiObject;
  const plain: string = Chart.prototype.generateObjectName.call(chart, object);
  const generated = chart.generateObjectName(object);
  return generated.includes(plain) ? generated.replace(plain, () => id) : generated;
}

const TAKEN = new WeakMap<IConstruct, Map<string, IConstruct>>();

/**
 * Reserves a name in a namespace of the app, for a construct that creates several objects of that name.
 *
 * @throws if another construct has reserved it: their objects would overwrite each other.
 */
export function reserveName(construct: IConstruct, what: string, name: string, namespace: string | undefined): void {
  const { root } = construct.node;
  const taken = TAKEN.get(root) ?? new Map<string, IConstruct>();
  TAKEN.set(root, taken);
  const key = `${namespace ?? ''}/${name}`;
  const other = taken.get(key);
  if (other !== undefined) {
    throw new UserError(`${what} '${name}' has the same name as '${other.node.path}' in ${namespace === undefined ? 'a namespace that is not set' : `namespace '${namespace}'`}, `
      + 'so that their objects overwrite each other; rename it, or set another namespace for its chart');
  }
  taken.set(key, construct);
}
