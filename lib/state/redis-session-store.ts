import { type Construct } from 'constructs';
import { type RedisSessionStoreProps } from './redis-session-store-props';
import { RedisStore } from './redis-store';

/**
 * Sessions in Redis, in the cluster: one server with one volume.
 *
 * No acknowledged write is lost when the pod dies: each is on disk before it is acknowledged, and the volume outlives the pod. When the node dies,
 * the store pauses until the node is known to be gone; high availability is the job of a managed service or of an operator: SessionStore.external.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export class RedisSessionStore extends RedisStore {
  /** @throws where a name, the memory, the volume or the image is impossible. */
  constructor(scope: Construct, id: string, props: RedisSessionStoreProps = {}) {
    super(scope, id, props, { component: 'redis', image: 'docker.io/library/redis:7.2.5', server: 'redis-server', cli: 'redis-cli' });
  }
}
