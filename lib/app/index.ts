export { AppMode, type GoogleLoginProps, type KeycloakLoginProps, type SessionOptions } from './app-mode';
export { AppState, type EmbeddedStateOptions, type ExternalStateProps } from './app-state';
export { DocumentStore, type ElasticsearchProps } from './document-store';
export { KotaemonApp } from './kotaemon-app';
export { type KotaemonAppProps } from './kotaemon-app-props';
