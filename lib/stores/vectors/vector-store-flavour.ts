import { type Size } from 'cdk8s';
import { type ConnectionRoute } from '../../kube/connection';
import { type EnvValue } from '../../kube/env-value';
import { type NetworkPeer } from '../../kube/network-peer';
import { type SecretKey } from '../../kube/secret-key';
import { type ServerPort } from '../single-server';
import { type VectorDatabase } from './vector-database';

/** Differences between Weaviate and Qdrant. */
export interface VectorStoreFlavour {
  readonly database: VectorDatabase;
  readonly image: string;
  readonly command?: string[];
  readonly args?: string[];
  /** Memory in bytes per byte of vectors, by the vendor's rule. */
  readonly memoryFactor: number;
  readonly environment: (memory: Size) => Record<string, EnvValue>;
  /** Environment variables that a user can override. */
  readonly replaceable: readonly string[];
  /** Additional environment variables that must not be set, since ports, volume or access depend on them. */
  readonly reserved: readonly string[];
  readonly http: number;
  readonly grpc: number;
  readonly paths: { readonly data: string; readonly ready: string; readonly live: string };
  readonly metrics: ServerPort & { readonly bearer?: SecretKey };
  /** Environment variables of clients beyond those of every vector store. */
  readonly clientEnvironment?: Record<string, EnvValue>;
  readonly dns?: readonly NetworkPeer[];
  readonly egress?: readonly ConnectionRoute[];
}
