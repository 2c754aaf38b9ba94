import { type EnvValue } from './env-value';
import { type NetworkPeer } from './network-peer';
import { type SecretKey } from './secret-key';

/** Caller of a connection, such as a module. */
export interface ConnectionCaller {
  /** Name of the caller in messages. */
  readonly name: string;

  /** Labels that select the caller's pods. */
  readonly podLabels: Record<string, string>;

  /**
   * Namespace of the caller.
   *
   * @default - the namespace that the manifests are applied to
   */
  readonly namespace?: string;
}

/** Egress rule that the caller needs. */
export interface ConnectionRoute {
  /** Destination pods or addresses. */
  readonly peers: NetworkPeer[];

  /** Destination TCP ports. */
  readonly ports: number[];
}

/** Egress rules, environment variables and Secrets that a caller needs to reach an endpoint. */
export interface ConnectionEndpoint {
  /** Name of the endpoint, for messages and for the names of environment variables. */
  readonly name: string;

  /**
   * URL of the endpoint. The caller receives it as an environment variable.
   *
   * @default - none: the caller knows the address
   */
  readonly address?: EnvValue;

  /**
   * Name of the environment variable for the address.
   *
   * @default - `<NAME>_URL`
   */
  readonly addressVariable?: string;

  /**
   * Additional environment variables of the caller, such as a user.
   *
   * @default - none
   */
  readonly environment?: Record<string, EnvValue>;

  /**
   * Secret keys in the caller's namespace, by environment variable. The output reports those that the app does not
   * create.
   *
   * @default - none
   */
  readonly secrets?: Record<string, SecretKey>;

  /** Egress rules of the caller's network policy. */
  readonly routes: ConnectionRoute[];
}

/** Endpoint that a module can connect to: another module, a store or a hosted API. You can implement it. */
export interface IConnectable {
  /**
   * Adds the ingress rule for a caller, and returns how to reach the endpoint. Called once per caller while the tree is
   * built.
   *
   * @throws if the caller cannot reach the endpoint.
   */
  acceptFrom(caller: ConnectionCaller): ConnectionEndpoint;
}
