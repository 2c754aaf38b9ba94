import { namedInErrors } from '../../kube/named-in-errors';
import { VALKEY_IMAGE } from './images';
import { type RedisFlavour, RedisSessionStore } from './redis-session-store';

/** Sessions in Valkey, the fork of Redis 7.2 that stays under the BSD licence. In everything else it is as a RedisSessionStore. */
@namedInErrors
export class ValkeySessionStore extends RedisSessionStore {
  /** @internal */
  protected override _flavour(): RedisFlavour {
    return { component: 'valkey', image: VALKEY_IMAGE, server: 'valkey-server', cli: 'valkey-cli' };
  }
}
