import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { UserError } from '../values/user-error';

/**
 * Returns the single API object of a construct: the construct itself, its default child, or the only object below it.
 *
 * Works across versions of cdk8s and cdk8s-plus, because it reads only the construct tree.
 *
 * @throws if the argument is not a construct, or has no API object or several.
 */
export function apiObjectOf(construct: IConstruct): ApiObject {
  // Plain JavaScript can pass any value, for which constructs throws a TypeError.
  if (!Construct.isConstruct(construct)) throw new UserError(`expected a construct with one API object, got ${String(construct)}; pass a workload`);
  if (ApiObject.isApiObject(construct)) return construct;
  const child = construct.node.defaultChild;
  if (child) return apiObjectOf(child);
  const objects = construct.node.findAll().filter((node): node is ApiObject => ApiObject.isApiObject(node));
  if (objects.length === 1) return objects[0];
  if (objects.length === 0) {
    throw new UserError(`'${construct.node.path}' has no API object; pass a workload, or WorkloadReference.fromName for one outside this app`);
  }
  const names = objects.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  throw new UserError(`'${construct.node.path}' has ${objects.length} API objects (${names}); pass one of them`);
}
