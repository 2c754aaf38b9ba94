import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { UserError } from '../values/user-error';

/**
 * The one API object that a construct holds: itself, its default child, or the only object below it.
 *
 * Works across versions of cdk8s and cdk8s-plus, because nothing but the tree is looked at.
 *
 * @throws where it is no construct, there is none, or more than one to choose from.
 */
export function apiObjectOf(construct: IConstruct): ApiObject {
  // From plain JavaScript anything may come, and constructs would answer with a TypeError.
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
