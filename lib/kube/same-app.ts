import { Construct, type IConstruct } from 'constructs';
import { UserError } from '../values/user-error';
import { type IConnectable } from './connection';

/**
 * Rejects a connection to a construct of another App. An App is one cluster, and the other App may already be
 * synthesized, without the ingress rule for this caller.
 */
export function requireSameApp(caller: IConstruct, name: string, connectable: IConnectable): void {
  if (!Construct.isConstruct(connectable) || connectable.node.root === caller.node.root) return;
  throw new UserError(`'${name}' is connected to '${connectable.node.path}' of another App; move both into one App, or connect it to `
    + 'ClusterEndpoint.of(…) and admit the caller by allowFrom there');
}
