import { type Construct } from 'constructs';
import { type RedisSessionStoreProps } from './redis-session-store-props';
import { RedisStore } from './redis-store';

/**
 * Sessions in Valkey, the fork of Redis 7.2 that stays under the BSD licence. In everything else it is as a RedisSessionStore.
 */
export class ValkeySessionStore extends RedisStore {
  /** @throws where a name, the memory, the volume or the image is impossible. */
  constructor(scope: Construct, id: string, props: RedisSessionStoreProps = {}) {
    super(scope, id, props, { component: 'valkey', image: 'docker.io/valkey/valkey:9.1.1', server: 'valkey-server', cli: 'valkey-cli' });
  }
}
