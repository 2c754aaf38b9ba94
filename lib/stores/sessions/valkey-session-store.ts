import { namedInErrors } from '../../kube/named-in-errors';
import { VALKEY_IMAGE } from './images';
import { type RedisFlavour, RedisSessionStore } from './redis-session-store';

/**
 * Valkey session store in the cluster. Valkey is the fork of Redis 7.2 under the BSD licence. Otherwise equal to
 * RedisSessionStore.
 *
 * ```ts
 * const sessions = new ValkeySessionStore(chart, 'sessions');
 * ```
 */
@namedInErrors
export class ValkeySessionStore extends RedisSessionStore {
  /** @internal */
  protected override _flavour(): RedisFlavour {
    return { component: 'valkey', image: VALKEY_IMAGE, server: 'valkey-server', cli: 'valkey-cli' };
  }
}
