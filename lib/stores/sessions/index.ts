export { PostgresSessionStore } from './postgres-session-store';
export { type PostgresSessionStoreProps } from './postgres-session-store-props';
export { RedisSessionStore } from './redis-session-store';
export { type RedisSessionStoreProps } from './redis-session-store-props';
export { type ExternalSessionStoreProps, type ISessionStore, SessionStore } from './session-store';
export { ValkeySessionStore } from './valkey-session-store';
