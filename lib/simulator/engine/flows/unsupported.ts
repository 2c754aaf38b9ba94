import { UserError } from '../../../values/user-error';
import { type World } from '../../world/world';

/** Refuses a world with a feature that flows cannot show; returns a sentence for each that they show roughly. */
export function refuseUnsupported({ flows, workloads, nodePools }: World): readonly string[] {
  const refuse = (what: string): never => {
    throw new UserError(`${what}, which method flows does not simulate; use method requests`);
  };
  const retrying = flows.find(({ retries }) => retries !== undefined);
  if (retrying) refuse(`flow '${retrying.name}' has retries`);
  for (const { name, service, balancer } of workloads) {
    if (service.kind === 'tokens') refuse(`workload '${name}' has a token model`);
    if (balancer.kind === 'partitions') refuse(`workload '${name}' has balancer.partitions`);
    if (balancer.kind === 'connections') refuse(`workload '${name}' has balancer.connections`);
  }
  return nodePools.length > 0 ? ['method flows does not simulate CPU contention between the pods of a node'] : [];
}
