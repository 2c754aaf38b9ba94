import { type EnvValue } from './env-value';
import { type NetworkPeer } from './network-peer';
import { type SecretKey } from './secret-key';

/** Module that connects. */
export interface ConnectionCaller {
  /** The caller's name, for messages. */
  readonly name: string;

  /** The labels that select the caller's pods. */
  readonly podLabels: Record<string, string>;

  /**
   * The caller's namespace.
   *
   * @default - the one that manifests are applied to
   */
  readonly namespace?: string;
}

/** Egress rule that the caller needs. */
export interface ConnectionRoute {
  /** Pods or addresses that are reached. */
  readonly peers: NetworkPeer[];

  /** The TCP ports. */
  readonly ports: number[];
}

/** Egress rules, environment and Secrets that a caller needs to reach an endpoint. */
export interface ConnectionEndpoint {
  /** Name of the endpoint, for messages and for the names of environment variables. */
  readonly name: string;

  /**
   * URL of the endpoint. The caller gets it as an environment variable.
   *
   * @default - the caller knows the address already
   */
  readonly address?: EnvValue;

  /**
   * The name of that variable.
   *
   * @default - `<NAME>_URL`
   */
  readonly addressVariable?: string;

  /**
   * Whatever else the caller gets as environment variables, such as a user.
   *
   * @default - nothing
   */
  readonly environment?: Record<string, EnvValue>;

  /**
   * Keys of Secrets in the namespace of the caller, by the names of environment variables. The output asks for those
   * that nothing here makes.
   *
   * @default - nothing
   */
  readonly secrets?: Record<string, SecretKey>;

  /** Egress that the caller's network policy has to allow. */
  readonly routes: ConnectionRoute[];
}

/** Something that a module can be connected to: another module, a store, a hosted API. Anybody can implement it. */
export interface IConnectable {
  /**
   * Lets a caller in, and says how this is reached. Called once for each caller, while the tree is being built.
   *
   * @throws where it cannot be reached from there.
   */
  acceptFrom(caller: ConnectionCaller): ConnectionEndpoint;
}
